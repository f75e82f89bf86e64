// A simulated PIN pad on a thread of the test.
#pragma once

#include <doctest/doctest.h>
#include <poll.h>
#include <string>
#include <thread>

#include "keys-sim/pad/serve_pad.hpp"
#include "tests/unit/hostlib/temporary_folder.hpp"

namespace ssc::test {

class PadRig {
 public:
  PadRig() {
    auto made = sim::PadServer::open({socket(), controlSocket(), {}});
    REQUIRE_MESSAGE(made.has_value(), (made ? "" : made.error()));
    server_ = std::move(*made);
    thread_ = std::thread([this] { server_->run(-1); });
  }
  PadRig(const PadRig&) = delete;
  PadRig& operator=(const PadRig&) = delete;
  ~PadRig() {
    (void)control("quit");
    thread_.join();
  }

  [[nodiscard]] std::string socket() const { return (folder_.path() / "pad.sock").string(); }

  /// The answer to one control command; from any thread.
  [[nodiscard]] std::string control(const std::string& line) const {
    auto connection = sim::connectUnix(controlSocket());
    if (!connection || !connection->sendAll(apdu::toBytes(line + "\n"))) return "no pad";
    std::string answer;
    while (!answer.ends_with('\n')) {
      pollfd readable{connection->fd(), POLLIN, 0};
      const bool came = ::poll(&readable, 1, 10'000) > 0;
      const auto bytes = connection->receive();
      if (!came || !bytes) return "no answer";
      answer += apdu::toText(*bytes);
    }
    return answer.substr(0, answer.size() - 1);
  }

  /// Waits until the pad shows a prompt.
  void awaitPrompt() const {
    while (control("status").starts_with(R"(ok {"display":"")"))
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }

 private:
  [[nodiscard]] std::string controlSocket() const { return (folder_.path() / "pad.ctl").string(); }

  TemporaryFolder folder_;
  std::unique_ptr<sim::PadServer> server_;
  std::thread thread_;
};

}  // namespace ssc::test
