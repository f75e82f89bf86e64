// Presenter and tray sensor over their sockets, against the simulated devices.
#include "hostlib/printer/paper_ports.hpp"

#include <doctest/doctest.h>
#include <sys/eventfd.h>
#include <thread>
#include <unistd.h>

#include "keys-sim/presenter/serve_presenter.hpp"
#include "tests/unit/hostlib/temporary_folder.hpp"

using namespace ssc;
using namespace ssc::printer;
using Where = Presented::Where;

namespace {

/// A device with a loop of its own, moved over its control socket.
class Device {
 public:
  explicit Device(sim::PaperPort port = sim::PaperPort::presenter) {
    auto opened = sim::PresenterServer::open({socket(), control(), port});
    REQUIRE(opened.has_value());
    server_ = std::move(*opened);
    loop_ = std::thread([this] { server_->run(stop_); });
  }
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;
  ~Device() {
    const std::uint64_t one = 1;
    CHECK_EQ(::write(stop_, &one, sizeof(one)), static_cast<ssize_t>(sizeof(one)));
    loop_.join();
    ::close(stop_);
  }

  [[nodiscard]] std::string socket() const { return folder_.path() / "port"; }
  void tell(const std::string& line) {
    auto connection = sim::connectUnix(control());
    REQUIRE(connection.has_value());
    REQUIRE(connection->sendAll(apdu::toBytes(line + "\n")));
    std::string answer;
    for (int i = 0; i < 1000 && answer.find('\n') == std::string::npos; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      answer += apdu::toText(connection->receive().value());
    }
    REQUIRE_MESSAGE(answer.starts_with("ok"), answer);
  }

 private:
  [[nodiscard]] std::string control() const { return folder_.path() / "control"; }
  test::TemporaryFolder folder_;
  int stop_ = ::eventfd(0, EFD_CLOEXEC);
  std::unique_ptr<sim::PresenterServer> server_;
  std::thread loop_;
};

/// Waits for what the device says a moment later.
template <class Condition>
bool eventually(const Condition& condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return false;
}

bool isAt(PresenterPort& port, Where where, unsigned bundle) {
  return eventually([&] {
    const auto seen = port.look();
    return seen && seen->where == where && seen->bundle == bundle;
  });
}

template <class T>
void checkError(const Result<T>& result, PrinterError error) {
  REQUIRE_FALSE(result.has_value());
  CHECK_EQ(std::string(toText(result.error())), std::string(toText(error)));
}

}  // namespace

TEST_CASE("pages are held out, taken, drawn back, stuck") {
  Device device;
  PresenterPort port(device.socket());
  CHECK(isAt(port, Where::none, 0));
  device.tell("feed 2");
  CHECK(isAt(port, Where::presented, 1));
  device.tell("take");
  CHECK(isAt(port, Where::taken, 1));
  device.tell("feed");
  CHECK(isAt(port, Where::presented, 2));
  REQUIRE(port.retract().has_value());
  CHECK(isAt(port, Where::retracted, 2));
  device.tell("stick");
  device.tell("feed");
  CHECK(isAt(port, Where::stuck, 3));
  device.tell("clear");
  CHECK(isAt(port, Where::none, 3));
}

TEST_CASE("a hand that takes at once is not missed: the bundle is counted") {
  Device device;
  PresenterPort port(device.socket());
  device.tell("hand takes");
  device.tell("feed 2");
  CHECK(isAt(port, Where::taken, 1));
}

TEST_CASE("a retraction that gets stuck says so, and one without pages does nothing") {
  Device device;
  PresenterPort port(device.socket());
  CHECK(isAt(port, Where::none, 0));
  REQUIRE(port.retract().has_value());
  device.tell("feed");
  device.tell("stick");
  REQUIRE(port.retract().has_value());
  CHECK(isAt(port, Where::stuck, 1));
}

TEST_CASE("a presenter that is fed while it holds pages gets stuck") {
  Device device;
  PresenterPort port(device.socket());
  device.tell("feed");
  device.tell("feed");
  CHECK(isAt(port, Where::stuck, 2));
}

TEST_CASE("a device that was unplugged is gone, and found again") {
  Device device;
  PresenterPort port(device.socket());
  device.tell("feed");
  CHECK(isAt(port, Where::presented, 1));
  device.tell("unplug");
  checkError(port.look(), PrinterError::gone);
  checkError(port.look(), PrinterError::gone);
  checkError(port.retract(), PrinterError::gone);
  device.tell("plug");
  CHECK(isAt(port, Where::presented, 1));
}

TEST_CASE("a device that says nothing is given up within its time") {
  Device device;
  device.tell("hang");
  PresenterPort port(device.socket());
  const auto begun = std::chrono::steady_clock::now();
  checkError(port.look(), PrinterError::timedOut);
  CHECK(std::chrono::steady_clock::now() - begun < std::chrono::seconds(5));
  device.tell("resume");
  CHECK(isAt(port, Where::none, 0));
}

TEST_CASE("a tray says whether paper lies in it") {
  Device device(sim::PaperPort::tray);
  TrayPort port(device.socket());
  const auto lies = [&](bool wanted) {
    return eventually([&] { return port.paperLies().value() == wanted; });
  };
  CHECK(lies(false));
  device.tell("feed 3");
  CHECK(lies(true));
  device.tell("take");
  CHECK(lies(false));
}

TEST_CASE("the wrong device, and none at all, are errors") {
  Device tray(sim::PaperPort::tray);
  PresenterPort wrong(tray.socket());
  checkError(wrong.look(), PrinterError::badAnswer);
  Device presenter;
  TrayPort other(presenter.socket());
  checkError(other.paperLies(), PrinterError::badAnswer);
  PresenterPort nobody("/nonexistent/presenter");
  checkError(nobody.look(), PrinterError::gone);
  TrayPort tooLong(std::string(200, 'x'));
  checkError(tooLong.paperLies(), PrinterError::gone);
}
