#include "apdu/pcsc/code.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <regex>
#include <string>
#include <winscard.h>

using ssc::apdu::ChannelError;
using namespace ssc::pcsc;

namespace {

struct Defined {
  std::string name;
  Code code;
};

/// The codes the installed header defines: `#define SCARD_E_TIMEOUT ((LONG)0x8010000A)`.
std::vector<Defined> definedCodes() {
  static const std::regex line(R"(^#define\s+(SCARD_[EWFP]_\w+)\s+\(\(LONG\)0x([0-9A-Fa-f]{8})\))");
  std::ifstream header(SSC_PCSCLITE_HEADER);
  std::vector<Defined> all;
  std::smatch match;
  for (std::string text; std::getline(header, text);) {
    if (!std::regex_search(text, match, line)) continue;
    all.push_back({match[1], static_cast<Code>(std::stoul(match[2], nullptr, 16))});
  }
  return all;
}

bool hasRow(const Defined& defined) {
  const CodeRow* row = findCode(defined.code);
  return row != nullptr && (row->name == defined.name || row->alias == defined.name);
}

}  // namespace

TEST_CASE("every code of the installed pcsclite.h has a row with its name") {
  const auto all = definedCodes();
  REQUIRE(all.size() >= 50);
  for (const Defined& defined : all) {
    CAPTURE(defined.name);
    CHECK(hasRow(defined));
  }
}

TEST_CASE("the header check notices a code without a row") {
  CHECK_FALSE(hasRow({"SCARD_E_INVENTED", 0x80100099}));
  CHECK_FALSE(hasRow({"SCARD_E_INVENTED", 0x8010000A}));
}

TEST_CASE("every row has a name and a meaning") {
  for (const CodeRow& row : codeRows()) {
    CAPTURE(row.code);
    CHECK(row.name.starts_with("SCARD_"));
    CHECK_FALSE(row.meaning.empty());
  }
}

TEST_CASE("codes are told apart by what a person can do about them") {
  CHECK(errorOf(0x8010001D) == ChannelError::serviceAbsent);
  CHECK(errorOf(0x8010001E) == ChannelError::serviceStopped);
  CHECK(errorOf(0x80100009) == ChannelError::noReader);
  CHECK(errorOf(0x8010002E) == ChannelError::noReader);
  CHECK(errorOf(0x80100017) == ChannelError::readerGone);
  CHECK(errorOf(0x8010000B) == ChannelError::readerBusy);
  CHECK(errorOf(0x8010000C) == ChannelError::cardAbsent);
  CHECK(errorOf(0x80100069) == ChannelError::cardRemoved);
  CHECK(errorOf(0x80100068) == ChannelError::cardReset);
  CHECK(errorOf(0x80100066) == ChannelError::cardMute);
  CHECK(errorOf(0x80100067) == ChannelError::cardMute);
  CHECK(errorOf(0x8010000F) == ChannelError::protocolMismatch);
  CHECK(errorOf(0x8010000A) == ChannelError::timedOut);
  CHECK(errorOf(0x80100002) == ChannelError::cancelled);
  CHECK(errorOf(0x80100016) == ChannelError::communication);
  CHECK(errorOf(0x8010001F) == ChannelError::unsupported);
}

TEST_CASE("a code PC/SC Lite does not define is internal and says its number") {
  CHECK(findCode(0x80109999) == nullptr);
  CHECK(errorOf(0x80109999) == ChannelError::internal);
  CHECK(describe(0x80109999).find("80109999") != std::string::npos);
}

TEST_CASE("with a card connected, what was absent is gone") {
  CHECK(errorInUse(0x8010001D) == ChannelError::serviceStopped);
  CHECK(errorInUse(0x80100009) == ChannelError::readerGone);
  CHECK(errorInUse(0x8010000C) == ChannelError::cardRemoved);
  CHECK(errorInUse(0x80100068) == ChannelError::cardReset);
}

TEST_CASE("a description has name, number and meaning") {
  CHECK(describe(0x8010001D) == "SCARD_E_NO_SERVICE (8010001D): the smart-card service is not running");
}
