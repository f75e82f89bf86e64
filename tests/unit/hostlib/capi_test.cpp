// The basic read of libSSCardDriver as a caller sees it; capi_functions_test.cpp has what all functions
// share.
#include "SSCardDriver.h"
#include "tests/unit/hostlib/c_caller.hpp"

using namespace ssc::test;

TEST_CASE("a good call without a service is -11, with a text for people in GB 18030") {
  const Machine machine;
  for (const int type : {1, 2, 3, 4}) {
    Buffer buffer;
    CHECK_EQ(iReadCardBas(type, buffer.bytes.data()), -11);
    const auto text = utf8Of(buffer.text());
    REQUIRE(text.has_value());
    CHECK_NE(text->find("读卡服务"), std::string::npos);
    CHECK_LE(buffer.text().size(), 255);
    CHECK(buffer.intactBehindNul());
  }
}

TEST_CASE("a bad iType is -14 and no device is touched") {
  const Machine machine;
  for (const int type : {0, 5, -1, 256 + 1, INT32_MAX, INT32_MIN}) {
    Buffer buffer, twin;
    std::uint32_t size = 1024;
    CHECK_EQ(iReadCardBas(type, buffer.bytes.data()), -14);
    CHECK_EQ(ssc_iReadCardBas(type, twin.bytes.data(), &size), -14);
    CHECK_NE(utf8Of(buffer.text()).value_or("").find("参数"), std::string::npos);
    CHECK_NE(twin.text().find("参数"), std::string::npos);
    CHECK_EQ(size, twin.text().size() + 1);
    CHECK(buffer.intactBehindNul());
    CHECK(twin.intactBehindNul());
  }
}

TEST_CASE("a NULL pointer is -14 and nothing is written through it") {
  const Machine machine;
  Buffer buffer;
  CHECK_EQ(iReadCardBas(1, nullptr), -14);
  CHECK_EQ(ssc_iReadCardBas(1, buffer.bytes.data(), nullptr), -14);
  CHECK(buffer.intactFrom(0));
  std::uint32_t size = 4096;
  CHECK_EQ(ssc_iReadCardBas(1, nullptr, &size), -14);
  CHECK_EQ(size, 383);
}

TEST_CASE("the twin refuses capacities that may not do, names what will, and goes on at exactly that") {
  const Machine machine;
  std::uint32_t needed = 0;
  CHECK_EQ(ssc_iReadCardBas(1, nullptr, &needed), -14);
  for (const std::uint32_t capacity : {0U, 1U, needed - 1}) {
    CAPTURE(capacity);
    Buffer buffer;
    std::uint32_t size = capacity;
    CHECK_EQ(ssc_iReadCardBas(1, buffer.bytes.data(), &size), -14);  // not -11: no service was asked for
    CHECK_EQ(size, needed);
    CHECK(buffer.intactFrom(capacity == 0 ? 0 : 1));
    if (capacity > 0) CHECK_EQ(buffer.bytes[0], '\0');
  }
  Buffer buffer;
  std::uint32_t size = needed;
  CHECK_EQ(ssc_iReadCardBas(1, buffer.bytes.data(), &size), -11);
  CHECK_EQ(size, buffer.text().size() + 1);
  CHECK_NE(buffer.text().find("读卡服务"), std::string::npos);
  CHECK(buffer.intactBehindNul());
}

TEST_CASE("a class lowered below the reply is -14 with the needed size, before any device is touched") {
  const Machine machine("[out_cap]\niReadCardBas = 220\n");
  Buffer buffer;
  CHECK_EQ(iReadCardBas(1, buffer.bytes.data()), -14);
  CHECK_NE(buffer.text().find("221"), std::string::npos);
  CHECK(buffer.intactFrom(220));
}

TEST_CASE("a class lowered to the reply is enough") {
  const Machine machine("[out_cap]\niReadCardBas = 221\n");
  Buffer buffer;
  CHECK_EQ(iReadCardBas(1, buffer.bytes.data()), -11);
  CHECK(buffer.intactFrom(221));
}

TEST_CASE("no text is longer than a lowered class, and none is cut inside a character") {
  for (const int cap : {1, 2, 3, 10, 15, 16, 41, 220, 230}) {
    const Machine machine("[out_cap]\niReadCardBas = " + std::to_string(cap) + "\n");
    for (const int type : {1, 0}) {
      CAPTURE(cap);
      CAPTURE(type);
      Buffer buffer;
      CHECK_LT(iReadCardBas(type, buffer.bytes.data()), 0);
      CHECK_LT(buffer.text().size(), static_cast<std::size_t>(cap));
      CHECK(buffer.intactFrom(static_cast<std::size_t>(cap)));
      CHECK(utf8Of(buffer.text()).has_value());
    }
  }
}

TEST_CASE("a configuration that cannot be used is -14 and names the key") {
  const Machine machine("colour = 1\n");
  Buffer buffer, twin;
  std::uint32_t size = 1024;
  CHECK_EQ(iReadCardBas(1, buffer.bytes.data()), -14);
  CHECK_NE(buffer.text().find("colour"), std::string::npos);
  CHECK_EQ(ssc_iReadCardBas(1, twin.bytes.data(), &size), -14);
  CHECK_NE(twin.text().find("colour"), std::string::npos);
}

TEST_CASE("an error text of a very long cause ends between characters at 255 bytes") {
  const Machine machine("\"" + std::string(400, 'x') + "\" = 1\n");
  Buffer buffer;
  CHECK_EQ(iReadCardBas(1, buffer.bytes.data()), -14);
  CHECK_EQ(buffer.text().size(), 255);
  CHECK(buffer.intactBehindNul());
  const Machine wide("\"x" + []() {
    std::string text;
    for (int i = 0; i < 200; ++i)
      text += "终";
    return text;
  }() + "\" = 1\n");
  Buffer other;
  CHECK_EQ(iReadCardBas(1, other.bytes.data()), -14);
  CHECK_LE(other.text().size(), 255);
  CHECK_GE(other.text().size(), 254);
  CHECK(utf8Of(other.text()).has_value());
}

TEST_CASE("the result is a sign-extended 64-bit value") {
  const Machine machine;
  Buffer buffer;
  const std::int64_t result = iReadCardBas(0, buffer.bytes.data());
  CHECK_EQ(static_cast<std::int32_t>(result), -14);
  CHECK_EQ(result, std::int64_t{-14});
}

TEST_CASE("the log location follows the rules of the twins") {
  const Machine machine("[trace]\nfile = \"/tmp/x.txt\"\n");
  Buffer buffer;
  std::uint32_t size = 0;
  CHECK_EQ(ssc_log_location(nullptr, &size), -14);
  CHECK_EQ(size, 11);
  CHECK_EQ(ssc_log_location(buffer.bytes.data(), nullptr), -14);
  for (const std::uint32_t capacity : {0U, 1U, 10U}) {
    Buffer small;
    size = capacity;
    CHECK_EQ(ssc_log_location(small.bytes.data(), &size), -14);
    CHECK_EQ(size, 11);
    CHECK(small.intactFrom(capacity == 0 ? 0 : 1));
  }
  size = 11;
  CHECK_EQ(ssc_log_location(buffer.bytes.data(), &size), 0);
  CHECK_EQ(buffer.text(), "/tmp/x.txt");
  CHECK(buffer.intactBehindNul());
}

TEST_CASE("without a configured log the location is empty, and a bad configuration says so") {
  Buffer buffer;
  std::uint32_t size = 100;
  {
    const Machine machine("");
    CHECK_EQ(ssc_log_location(buffer.bytes.data(), &size), 0);
    CHECK_EQ(size, 1);
    CHECK_EQ(buffer.text(), "");
    CHECK(buffer.intactBehindNul());
  }
  const Machine machine("colour = 1\n");
  size = 300;
  CHECK_EQ(ssc_log_location(buffer.bytes.data(), &size), -14);
  CHECK_NE(buffer.text().find("colour"), std::string::npos);
  CHECK(buffer.intactBehindNul());
}

TEST_CASE("the version is the project's") {
  CHECK_EQ(std::string(ssc_version()), SSC_VERSION);
}
