// Key schedules and private keys are wiped too: those of OpenSSL and of mbedTLS.
#include <algorithm>
#include <cstring>
#include <doctest/doctest.h>
#include <mbedtls/des.h>
#include <optional>
#include <utility>

#include "crypto/block_cipher.hpp"
#include "crypto/digest.hpp"
#include "crypto/sealed.hpp"
#include "crypto/sm2.hpp"
#include "crypto/sm2_key_file.hpp"
#include "crypto/tls_certificate.hpp"
#include "tests/unit/crypto/memory_watch.hpp"
#include "tests/unit/crypto/vector_file.hpp"

using ssc::crypto::BlockCipher;
using ssc::crypto::Bytes;
using ssc::crypto::ByteView;
using ssc::crypto::Key;
using ssc::crypto::Sm2KeyPair;
using ssc::test::fromHex;
using ssc::test::MemoryWatch;

namespace {

using Pattern = std::array<std::uint8_t, 8>;

template <typename T>
Pattern patternOf(const T& first) {
  static_assert(sizeof(T) >= sizeof(Pattern));
  Pattern pattern{};
  std::memcpy(pattern.data(), &first, pattern.size());
  return pattern;
}

/// The first two round keys of GB/T 32907 A.1, as they lie in memory.
Pattern firstSm4RoundKeys() {
  constexpr std::array<std::uint32_t, 2> kRoundKeys{0xF12186F9, 0x41662B61};
  return patternOf(kRoundKeys);
}

Pattern firstDesRoundKeys(const Key& key8) {
  mbedtls_des_context context;
  mbedtls_des_init(&context);
  mbedtls_des_setkey_enc(&context, key8.reveal().data());
  const Pattern pattern = patternOf(context);
  mbedtls_des_free(&context);
  return pattern;
}

Pattern firstTripleDesRoundKeys(const Key& key16) {
  mbedtls_des3_context context;
  mbedtls_des3_init(&context);
  mbedtls_des3_set2key_enc(&context, key16.reveal().data());
  const Pattern pattern = patternOf(context);
  mbedtls_des3_free(&context);
  return pattern;
}

Key exampleKey() {
  return Key(ByteView(fromHex("0123456789ABCDEFFEDCBA9876543210")));
}
Key examplePrivateKey() {
  return Key(ByteView(fromHex("3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8")));
}

template <typename Make>
void checkWiped(const Pattern& pattern, Make make) {
  REQUIRE(ssc::test::watchesOpenssl());
  REQUIRE(make());  // OpenSSL loads its algorithms at first use: thousands of blocks that are none of ours
  MemoryWatch watch(pattern);
  {
    const auto object = make();
    REQUIRE(object);
    CHECK(watch.liveHits() > 0);
  }
  CHECK(watch.liveHits() == 0);
  CHECK(watch.freedHits() == 0);
}

}  // namespace

TEST_CASE("the key schedule of DES is wiped") {
  const Key key(ByteView(fromHex("133457799BBCDFF1")));
  checkWiped(firstDesRoundKeys(key), [&key] { return BlockCipher::des(key); });
}

TEST_CASE("the key schedule of 3DES is wiped") {
  const Key key = exampleKey();
  checkWiped(firstTripleDesRoundKeys(key), [&key] { return BlockCipher::tripleDes(key); });
}

TEST_CASE("the key schedule of SM4 is wiped") {
  const Key key = exampleKey();
  checkWiped(firstSm4RoundKeys(), [&key] { return BlockCipher::sm4(key); });
}

TEST_CASE("a private key of SM2 is wiped, in either byte order") {
  const Key d = examplePrivateKey();
  Pattern bigEndian{};
  std::copy_n(d.reveal().begin(), bigEndian.size(), bigEndian.begin());
  Pattern littleEndian = bigEndian;
  std::reverse(littleEndian.begin(), littleEndian.end());

  checkWiped(littleEndian, [&d] { return Sm2KeyPair::fromPrivate(d); });
  {
    MemoryWatch watch(bigEndian);
    REQUIRE(Sm2KeyPair::fromPrivate(d));
    CHECK(watch.freedHits() == 0);
  }
}

TEST_CASE("signing leaves no private key behind") {
  const Key d = examplePrivateKey();
  Pattern pattern{};
  std::reverse_copy(d.reveal().begin(), d.reveal().begin() + 8, pattern.begin());
  const auto pair = Sm2KeyPair::fromPrivate(d);
  MemoryWatch watch(pattern);

  REQUIRE(pair->sign(ByteView(pattern)));

  CHECK(watch.liveHits() == 0);
  CHECK(watch.freedHits() == 0);
}

TEST_CASE("a decrypted text lives in its secret only") {
  constexpr Pattern kPlaintext{'5', 'e', 'c', 'r', 'e', 't', '?', '!'};
  const auto pair = Sm2KeyPair::fromPrivate(examplePrivateKey());
  const auto ciphertext = pair->publicKey()->encrypt(kPlaintext);
  REQUIRE(ciphertext);
  MemoryWatch watch(kPlaintext);
  {
    const auto plaintext = pair->decrypt(*ciphertext);
    REQUIRE(plaintext);
    CHECK(watch.liveHits() == 1);
  }

  CHECK(watch.liveHits() == 0);
  CHECK(watch.freedHits() == 0);
}

TEST_CASE("the keys of a sealer are wiped") {
  constexpr std::string_view kLabel = "ssc sealed field: SM4-CTR key";
  const Key key = exampleKey();
  const auto derived = ssc::crypto::hmacSm3(key, ssc::crypto::bytesOf(kLabel));
  REQUIRE(derived);
  checkWiped(patternOf(*derived), [&key] { return ssc::crypto::FieldSealer::fromSessionKey(key); });
}

TEST_CASE("an opened field lives in its secret only, and leaves no key schedule behind") {
  constexpr Pattern kPlaintext{'5', 'e', 'c', 'r', 'e', 't', '?', '!'};
  const auto sealer = ssc::crypto::FieldSealer::fromSessionKey(exampleKey());
  ssc::crypto::SystemRandom random;
  const auto sealed = sealer->seal(kPlaintext, {}, random);
  REQUIRE(sealed);
  MemoryWatch watch(kPlaintext);
  {
    const auto opened = sealer->open(*sealed, {});
    REQUIRE(opened);
    CHECK(watch.liveHits() == 1);
  }
  CHECK(watch.liveHits() == 0);
  CHECK(watch.freedHits() == 0);
}

TEST_CASE("a key file is wiped: written and read, its text and the key in it") {
  const auto pair = Sm2KeyPair::fromPrivate(examplePrivateKey());
  const auto file = ssc::crypto::sm2KeyToPem(*pair);
  REQUIRE(file);
  REQUIRE(ssc::crypto::sm2KeyFromPem(*file));  // OpenSSL loads its decoders at first use
  Pattern bigEndian{}, text{};
  std::copy_n(examplePrivateKey().reveal().begin(), bigEndian.size(), bigEndian.begin());
  std::copy_n(file->reveal().begin() + 80, text.size(), text.begin());
  Pattern littleEndian = bigEndian;
  std::reverse(littleEndian.begin(), littleEndian.end());

  for (const Pattern& pattern : {bigEndian, littleEndian, text}) {
    MemoryWatch watch(pattern);
    {
      const auto again = ssc::crypto::sm2KeyFromPem(*file);
      REQUIRE(again);
      REQUIRE(ssc::crypto::sm2KeyToPem(*again));
    }
    CHECK(watch.liveHits() == 0);
    CHECK(watch.freedHits() == 0);
  }
}

TEST_CASE("a TLS key's file is wiped when its public half is taken or a request is signed") {
  const auto file = ssc::crypto::makeTlsKey();
  REQUIRE(file);
  REQUIRE(ssc::crypto::makeCertificateRequest(*file, "TEST"));
  Pattern text{};
  std::copy_n(file->reveal().begin() + 80, text.size(), text.begin());
  MemoryWatch watch(text);

  REQUIRE(ssc::crypto::tlsPublicKeyOf(*file));
  REQUIRE(ssc::crypto::makeCertificateRequest(*file, "TEST"));

  CHECK(watch.liveHits() == 0);
  CHECK(watch.freedHits() == 0);
}
