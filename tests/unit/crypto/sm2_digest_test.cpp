#include <algorithm>
#include <doctest/doctest.h>
#include <string>

#include "crypto/sm2.hpp"
#include "tests/unit/crypto/sm2_test_keys.hpp"

using namespace ssc::crypto;
using namespace ssc::test;

namespace {

const Bytes kMessage{'m', 'e', 's', 's', 'a', 'g', 'e', ' ', 'd', 'i', 'g', 'e', 's', 't'};

}  // namespace

TEST_CASE("the digest to be signed is the one GB/T 32918.5 prints") {
  // GB/T 32918.5-2017 A.2: Q_A, the default identity, e = H(Z || "message digest").
  const auto key =
      Sm2PublicKey::fromPoint(fromHex("09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
                                      "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"));
  REQUIRE(key);
  const auto e = sm2Digest(*key, kMessage);
  REQUIRE(e);
  CHECK(toHex(Bytes(e->begin(), e->end())) ==
        "F0B43E94BA45ACCAACE692ED534382EB17E6AB5A19CE7B31F4486FDFC0D28640");
}

TEST_CASE("a signature over the digest verifies as one over the message") {
  const auto pair = newKeyPair();
  const auto key = publicHalfOf(pair);
  for (const std::string_view id :
       {kSm2DefaultId, std::string_view("ALICE123@YAHOO.COM"), std::string_view()}) {
    const auto e = sm2Digest(key, kMessage, id);
    REQUIRE(e);
    const auto signature = pair.signDigest(*e);
    REQUIRE(signature);
    CHECK(key.verify(kMessage, *signature, id));
    CHECK_FALSE(key.verify(kMessage, *signature, "another"));
    CHECK_FALSE(key.verify(Bytes{1}, *signature, id));
  }
}

TEST_CASE("an identity that is too long has no digest") {
  const auto key = publicHalfOf(newKeyPair());
  CHECK(sm2Digest(key, kMessage, std::string(kSm2MaximalIdSize, 'x')));
  CHECK(sm2Digest(key, kMessage, std::string(kSm2MaximalIdSize + 1, 'x')).error() == CryptoError::badLength);
}
