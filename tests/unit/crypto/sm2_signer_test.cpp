// What Botan signs is verified by OpenSSL: two implementations of GB/T 32918.2 that have nothing in common.
#include "crypto/signer/sm2_signer.hpp"

#include <array>
#include <doctest/doctest.h>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "crypto/hex.hpp"

namespace {

using namespace ssc::crypto;

Sm2Signer signerOf(const char* d) {
  return Sm2Signer::fromKey(Sm2KeyPair::fromPrivate(Key(fromHex(d).value())).value()).value();
}

constexpr auto kSmallest = "0000000000000000000000000000000000000000000000000000000000000001";
// n - 2, n as in GB/T 32918.5 appendix A
constexpr auto kGreatest = "FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFF7203DF6B21C6052B53BBF40939D54121";
// of the example in GB/T 32918.5 appendix A
constexpr auto kExample = "3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8";
constexpr auto kExamplePoint =
    "09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13";

TEST_CASE("the point is that of the key") {
  CHECK_EQ(toHex(signerOf(kExample).publicKey()->point()), kExamplePoint);
}

TEST_CASE("every signature verifies, whatever the key and the length, and for nothing else") {
  for (const char* d : {kSmallest, kGreatest, kExample}) {
    const auto signer = signerOf(d);
    const auto key = signer.publicKey().value();
    for (const std::size_t size : {0U, 1U, 31U, 32U, 55U, 56U, 64U, 400U, 70'000U}) {
      CAPTURE(d);
      CAPTURE(size);
      std::string message(size, 'm');
      const auto signature = signer.sign(bytesOf(message));
      REQUIRE(signature.has_value());
      CHECK(key.verify(bytesOf(message), *signature).has_value());
      message += '.';
      CHECK_EQ(key.verify(bytesOf(message), *signature).error(), CryptoError::badSignature);
    }
  }
}

TEST_CASE("another key's signature does not verify") {
  const std::string message = "一条消息";
  const auto signature = signerOf(kExample).sign(bytesOf(message));
  CHECK_EQ(signerOf(kSmallest).publicKey()->verify(bytesOf(message), *signature).error(),
           CryptoError::badSignature);
}

TEST_CASE("no two signatures are alike, over many keys") {
  std::set<Sm2Signature> seen;
  const std::string message = "twice the same k would tell the key";
  for (int i = 0; i < 20; ++i) {
    const auto pair = Sm2KeyPair::generate().value();
    const auto signer = Sm2Signer::fromKey(pair).value();
    for (int k = 0; k < 20; ++k) {
      const auto signature = signer.sign(bytesOf(message)).value();
      CHECK(seen.insert(signature).second);
      REQUIRE(pair.publicKey()->verify(bytesOf(message), signature).has_value());
    }
  }
}

TEST_CASE("several threads sign with copies of one key") {
  constexpr std::size_t kThreads = 8;
  constexpr int kEach = 100;
  const auto signer = signerOf(kExample);
  std::array<int, kThreads> good{};
  {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < kThreads; ++t)
      threads.emplace_back([&good, t, signer] {
        const auto key = signer.publicKey().value();
        for (int i = 0; i < kEach; ++i) {
          const std::string message = std::to_string(t) + '/' + std::to_string(i);
          const auto signature = signer.sign(bytesOf(message));
          good[t] += signature && key.verify(bytesOf(message), *signature) ? 1 : 0;
        }
      });
  }
  for (const int count : good)
    CHECK_EQ(count, kEach);
}

}  // namespace
