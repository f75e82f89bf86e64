// The HSM's messages: literal texts, both directions.
#include "wire/hsm.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>

#include "tests/unit/wire/text.hpp"

using namespace ssc;
using namespace ssc::wire::hsm;
using test::textOf;

namespace {

constexpr std::string_view kKeyText =
    R"("keyReference":"TEST:RK","keyVersion":1,"region":"999900","cardFactor":"8699999900000001","algorithm":"03")";

std::string withKey(std::string_view rest) {
  return "{" + std::string(kKeyText) + "," + std::string(rest) + "}";
}

std::string factsText() {
  return withKey(R"("account":0,"selfPay":12345,"pool":4294967295,"type":50,"terminal":"000000000000",)"
                 R"("time":"20250102030405","cardRandom":"01020304","cardSequence":"0001")");
}

// Reads the text and writes it again: nothing is lost, nothing is added.
template <class Message>
Message roundTrip(const std::string& text) {
  auto message = decode<Message>(crypto::bytesOf(text));
  REQUIRE_MESSAGE(message.has_value(), (message ? "" : message.error().text()));
  CHECK_EQ(textOf(encode(*message)), text);
  return std::move(*message);
}

}  // namespace

TEST_CASE("each message has one text") {
  const auto authenticate =
      roundTrip<Authenticate>(withKey(R"("factor":"1122334455667788","data":"A1A2A3A4A5A6A7A8")"));
  CHECK_EQ(authenticate.key.reference, "TEST:RK");
  CHECK_EQ(authenticate.key.region, "999900");
  CHECK_EQ(authenticate.key.cardFactor[0], 0x86);
  CHECK(authenticate.key.algorithm == Algorithm::sm4);
  CHECK_EQ(authenticate.factor[7], 0x88);
  CHECK_EQ(authenticate.data[0], 0xA1);
  roundTrip<Authentication>(R"({"authentication":"0D48C3B84BED1290"})");
  const auto protect = roundTrip<Protect>(
      withKey(R"("challenge":"1122334455667788","header":"84240001","plaintext":"123456")"));
  CHECK_EQ(protect.header[3], 0x01);
  CHECK_EQ(protect.plaintext.size(), 3);
  CHECK(roundTrip<Protect>(withKey(R"("challenge":"1122334455667788","header":"84240000","plaintext":"")"))
            .plaintext.empty());
  roundTrip<ProtectedCommand>(R"({"apdu":"8424000004EF4D4569"})");
  const auto purchase = roundTrip<Purchase>(factsText());
  CHECK_EQ(purchase.facts.selfPay, 12345);
  CHECK_EQ(purchase.facts.pool, 0xFFFFFFFF);
  CHECK_EQ(purchase.facts.cardSequence[1], 1);
  roundTrip<PurchaseConsent>(R"({"terminalSequence":"00000010","mac1":"17CB7DA9"})");
  std::string check = factsText();
  check.insert(check.size() - 1, R"(,"terminalSequence":"00000010","mac2":"04A5B0EF")");
  CHECK_EQ(roundTrip<CheckPurchase>(check).mac2[3], 0xEF);
  roundTrip<PurchaseChecked>("{}");
  CHECK(roundTrip<Ping>(R"({"algorithm":"01"})").algorithm == Algorithm::tripleDes);
  roundTrip<Pong>("{}");
  const auto error = roundTrip<Error>(R"({"error":"unknownKey","where":"keyReference"})");
  CHECK(error.code == ErrorCode::unknownKey);
  CHECK_EQ(error.where, "keyReference");
}

TEST_CASE("a message of another kind, or one with a member too many, is refused") {
  CHECK_FALSE(
      decode<Purchase>(crypto::bytesOf(withKey(R"("factor":"1122334455667788","data":"A1A2A3A4A5A6A7A8")"))));
  CHECK_FALSE(decode<Pong>(crypto::bytesOf(R"({"pin":"123456"})")));
  CHECK_FALSE(decode<Authentication>(crypto::bytesOf("{}")));
  CHECK_FALSE(decode<Ping>(crypto::bytesOf(R"({"algorithm":"1"})")));
  CHECK_FALSE(decode<Error>(crypto::bytesOf(R"({"error":"unknownkey","where":""})")));
}

TEST_CASE("key version, region and reference are held to their form") {
  struct Row {
    std::string from, to, error;
  };
  const std::string text = withKey(R"("factor":"1122334455667788","data":"A1A2A3A4A5A6A7A8")");
  for (const Row& row :
       {Row{R"("keyVersion":1)", R"("keyVersion":0)", "keyVersion: must be a whole number from 1 to 3"},
        Row{R"("keyVersion":1)", R"("keyVersion":4)", "keyVersion: must be a whole number from 1 to 3"},
        Row{"999900", "99990", "region: must be six digits"},
        Row{"999900", "99990A", "region: must be six digits"},
        Row{"TEST:RK", "", "keyReference: must be 1 to 16 printable characters without blank and bar"},
        Row{"8699999900000001", "86999999000000", "cardFactor: must be 8 bytes in hexadecimal"}}) {
    CAPTURE(row.to);
    std::string changed = text;
    changed.replace(changed.find(row.from), row.from.size(), row.to);
    const auto message = decode<Authenticate>(crypto::bytesOf(changed));
    REQUIRE_FALSE(message.has_value());
    CHECK_EQ(message.error().text(), row.error);
  }
}

TEST_CASE("a key reference is opaque, but short and printable") {
  for (const char* good : {"1", "A1B2C3", "0123456789ABCDEF", "TEST:RK-SSSE", "~!@#"})
    CHECK(isKeyReference(good));
  for (const char* bad : {"", "0123456789ABCDEF0", "A B", "A|B", "A\n", "\x7F", "密钥"})
    CHECK_FALSE(isKeyReference(bad));
}

TEST_CASE("each error has one row, one name and a status that is no success") {
  std::set<std::string_view> names;
  for (const ErrorRow& row : errorRows()) {
    CAPTURE(row.name);
    CHECK(names.insert(row.name).second);
    CHECK(row.status >= 400);
    CHECK(row.status < 600);
    CHECK_FALSE(row.meaning.empty());
    CHECK(&rowOf(row.code) == &row);
  }
  CHECK_EQ(names.size(), static_cast<std::size_t>(ErrorCode::unavailable) + 1);
}

TEST_CASE("the longest message fits its limit") {
  Protect request;
  request.key.reference = std::string(kMaxKeyReference, 'X');
  request.key.region = "999900";
  request.plaintext = crypto::SecretBytes(kMaxPlaintext);
  const auto text = encode(request);
  CHECK(text.size() < kMaxMessage);
  CHECK(decode<Protect>(text.reveal()).has_value());
}
