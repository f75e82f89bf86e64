#include "wire/settlement/policy.hpp"

#include <doctest/doctest.h>
#include <string>

#include "crypto/hex.hpp"
#include "wire/settlement/chief_codes.hpp"

namespace ssc::wire::settlement {
namespace {

Policy sample() {
  Policy policy;
  policy.version = "2026010501";
  policy.issued = "20260105000000";
  policy.area = "999900";
  policy.listVersion = 7;
  policy.pseudonymKeyId = "2026";
  policy.prices = {{"SIMX0001", 5000}};
  policy.chiefs = {{"chief1", std::string(128, 'A')}};
  return policy;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

struct Chiefs {
  crypto::Sm2KeyPair key = crypto::Sm2KeyPair::generate().value(),
                     other = crypto::Sm2KeyPair::generate().value();
  std::vector<Chief> listed{{"chief1", crypto::toHex(other.publicKey()->point())},
                            {"chief2", crypto::toHex(key.publicKey()->point())}};
  ChiefSigns sign = [this](crypto::ByteView text) { return key.sign(text); };
};

}  // namespace

TEST_CASE("the limits are those of the specification until a policy says otherwise") {
  const Limits limits;
  CHECK_EQ(limits.listMinutes, 24 * 60);
  CHECK_EQ(limits.outageMinutes, 72 * 60);
  CHECK_EQ(limits.mostOne, 30'000);
  CHECK_EQ(limits.mostOneLate, 10'000);
  CHECK_EQ(limits.mostCard, 60'000);
  CHECK_EQ(limits.mostCardCount, 3);
  CHECK_EQ(limits.mostCardCountLate, 1);
  CHECK_EQ(limits.mostWaiting, 500);
  CHECK_EQ(limits.mostWaitingSum, 5'000'000);
  CHECK_EQ(limits.driftSeconds, 120);
}

TEST_CASE("a policy is written, signed, read") {
  const auto center = crypto::Sm2KeyPair::generate().value(),
             stranger = crypto::Sm2KeyPair::generate().value();
  const auto text = encodePolicy(sample()).value();
  const auto signature = center.sign(crypto::bytesOf(text)).value();
  CHECK(readSignedPolicy(text, signature, *center.publicKey()).value() == sample());
  CHECK(!readSignedPolicy(text, signature, *stranger.publicKey()));
  CHECK(!readSignedPolicy(replaced(text, "30000", "90000"), signature, *center.publicKey()));
  CHECK(!sample().isForTests());
  Policy marked = sample();
  marked.version = "9926010501";
  CHECK(marked.isForTests());
}

TEST_CASE("a policy that breaks a rule is none, and the member is named") {
  const auto good = encodePolicy(sample()).value();
  const auto placeOf = [&](std::string_view from, std::string_view to) {
    const auto policy = decodePolicy(replaced(good, from, to));
    REQUIRE(!policy.has_value());
    return policy.error().place;
  };
  CHECK_EQ(placeOf("\"2026010501\"", "\"202601050\""), "policyVer");
  CHECK_EQ(placeOf("20260105000000", "20260132000000"), "issued");
  CHECK_EQ(placeOf("\"mostOne\":30000", "\"mostOne\":0"), "mostOne");
  CHECK_EQ(placeOf("\"mostOne\":30000", "\"mostOne\":-1"), "mostOne");
  CHECK_EQ(placeOf("\"mostCardCount\":3", "\"mostCardCount\":100"), "mostCardCount");
  CHECK_EQ(placeOf("\"most\":5000", "\"most\":\"5000\""), "prices.most");
  CHECK_EQ(placeOf("AAAA\"", "AAAG\""), "chiefs.publicKey");
  Policy bad = sample();
  bad.area = "99990";
  CHECK(!encodePolicy(bad));
}

TEST_CASE("a chief's extension is read when one of the listed chiefs has signed it") {
  const Chiefs chiefs;
  const Extension extension{"999999000017", "202601090930", 50'000, 5, 12};
  const auto text = makeExtension(extension, chiefs.sign).value();
  CHECK(text.starts_with("SSX1.999999000017.202601090930.50000.5.12."));
  CHECK(readExtension(text, chiefs.listed).value() == extension);
  CHECK(!readExtension(text, std::span(chiefs.listed).first(1)));
  CHECK(!readExtension(text, {}));
  CHECK(!readExtension(replaced(text, ".50000.", ".90000."), chiefs.listed));
  CHECK(!readExtension(replaced(text, "SSX1", "SST1"), chiefs.listed));
  CHECK(!readExtension(text + "A", chiefs.listed));
  CHECK(!readExtension(text.substr(0, text.size() - 1), chiefs.listed));
  CHECK(!readExtension("", chiefs.listed));
  CHECK(!readExtension(std::string(5000, '.'), chiefs.listed));
  // Signed by a chief, and still no extension.
  const auto sign = [&](const std::string& covered) {
    const auto whole =
        makeExtension(extension, [&](crypto::ByteView) { return chiefs.key.sign(crypto::bytesOf(covered)); });
    return covered + whole->substr(whole->rfind('.'));
  };
  REQUIRE(readExtension(sign("SSX1.999999000017.202601090930.50000.5.12"), chiefs.listed).has_value());
  for (const char* covered :
       {"SSX1.999999000017.202613090930.50000.5.12", "SSX1.999999000017.202601090930.0.5.12",
        "SSX1.999999000017.202601090930.50000.100.12", "SSX1.999999000017.202601090930.50000.5.0",
        "SSX1.999999000017.202601090930.050000.5.12", "SSX1.999999000017.202601090930.50000.5",
        "SSX1.99999900001.202601090930.50000.5.12"}) {
    CAPTURE(std::string(covered));
    CHECK(!readExtension(sign(covered), chiefs.listed));
  }
}

TEST_CASE("the time that a chief signs stands for one nonce of one terminal") {
  const Chiefs chiefs;
  const SignedTime time{"999999000017", "01234567", "20260105093015"};
  const auto text = makeSignedTime(time, chiefs.sign).value();
  CHECK(readSignedTime(text, chiefs.listed).value() == time);
  CHECK(!readSignedTime(replaced(text, "01234567", "01234568"), chiefs.listed));
  CHECK(!readSignedTime(text, std::span(chiefs.listed).first(1)));
  CHECK(!makeSignedTime({"999999000017", "0123456", "20260105093015"}, chiefs.sign));
  CHECK(!makeSignedTime({"999999000017", "01234567", "20260105093060"}, chiefs.sign));
}

}  // namespace ssc::wire::settlement
