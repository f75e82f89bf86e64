#include "crypto/envelope.hpp"

#include <algorithm>

#include "tests/unit/crypto/certificates.hpp"
#include "tests/unit/crypto/vector_file.hpp"

using namespace ssc::crypto;
using namespace ssc::test;

namespace {

const Bytes kMessage{'a', 'b', 'c'};

/// 00 01 02 …: the content key is 00…0F, the IV 10…1F.
class CountingRandom final : public RandomSource {
 public:
  tl::expected<void, CryptoError> fill(MutableByteView bytes) override {
    for (auto& byte : bytes)
      byte = next_++;
    return {};
  }

 private:
  std::uint8_t next_ = 0;
};

class NoRandom final : public RandomSource {
 public:
  tl::expected<void, CryptoError> fill(MutableByteView) override {
    return tl::unexpected(CryptoError::randomUnavailable);
  }
};

Certificate reader(std::uint8_t key = 9) {
  return made(root().issue(holder(KeyUse::encryption), publicKey(key)));
}

Bytes sealed(const Bytes& message) {
  CountingRandom random;
  const auto der = sealEnvelope(reader(), message, random);
  REQUIRE(der);
  return *der;
}

Key keyOf(const Envelope& envelope, std::uint8_t number = 9) {
  const auto key = pairOf(number).decrypt(envelope.wrappedKey());
  REQUIRE(key);
  return Key(key->reveal());
}

std::optional<CryptoError> errorOf(const Bytes& der) {
  const auto envelope = Envelope::fromDer(der);
  return envelope ? std::nullopt : std::optional(envelope.error());
}

}  // namespace

TEST_CASE("what was sealed for a holder, the holder opens, whatever its length") {
  for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 1000U, 100'000U}) {
    const Bytes message(size, 0x5A);
    const auto envelope = Envelope::fromDer(sealed(message));
    REQUIRE(envelope);
    const auto opened = envelope->open(keyOf(*envelope));
    REQUIRE(opened);
    CHECK(std::ranges::equal(opened->reveal(), message));
  }
}

TEST_CASE("the content is SM4-CBC under the wrapped key") {
  const Bytes der = sealed(kMessage);
  const auto envelope = Envelope::fromDer(der);
  REQUIRE(envelope);
  CHECK(toHex(keyOf(*envelope).reveal()) == "000102030405060708090A0B0C0D0E0F");
  // openssl enc -sm4-cbc -K 000102…0F -iv 101112…1F over "abc"
  const Bytes content = fromHex("70DA0EDF80F6FAEEF0D9038627B80401");
  CHECK(std::ranges::equal(ByteView(der).last(16), content));
}

TEST_CASE("an envelope says whom it is for") {
  const auto envelope = Envelope::fromDer(sealed(kMessage));
  REQUIRE(envelope);
  CHECK(envelope->isFor(reader()));
  auto request = holder(KeyUse::encryption);
  request.serialNumber = {0x12, 0x35};
  CHECK_FALSE(envelope->isFor(made(root().issue(request, publicKey(9)))));
  CHECK_FALSE(
      envelope->isFor(made(root(2, "TEST 测试 other").issue(holder(KeyUse::encryption), publicKey(9)))));
}

TEST_CASE("another key opens nothing") {
  const auto envelope = Envelope::fromDer(sealed(kMessage));
  REQUIRE(envelope);
  CHECK_FALSE(pairOf(10).decrypt(envelope->wrappedKey()));
  const auto opened = envelope->open(Key(std::size_t{16}));
  REQUIRE_FALSE(opened);
  CHECK(opened.error() == CryptoError::badCiphertext);
  CHECK(envelope->open(Key(std::size_t{8})).error() == CryptoError::badKeyLength);
}

TEST_CASE("only an encryption certificate receives envelopes, and only with randomness") {
  CountingRandom random;
  NoRandom none;
  const auto signing = made(root().issue(holder(KeyUse::signature), publicKey(9)));
  CHECK(sealEnvelope(signing, kMessage, random).error() == CryptoError::badKey);
  CHECK(sealEnvelope(reader(), kMessage, none).error() == CryptoError::randomUnavailable);
}

TEST_CASE("no beginning of an envelope, and nothing longer, is an envelope") {
  const Bytes der = sealed(kMessage);
  REQUIRE_FALSE(errorOf(der));
  for (std::size_t size = 0; size < der.size(); ++size)
    CHECK(errorOf(Bytes(der.begin(), der.begin() + static_cast<std::ptrdiff_t>(size))) ==
          CryptoError::badCiphertext);
  Bytes longer = der;
  longer.push_back(0);
  CHECK(errorOf(longer) == CryptoError::badCiphertext);
}

TEST_CASE("no altered byte passes for the message, except in what is not protected") {
  // The content is not authenticated: an altered IV or block changes the text. What must never happen is a
  // crash, a read beyond the end, or the old message out of an envelope whose key was altered.
  const Bytes der = sealed(kMessage);
  for (std::size_t at = 0; at < der.size(); ++at) {
    Bytes altered = der;
    altered[at] ^= 0x01;
    const auto envelope = Envelope::fromDer(altered);
    if (!envelope) continue;
    const auto key = pairOf(9).decrypt(envelope->wrappedKey());
    if (key && key->size() == 16) std::ignore = envelope->open(Key(key->reveal()));
  }
  Bytes altered = der;
  const auto wrapped = Envelope::fromDer(der)->wrappedKey();
  const auto place = std::search(altered.begin(), altered.end(), wrapped.end() - 16, wrapped.end());
  REQUIRE(place != altered.end());
  *place ^= 0x01;
  const auto envelope = Envelope::fromDer(altered);
  REQUIRE(envelope);
  CHECK_FALSE(pairOf(9).decrypt(envelope->wrappedKey()));
}
