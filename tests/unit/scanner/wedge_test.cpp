// A keyboard wedge: the test types into a pipe.
#include <array>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <string>
#include <unistd.h>

#include "hostlib/scanner/line_source.hpp"
#include "tests/unit/scanner/ask.hpp"

using namespace ssc::test;
using namespace ssc::scanner;
using namespace std::chrono_literals;

namespace {

class Keyboard {
 public:
  Keyboard() {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    stream_ = Descriptor(ends[0]);
    keys_ = Descriptor(ends[1]);
  }
  [[nodiscard]] std::unique_ptr<CodeSource> open() {
    auto source = openWedge(stream_.number());
    REQUIRE(source.has_value());
    return std::move(*source);
  }
  void type(std::string_view text) const {
    REQUIRE(::write(keys_.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  void close() { Descriptor(std::move(keys_)); }
  [[nodiscard]] int stream() const { return stream_.number(); }

 private:
  Descriptor stream_, keys_;
};

}  // namespace

TEST_CASE("a wedge types a code and Enter") {
  Keyboard keyboard;
  const auto source = keyboard.open();
  keyboard.type("SSC1.01\n");
  CHECK(ask(*source) == "SSC1.01");
  keyboard.type("SECOND\r\nTHIRD\n");
  CHECK(ask(*source) == "SECOND");
  CHECK(ask(*source) == "THIRD");
}

TEST_CASE("the end of the stream is the end of the source; what has no Enter was not sent off") {
  Keyboard keyboard;
  const auto source = keyboard.open();
  keyboard.type("WHOLE\nHALF");
  keyboard.close();
  CHECK(ask(*source) == "WHOLE");
  CHECK(ask(*source) == no(NoCode::incomplete));
  CHECK(ask(*source) == no(NoCode::ended));
  CHECK(ask(*source) == no(NoCode::ended));
}

TEST_CASE("a wedge leaves the caller's stream as it was") {
  Keyboard keyboard;
  const int before = ::fcntl(keyboard.stream(), F_GETFL);
  keyboard.open().reset();
  CHECK(::fcntl(keyboard.stream(), F_GETFL) == before);
}

TEST_CASE("a stop ends the wait for a key within 50 ms") {
  Keyboard keyboard;
  const auto source = keyboard.open();
  const auto stopped = stopWhileWaiting(*source);
  CHECK(stopped.answer == no(NoCode::stopped));
  CHECK(stopped.after < 50ms);
}

TEST_CASE("input without end and without a line does not keep a call past its deadline") {
  const Descriptor endless(::open("/dev/zero", O_RDONLY));
  const auto source = openWedge(endless.number());
  REQUIRE(source.has_value());
  std::stop_source watchdog;
  const std::jthread guard([&] {
    std::this_thread::sleep_for(1s);
    watchdog.request_stop();
  });
  CHECK((*source)->next(Clock::now() + 50ms, watchdog.get_token()) == no(NoCode::timedOut));
}

TEST_CASE("what is no stream is refused, and one that cannot be read has ended") {
  CHECK(openWedge(-1).error() == NoCode::cannotOpen);
  const Descriptor writable(::open("/dev/null", O_WRONLY));
  const auto source = openWedge(writable.number());
  REQUIRE(source.has_value());
  CHECK(ask(**source) == no(NoCode::ended));
}
