// What operators and the service manager read.
#include "kiosk-app/keeper/report.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "kiosk-app/keeper/service_manager.hpp"
#include "kiosk-app/keeper/unique_fd.hpp"

using namespace ssc::kiosk::keeper;
using namespace std::chrono_literals;

namespace {

/// Listens at an abstract address that ends with the number of this process.
class Listener {
 public:
  Listener() : socket_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::ranges::copy(name_, std::begin(at.sun_path));
    at.sun_path[0] = '\0';
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
    REQUIRE(::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&at), size) == 0);
  }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string next() const {
    std::array<char, 256> buffer{};
    const auto size = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
    return size < 0 ? "" : std::string(buffer.data(), static_cast<std::size_t>(size));
  }

 private:
  std::string name_ = "@ssc-kiosk-test-" + std::to_string(::getpid());
  UniqueFd socket_;
};

}  // namespace

TEST_CASE("a failure is one line with names and numbers") {
  CHECK(lineOf(Failure{Cause::crashed, 6}) == "ssc-kiosk: event=visit-failed cause=crashed signal=6");
  CHECK(lineOf(Failure{Cause::ended, 3}) == "ssc-kiosk: event=visit-failed cause=ended code=3");
  CHECK(lineOf(Failure{Cause::said, 0, Reason::display}) ==
        "ssc-kiosk: event=visit-failed cause=said reason=display");
  CHECK(lineOf(Failure{Cause::hung}) == "ssc-kiosk: event=visit-failed cause=hung");
}

TEST_CASE("the service manager hears what it is told, at an abstract address") {
  const Listener listener;
  ServiceManager(listener.name()).tell("READY=1");
  CHECK(listener.next() == "READY=1");
}

TEST_CASE("telling nobody, or an address that is none, is no trouble") {
  for (const std::string& address : {std::string(), std::string("/nowhere/notify"), std::string(200, 'x')})
    ServiceManager(address).tell("READY=1");
}

TEST_CASE("the watchdog's interval is taken where it is ours") {
  CHECK(watchdogInterval("60000000", "", 7) == 60s);
  CHECK(watchdogInterval("60000000", "7", 7) == 60s);
  CHECK(!watchdogInterval("60000000", "8", 7).has_value());
  for (const std::string_view text : {"", "0", "-1", "x", "1x", "99999999999999999999", "86400000001"}) {
    CAPTURE(text);
    CHECK(!watchdogInterval(text, "", 7).has_value());
  }
}
