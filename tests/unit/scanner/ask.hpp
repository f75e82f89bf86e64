// Asking a source of codes, in tests.
#pragma once

#include <thread>

#include "hostlib/scanner/code_source.hpp"

namespace ssc::test {

using scanner::Clock;
using scanner::CodeSource;
using scanner::NoCode;
using Answer = tl::expected<std::string, NoCode>;

constexpr std::chrono::seconds kPatience{10};

inline Answer ask(CodeSource& source, std::chrono::milliseconds patience = kPatience) {
  return source.next(Clock::now() + patience, std::stop_token());
}

inline Answer no(NoCode why) {
  return tl::unexpected(why);
}

/// How long next() goes on after a stop that comes while it waits, and what it says.
struct Stopped {
  Answer answer;
  std::chrono::milliseconds after;
};
inline Stopped stopWhileWaiting(CodeSource& source) {
  std::stop_source stop;
  Clock::time_point requested;
  std::thread later([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    requested = Clock::now();
    stop.request_stop();
  });
  auto answer = source.next(Clock::now() + kPatience, stop.get_token());
  const auto back = Clock::now();
  later.join();
  return {std::move(answer), std::chrono::duration_cast<std::chrono::milliseconds>(back - requested)};
}

}  // namespace ssc::test
