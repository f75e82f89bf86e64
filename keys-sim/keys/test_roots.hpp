// Test roots: made from a printed label, so that everybody can compute them and nobody can mistake them for
// real keys.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "keys-sim/keys/cipher_suite.hpp"

namespace ssc::sim {

class TestRoots {
 public:
  static constexpr std::string_view kDefaultLabel = "SSC-TEST-ROOT/1";

  explicit TestRoots(std::string label = std::string(kDefaultLabel)) : label_(std::move(label)) {}

  /// First bytes of SHA-256(label "|" environment "|" name): as many as keyLength() says.
  [[nodiscard]] CryptoResult<Key> root(Algorithm environment, std::string_view name) const;
  /// An SM2 private key: SHA-256(label "|SM2|" name), the first bit cleared so that it is below the group's
  /// order.
  [[nodiscard]] CryptoResult<Key> sm2PrivateKey(std::string_view name) const;
  [[nodiscard]] const std::string& label() const { return label_; }

 private:
  std::string label_;
};

/// The name of version (group) 1…3 of a key: transaction keys are "DPK-2", authentication keys "IRK",
/// "IRK#2".
std::string rootName(std::string_view keyName, std::uint8_t version);

}  // namespace ssc::sim
