// What a printer may do instead of answering. What it answers: tests/integration/printing.py.
#include "hostlib/printer/cups_printer.hpp"

#include <cstring>
#include <doctest/doctest.h>
#include <functional>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <thread>
#include <unistd.h>

#include "tests/unit/hostlib/temporary_folder.hpp"

using namespace ssc;
using namespace ssc::printer;
using std::chrono::milliseconds;

namespace {

constexpr const char* kUri = "ipp://localhost/printers/TEST";
constexpr milliseconds kLimit{300}, kSlack{2000};

/// Listens on a unix socket and does with each connection what it is told.
class Listener {
 public:
  using Serve = std::function<void(int connection)>;
  explicit Listener(Serve serve) : serve_(std::move(serve)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path().c_str(), sizeof(address.sun_path) - 1);
    REQUIRE_EQ(::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    REQUIRE_EQ(::listen(socket_, 8), 0);
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener() {
    thread_.request_stop();
    thread_.join();
    ::close(socket_);
  }
  [[nodiscard]] std::string path() const { return folder_.path() / "cups.sock"; }

 private:
  void run(const std::stop_token& stop) {
    std::vector<int> connections;
    while (!stop.stop_requested()) {
      pollfd waiting{socket_, POLLIN, 0};
      if (::poll(&waiting, 1, 10) <= 0) continue;
      connections.push_back(::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC));
      serve_(connections.back());
    }
    for (const int connection : connections)
      ::close(connection);
  }

  test::TemporaryFolder folder_;
  int socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  Serve serve_;
  std::jthread thread_;
};

std::unique_ptr<CupsPrinter> printerAt(const std::string& socket) {
  CupsSettings settings;
  settings.uri = kUri;
  settings.socket = socket;
  settings.answer = settings.send = kLimit;
  auto made = CupsPrinter::make(settings);
  REQUIRE(made.has_value());
  return std::move(*made);
}

template <class T>
void checkError(const Result<T>& result, PrinterError error) {
  REQUIRE_FALSE(result.has_value());
  CHECK_EQ(std::string(toText(result.error())), std::string(toText(error)));
}

/// Every call ends as `error`, in time.
void checkAll(CupsPrinter& printer, PrinterError error) {
  const auto timed = [&](const auto& call) {
    const auto begun = std::chrono::steady_clock::now();
    checkError(call(), error);
    CHECK(std::chrono::steady_clock::now() - begun < kLimit + kSlack);
  };
  timed([&] { return printer.paper({}); });
  timed([&] { return printer.submit(crypto::bytesOf("%PDF-1.4"), "SIM", {}); });
  timed([&] { return printer.state({1}, {}); });
  timed([&] { return printer.cancel({1}); });
}

void say(int connection, std::string_view text) {
  std::array<char, 4096> ignored{};
  static_cast<void>(::recv(connection, ignored.data(), ignored.size(), 0));
  static_cast<void>(::send(connection, text.data(), text.size(), MSG_NOSIGNAL));
}

}  // namespace

TEST_CASE("an address that is none is refused before anybody is asked") {
  for (const char* uri : {"", "ipp:", "ipp:///x", "http://localhost/x", "file:///etc/passwd", "KIOSK",
                          "ipp://user:secret@localhost/x"}) {
    CAPTURE(uri);
    CupsSettings settings;
    settings.uri = uri;
    checkError(CupsPrinter::make(settings), PrinterError::badAddress);
  }
  CupsSettings relative;
  relative.uri = kUri;
  relative.socket = "cups.sock";
  checkError(CupsPrinter::make(relative), PrinterError::badAddress);
}

TEST_CASE("nobody there is gone") {
  checkAll(*printerAt("/nonexistent/cups.sock"), PrinterError::gone);
}

TEST_CASE("who accepts and says nothing is given up in time") {
  Listener silent([](int) {});
  checkAll(*printerAt(silent.path()), PrinterError::timedOut);
}

TEST_CASE("who hangs up is gone") {
  Listener hangingUp([](int connection) { ::shutdown(connection, SHUT_RDWR); });
  checkAll(*printerAt(hangingUp.path()), PrinterError::gone);
}

TEST_CASE("a stop ends a wait at once") {
  Listener silent([](int) {});
  CupsSettings settings;
  settings.uri = kUri;
  settings.socket = silent.path();
  settings.answer = milliseconds(20'000);
  const auto printer = CupsPrinter::make(settings).value();
  std::stop_source stop;
  std::jthread later([&stop] {
    std::this_thread::sleep_for(milliseconds(100));
    stop.request_stop();
  });
  const auto begun = std::chrono::steady_clock::now();
  checkError(printer->state({1}, stop.get_token()), PrinterError::cancelled);
  CHECK(std::chrono::steady_clock::now() - begun < kSlack);
  checkError(printer->paper(stop.get_token()), PrinterError::cancelled);
}

TEST_CASE("HTTP that says no is a refusal, and noise is no answer") {
  Listener refusing(
      [](int connection) { say(connection, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"); });
  checkError(printerAt(refusing.path())->paper({}), PrinterError::refused);
  for (const char* noise : {"\x16\x03\x01",
                            "HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n"
                            "Content-Length: 12\r\n\r\n\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
                            "no printer\r\n\r\n"}) {
    Listener noisy([&](int connection) { say(connection, noise); });
    CHECK_FALSE(printerAt(noisy.path())->paper({}).has_value());
  }
}
