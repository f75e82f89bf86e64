#include "keys-sim/keys/test_roots.hpp"

#include <algorithm>
#include <array>

#include "crypto/digest.hpp"

namespace ssc::sim {

CryptoResult<Key> TestRoots::root(Algorithm environment, std::string_view name) const {
  if (environment == Algorithm::ssf33) return tl::unexpected(CryptoError::unavailable);
  const std::string text = label_ + "|" + std::string(environmentName(environment)) + "|" + std::string(name);
  const Bytes message(text.begin(), text.end());
  const auto digest = crypto::sha256(message);
  if (!digest) return tl::unexpected(digest.error());
  return Key(ByteView(*digest).first(keyLength(environment, name)));
}

CryptoResult<Key> TestRoots::sm2PrivateKey(std::string_view name) const {
  const std::string text = label_ + "|SM2|" + std::string(name);
  auto digest = crypto::sha256(Bytes(text.begin(), text.end()));
  if (!digest) return tl::unexpected(digest.error());
  digest->front() &= 0x7F;
  return Key(ByteView(*digest));
}

std::string rootName(std::string_view keyName, std::uint8_t version) {
  constexpr std::array<std::string_view, 3> kTransactionKeys{"DPK", "DLK", "DTK"};
  if (std::find(kTransactionKeys.begin(), kTransactionKeys.end(), keyName) != kTransactionKeys.end())
    return std::string(keyName) + "-" + std::to_string(version);
  return version == 1 ? std::string(keyName) : std::string(keyName) + "#" + std::to_string(version);
}

}  // namespace ssc::sim
