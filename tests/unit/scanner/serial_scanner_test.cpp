// A serial scanner: the test holds the other end of the line, a pty.
#include <array>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <pty.h>
#include <string>
#include <string_view>
#include <termios.h>
#include <unistd.h>

#include "hostlib/scanner/line_source.hpp"
#include "tests/unit/scanner/ask.hpp"

using namespace ssc::test;
using namespace ssc::scanner;
using namespace std::chrono_literals;

namespace {

const std::string kPhone = "SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZD";

class SerialLine {
 public:
  SerialLine() {
    std::array<char, 128> name{};
    int scanner = -1, host = -1;
    REQUIRE(::openpty(&scanner, &host, name.data(), nullptr, nullptr) == 0);
    scanner_ = Descriptor(scanner);
    host_ = Descriptor(host);
    device_ = name.data();
  }
  [[nodiscard]] const std::string& device() const { return device_; }
  [[nodiscard]] std::unique_ptr<CodeSource> open(unsigned speed = 115200) {
    auto source = openSerialScanner({device_, speed});
    REQUIRE(source.has_value());
    host_ = Descriptor(::open("/dev/null", O_RDONLY));  // from here on the line is the source's alone
    return std::move(*source);
  }
  void type(std::string_view bytes) const {
    REQUIRE(::write(scanner_.number(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }
  void unplug() { Descriptor(std::move(scanner_)); }
  [[nodiscard]] termios settings() const {
    termios settings{};
    REQUIRE(::tcgetattr(scanner_.number(), &settings) == 0);
    return settings;
  }

 private:
  Descriptor scanner_, host_;
  std::string device_;
};

}  // namespace

TEST_CASE("a scanned code is a line; CR, LF or both end it") {
  SerialLine line;
  const auto source = line.open();
  line.type(kPhone + "\rSECOND\nTHIRD\r\n");
  CHECK(ask(*source) == kPhone);
  CHECK(ask(*source) == "SECOND");
  CHECK(ask(*source) == "THIRD");
  CHECK(ask(*source, 20ms) == no(NoCode::timedOut));
}

TEST_CASE("a code may come in pieces, between and within the calls") {
  SerialLine line;
  const auto source = line.open();
  line.type(kPhone.substr(0, 20));
  CHECK(ask(*source, 20ms) == no(NoCode::timedOut));
  std::thread scanner([&] {
    for (const char byte : kPhone.substr(20) + "\r\n") {
      std::this_thread::sleep_for(1ms);
      line.type({&byte, 1});
    }
  });
  const auto text = ask(*source);
  scanner.join();
  CHECK(text == kPhone);
}

TEST_CASE("what is too long or no text is passed over by name, and the scanner works on") {
  SerialLine line;
  const auto source = line.open();
  line.type(std::string(512, 'A') + "\r");
  CHECK(ask(*source) == no(NoCode::overLong));
  line.type(std::string("\x00\x01\xFF\x1B\r", 5));
  CHECK(ask(*source) == no(NoCode::notText));
  line.type(kPhone + "\r");
  CHECK(ask(*source) == kPhone);
}

TEST_CASE("control characters of a terminal are data: the line is raw") {
  SerialLine line;
  const auto source = line.open();
  line.type("\x03\x04\x11\x13\x1A\r");  // INTR, EOF, START, STOP, SUSP
  CHECK(ask(*source) == no(NoCode::notText));
  line.type("A\r");
  CHECK(ask(*source) == "A");
}

TEST_CASE("the same code twice is one code") {
  SerialLine line;
  const auto source = line.open();
  line.type(kPhone + "\r" + kPhone + "\r");
  CHECK(ask(*source) == kPhone);
  line.type(kPhone + "\rOTHER\r");
  CHECK(ask(*source) == "OTHER");
}

TEST_CASE("a scanner that repeats itself without end does not keep a call past its deadline") {
  SerialLine line;
  const auto source = line.open();
  line.type("A\r");
  REQUIRE(ask(*source) == "A");
  std::jthread scanner([&](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      line.type("A\rA\rA\r");
      std::this_thread::sleep_for(100us);
    }
  });
  const auto began = Clock::now();
  CHECK(ask(*source, 50ms) == no(NoCode::timedOut));
  CHECK(Clock::now() - began < 1s);
}

TEST_CASE("a scanner that is unplugged is gone, also in the middle of a line") {
  SerialLine line;
  const auto source = line.open();
  line.unplug();
  CHECK(ask(*source) == no(NoCode::gone));
  CHECK(ask(*source) == no(NoCode::gone));

  SerialLine other;
  const auto second = other.open();
  other.type("SSC1.01");
  CHECK(ask(*second, 20ms) == no(NoCode::timedOut));
  other.unplug();
  CHECK(ask(*second) == no(NoCode::incomplete));
  CHECK(ask(*second) == no(NoCode::gone));
}

TEST_CASE("a scanner that is unplugged while somebody waits is gone at once") {
  SerialLine line;
  const auto source = line.open();
  std::thread hand([&] {
    std::this_thread::sleep_for(50ms);
    line.unplug();
  });
  const auto answer = ask(*source);
  hand.join();
  CHECK(answer == no(NoCode::gone));
}

TEST_CASE("a stop ends a wait within 50 ms, and one from before at once") {
  SerialLine line;
  const auto source = line.open();
  const auto stopped = stopWhileWaiting(*source);
  CHECK(stopped.answer == no(NoCode::stopped));
  CHECK(stopped.after < 50ms);

  std::stop_source before;
  before.request_stop();
  CHECK(source->next(Clock::now() + kPatience, before.get_token()) == no(NoCode::stopped));
  line.type("A\r");
  CHECK(ask(*source) == "A");  // the source works on
}

TEST_CASE("a deadline is kept, and one that is over still gives what is there") {
  SerialLine line;
  const auto source = line.open();
  const auto began = Clock::now();
  CHECK(ask(*source, 100ms) == no(NoCode::timedOut));
  CHECK(Clock::now() - began >= 100ms);
  CHECK(Clock::now() - began < 1s);
  line.type("A\r");
  std::this_thread::sleep_for(20ms);
  CHECK(source->next(Clock::time_point::min(), std::stop_token()) == "A");
  CHECK(source->next(Clock::time_point::min(), std::stop_token()) == no(NoCode::timedOut));
}

TEST_CASE("the line has the speed that was asked for, eight bits, no parity, one stop bit") {
  struct {
    unsigned speed;
    speed_t code;
  } const rows[] = {{9600, B9600}, {19200, B19200}, {38400, B38400}, {57600, B57600}, {115200, B115200}};
  for (const auto& row : rows) {
    SerialLine line;
    const auto source = line.open(row.speed);
    const termios settings = line.settings();
    CHECK(::cfgetispeed(&settings) == row.code);
    CHECK(::cfgetospeed(&settings) == row.code);
    CHECK((settings.c_cflag & CSIZE) == CS8);
    CHECK((settings.c_cflag & static_cast<tcflag_t>(PARENB | CSTOPB | CRTSCTS)) == 0);
    CHECK((settings.c_lflag & static_cast<tcflag_t>(ICANON | ECHO | ISIG)) == 0);
  }
}

TEST_CASE("what was typed before the scanner was opened is thrown away") {
  SerialLine line;
  line.type("OLD\r");
  std::this_thread::sleep_for(20ms);
  const auto source = line.open();
  line.type("NEW\r");
  CHECK(ask(*source) == "NEW");
}

TEST_CASE("what cannot be a scanner is refused by name") {
  const SerialLine line;
  CHECK(openSerialScanner({"/nonexistent/tty", 9600}).error() == NoCode::cannotOpen);
  CHECK(openSerialScanner({"", 9600}).error() == NoCode::cannotOpen);
  CHECK(openSerialScanner({"/dev/null", 9600}).error() == NoCode::notATerminal);
  for (const unsigned speed : {0U, 1U, 300U, 9601U, 4'000'000'000U})
    CHECK(openSerialScanner({line.device(), speed}).error() == NoCode::refused);
}
