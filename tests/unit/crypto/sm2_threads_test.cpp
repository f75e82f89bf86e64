// One key, several threads: what a server does that checks many signatures of few holders.
#include <array>
#include <atomic>
#include <doctest/doctest.h>
#include <functional>
#include <thread>
#include <vector>

#include "tests/unit/crypto/sm2_test_keys.hpp"

using ssc::crypto::Bytes;
using ssc::crypto::Sm2KeyPair;
using ssc::crypto::Sm2PublicKey;
using ssc::crypto::Sm2Signature;
using ssc::test::newKeyPair;
using ssc::test::publicHalfOf;

namespace {

constexpr int kThreads = 4, kRounds = 40;

/// How many rounds of all threads said true.
int countGood(const std::function<bool(int thread, int round)>& step) {
  std::atomic<int> good{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread)
    threads.emplace_back([&good, &step, thread] {
      for (int round = 0; round < kRounds; ++round)
        good += step(thread, round) ? 1 : 0;
    });
  for (auto& thread : threads)
    thread.join();
  return good;
}

Bytes messageOf(int thread, int round) {
  return {static_cast<std::uint8_t>(thread), static_cast<std::uint8_t>(round)};
}

}  // namespace

TEST_CASE("several threads sign with one key pair and verify with one public key") {
  const Sm2KeyPair pair = newKeyPair();
  const Sm2PublicKey key = publicHalfOf(pair);
  const int good = countGood([&pair, &key](int thread, int round) {
    const auto signature = pair.sign(messageOf(thread, round));
    return signature && key.verify(messageOf(thread, round), *signature) &&
           !key.verify(messageOf(thread + 1, round), *signature);
  });
  CHECK(good == kThreads * kRounds);
}

TEST_CASE("several threads verify with one public key, under identities of their own") {
  const Sm2KeyPair pair = newKeyPair();
  const Sm2PublicKey key = publicHalfOf(pair);
  constexpr std::array<std::string_view, kThreads> kIds{"", "a", "terminal@example", "1234567812345678"};
  std::array<Sm2Signature, kThreads> signatures{};
  for (std::size_t i = 0; i < kThreads; ++i)
    signatures.at(i) = *pair.sign(Bytes{1}, kIds.at(i));
  const int good = countGood([&key, &signatures, &kIds](int thread, int round) {
    const auto own = static_cast<std::size_t>(thread);
    const auto other = static_cast<std::size_t>(thread + 1 + round % (kThreads - 1)) % kThreads;
    return key.verify(Bytes{1}, signatures.at(own), kIds.at(own)).has_value() &&
           !key.verify(Bytes{1}, signatures.at(own), kIds.at(other)).has_value();
  });
  CHECK(good == kThreads * kRounds);
}

TEST_CASE("several threads encrypt and decrypt with one key, and take its halves out") {
  const Sm2KeyPair pair = newKeyPair();
  const Sm2PublicKey key = publicHalfOf(pair);
  const int good = countGood([&pair, &key](int thread, int round) {
    const Bytes message = messageOf(thread, round);
    const auto ciphertext = key.encrypt(message);
    const auto plaintext = ciphertext ? pair.decrypt(*ciphertext) : pair.decrypt({});
    const auto half = pair.publicKey();
    return plaintext && ssc::crypto::equalInConstantTime(plaintext->reveal(), message) && half &&
           half->point() == key.point() && pair.privateKey();
  });
  CHECK(good == kThreads * kRounds);
}
