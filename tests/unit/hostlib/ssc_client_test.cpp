// The C++ header over libssc, on a machine without smart-card service.
#include "ssc.hpp"
#include "tests/unit/hostlib/c_caller.hpp"

using namespace ssc::test;
using namespace ssc::client;

TEST_CASE("a failure is an Error with the code and the texts of its handle") {
  const Machine machine;
  Terminal terminal;
  try {
    static_cast<void>(terminal.openCard(Interface::contact));
    FAIL("no service: nothing can be opened");
  } catch (const Error& error) {
    CHECK_EQ(error.code(), -11);
    CHECK_NE(error.zh().find("读卡服务"), std::string::npos);
    CHECK_NE(error.en().find("card service"), std::string::npos);
    CHECK_NE(error.details().find("serviceAbsent"), std::string::npos);
  }
}

TEST_CASE("a configuration that cannot be used is an Error without a handle") {
  const Machine machine("nonsense = 1");
  CHECK_THROWS_AS(Terminal(), Error);
  CHECK_THROWS_AS(Terminal("/nowhere.toml"), Error);
}

TEST_CASE("an argument that is refused is no buffer that is too small") {
  const Machine machine;
  Terminal terminal;
  CHECK_THROWS_AS(terminal.setTimeout(1), Error);
  CHECK_THROWS_AS(terminal.checkCertificate({}, Key::signing, ""), Error);
  CHECK_THROWS_AS(terminal.readers(), Error);
}

TEST_CASE("callbacks can be set, replaced and taken back, and a terminal moved") {
  const Machine machine;
  Terminal terminal;
  terminal.setPinCallback([](Prompt, char*, std::size_t, std::size_t&) { return Entry::cancelled; });
  terminal.setPinCallback({});
  terminal.watch([](Event, std::string_view) {});
  Terminal moved(std::move(terminal));
  moved.watch({});
  CHECK_NOTHROW(moved.setTimeout(1000));
}
