// The bank and the transport card number.
#include "hostlib/card/other_applications.hpp"

#include <doctest/doctest.h>

#include "tests/unit/hostlib/scripted_card.hpp"

using namespace ssc;
using test::isDamaged;
using test::isTorn;
using test::refusalOf;
using test::ScriptedCard;

namespace {

constexpr const char* kPse = "> 00A404000E315041592E5359532E4444463031\n< ";
constexpr const char* kPboc = "> 00A4040008A000000333010101\n< ";
constexpr const char* kRecord = "> 00B2011400\n< ";
constexpr const char* kTransport = "> 00A4040008A000000632010105\n< ";
constexpr const char* kNumber = "> 00B0950A0A\n< ";

std::string text(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const std::string_view part : parts)
    out += part;
  return out;
}

card::Result<crypto::Personal> bankOver(std::initializer_list<std::string_view> parts) {
  ScriptedCard card(text(parts));
  return card::bankCardNumber(card.here);
}

}  // namespace

TEST_CASE("the bank card number is tag 5A of the first record, without its padding") {
  const auto number = bankOver({kPse, "6113\n", kPboc, "6120\n", kRecord, "6C18\n> 00B2011418\n< ",
                                "7016 5A0A 6219990000000000002F 5F2403351231 5F340101 9000\n"});
  REQUIRE(number.has_value());
  CHECK_EQ(number->reveal(), "6219990000000000002");
}

TEST_CASE("a card without the payment environment may still have the debit application") {
  const auto number = bankOver({kPse, "6A82\n> 00A40000023F00\n< 9000\n", kPse, "6A82\n", kPboc, "9000\n",
                                kRecord, "700C5A0A6219990000000000002F9000\n"});
  CHECK(number.has_value());
}

TEST_CASE("a card without the debit application, or with a closed record, says so") {
  CHECK_EQ(refusalOf(bankOver({kPse, "6113\n", kPboc, "6A82\n> 00A40000023F00\n< 9000\n", kPboc, "6A82\n"})),
           "6A82");
  CHECK_EQ(refusalOf(bankOver({kPse, "6113\n", kPboc, "6120\n", kRecord, "6985\n"})), "6985");
  CHECK(isTorn(bankOver({kPse, "!\n"})));
}

TEST_CASE("a record without 5A, with letters in it, or broken, is damaged data") {
  for (const char* record : {"70055F24033512319000", "70045A02621A9000", "70025A009000", "70035A05629000",
                             "7019", "9000", "5A0A6219990000000000002F9000"}) {
    CAPTURE(record);
    const std::string answer = std::string(record).ends_with("9000") ? record : std::string(record) + "9000";
    CHECK(isDamaged(bankOver({kPse, "6113\n", kPboc, "6120\n", kRecord, answer, "\n"})));
  }
}

TEST_CASE("the transport card number is ten bytes of the card's own file") {
  ScriptedCard card(text({kTransport, "6130\n", kNumber, "31049999000000000001 9000\n"}));
  const auto number = card::transportCardNumber(card.here);
  REQUIRE(number.has_value());
  CHECK_EQ(number->reveal(), "31049999000000000001");
}

TEST_CASE("a transport number that is short, refused or no number") {
  for (const char* answer :
       {"310499990000000000 9000", "3104999900000000000A 9000", "FFFFFFFFFFFFFFFFFFFF 9000"}) {
    ScriptedCard card(text({kTransport, "9000\n", kNumber, answer, "\n"}));
    CHECK(isDamaged(card::transportCardNumber(card.here)));
  }
  ScriptedCard refused(text({kTransport, "9000\n", kNumber, "6982\n"}));
  CHECK_EQ(refusalOf(card::transportCardNumber(refused.here)), "6982");
}

TEST_CASE("behind a foreign application the social security environment is selected again") {
  ScriptedCard card(text({kTransport, "9000\n", kNumber, "31049999000000000001 9000\n",
                          "> 00A404000F7378312E73682EC9E7BBE1B1A3D5CF\n< 6118\n"}));
  CHECK(card::transportCardNumber(card.here).has_value());
  CHECK(card.here.select("SSSE").has_value());
}
