#include "hostlib/ecard/scan.hpp"

#include <doctest/doctest.h>

using namespace ssc::ecard;

namespace {

const std::string kPhone = "SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZD";
const std::string kDocument = "SSV1.SIM9999990220260105000001.8SC7MGCM7151H";
const std::string kTerminal = "SSL1.0000000000000000000A.14.9EFAC9W91HMHTYM6";

NotACode whyNot(std::string_view text) {
  const Scan scan = classifyScan(text);
  REQUIRE(std::holds_alternative<NotACode>(scan));
  return std::get<NotACode>(scan);
}

}  // namespace

TEST_CASE("a phone's code goes on as it is") {
  const Scan scan = classifyScan(kPhone);
  REQUIRE(std::holds_alternative<PhoneCodeScan>(scan));
  CHECK(std::get<PhoneCodeScan>(scan).text == kPhone);
}

TEST_CASE("a phone's code with another MAC goes on too: only the center can tell") {
  CHECK(std::holds_alternative<PhoneCodeScan>(
      classifyScan("SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.0000000000000000")));
}

TEST_CASE("a document's code gives number and code") {
  const Scan scan = classifyScan(kDocument);
  REQUIRE(std::holds_alternative<DocumentCodeScan>(scan));
  CHECK(std::get<DocumentCodeScan>(scan).document.number == "SIM9999990220260105000001");
  CHECK(std::get<DocumentCodeScan>(scan).document.code == "8SC7MGCM7151H");
}

TEST_CASE("a terminal's own kind of code is named as such") {
  CHECK(whyNot(kTerminal) == NotACode::terminalCode);
}

TEST_CASE("what begins like ours and is not well-formed is damaged") {
  for (const std::string& text :
       {kPhone + "0", kPhone.substr(0, 49), kPhone + "\r", std::string("SSC1."), kPhone.substr(0, 49) + "U",
        kDocument + "0", kDocument.substr(0, 43) + "J", std::string("SSV1."), kTerminal + "0",
        std::string("SSL1.0000000000000000000A.014.9EFAC9W91HMHTYM6")})
    CHECK(whyNot(text) == NotACode::damaged);
}

TEST_CASE("anything else is not an e-card code") {
  for (const std::string& text :
       {std::string(), std::string("SSC1"), std::string("ssc1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZD"),
        std::string("SSC2.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZD"), " " + kPhone,
        std::string("https://example.invalid/SSC1."), std::string("6901234567892"), std::string("社保"),
        std::string("\0", 1), std::string(1'000'000, 'S')})
    CHECK(whyNot(text) == NotACode::otherText);
}

TEST_CASE("each reason has its text") {
  CHECK(toText(NotACode::otherText) == "not an e-card code");
  CHECK(toText(NotACode::damaged) == "a damaged e-card code");
  CHECK(toText(NotACode::terminalCode) == "a code of a terminal, which a phone scans");
}
