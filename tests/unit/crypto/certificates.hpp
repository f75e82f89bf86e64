// A small certificate world for the tests of this room: a root, an authority below it, and holders.
#pragma once

#include <doctest/doctest.h>
#include <utility>

#include "crypto/certificate_authority.hpp"

namespace ssc::test {

using namespace std::chrono_literals;

inline constexpr std::chrono::sys_seconds kBegin = std::chrono::sys_days(std::chrono::year(2025) / 1 / 1);
inline constexpr std::chrono::sys_seconds kEnd = std::chrono::sys_days(std::chrono::year(2035) / 1 / 1);
inline constexpr std::chrono::sys_seconds kNow = std::chrono::sys_days(std::chrono::year(2026) / 6 / 1);

/// A private key that a test can name: 31 zero bytes and `number`.
inline crypto::Key privateKey(std::uint8_t number) {
  crypto::Bytes d(32);
  d.back() = number;
  return crypto::Key(crypto::ByteView(d));
}

inline crypto::Sm2KeyPair pairOf(std::uint8_t number) {
  auto pair = crypto::Sm2KeyPair::fromPrivate(privateKey(number));
  REQUIRE(pair);
  return std::move(*pair);
}

inline crypto::Sm2PublicKey publicKey(std::uint8_t number) {
  auto key = pairOf(number).publicKey();
  REQUIRE(key);
  return std::move(*key);
}

template <typename T>
T made(tl::expected<T, crypto::CertificateError> result) {
  REQUIRE_MESSAGE(result.has_value(), (result ? "" : std::string(toText(result.error()))));
  return std::move(*result);
}

inline crypto::CertificateAuthority root(std::uint8_t key = 1, const std::string& name = "TEST 测试 root") {
  return made(crypto::CertificateAuthority::makeRoot(privateKey(key), {"CN", "TEST 测试", name}, {0x01},
                                                     {kBegin, kEnd}));
}

inline crypto::CertificateRequest holder(crypto::KeyUse use = crypto::KeyUse::signature) {
  return {{"CN", "TEST 测试", "测试张三"}, {0x12, 0x34}, {kBegin, kEnd}, use};
}

/// A list of one: certificates cannot be copied, so no initializer list.
inline std::vector<crypto::Certificate> list(const crypto::Certificate& certificate) {
  std::vector<crypto::Certificate> certificates;
  certificates.push_back(made(crypto::Certificate::fromDer(certificate.der())));
  return certificates;
}

}  // namespace ssc::test
