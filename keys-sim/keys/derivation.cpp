#include "keys-sim/keys/derivation.hpp"

#include <algorithm>
#include <array>

namespace ssc::sim {
namespace {

Bytes factorAndComplement(const cardspec::Factor& factor) {
  Bytes input(factor.begin(), factor.end());
  std::transform(factor.begin(), factor.end(), std::back_inserter(input),
                 [](std::uint8_t byte) { return static_cast<std::uint8_t>(~byte); });
  return input;
}

}  // namespace

CryptoResult<Key> deriveChild(Algorithm environment, const Key& parent, const cardspec::Factor& factor) {
  const auto cipher = cipherFor(environment, parent);
  if (!cipher) return tl::unexpected(cipher.error());
  const Bytes input = factorAndComplement(factor);
  // In ECB the two 8-byte blocks of 3DES are E(F) and E(~F); SM4 takes both as its one block.
  Key child(parent.size());
  const auto done = cipher->encryptEcb(ByteView(input).first(parent.size()), child.revealMutable());
  if (!done) return tl::unexpected(done.error());
  return child;
}

CryptoResult<Key> deriveChain(Algorithm environment, Key root, std::span<const cardspec::Factor> factors) {
  CryptoResult<Key> key(std::move(root));
  for (const auto& factor : factors) {
    key = deriveChild(environment, *key, factor);
    if (!key) break;
  }
  return key;
}

std::optional<CardPlace> cardPlace(std::string_view region, ByteView historicalBytes) {
  const auto province = cardspec::provinceFactor(region);
  const auto city = cardspec::cityFactor(region);
  const auto card = cardspec::cardFactor(historicalBytes);
  if (!province || !city || !card) return std::nullopt;
  return CardPlace{*province, *city, *card};
}

CryptoResult<Key> cardKey(const TestRoots& roots, Algorithm environment, const CardPlace& place,
                          std::string_view rootKeyName) {
  auto root = roots.root(environment, rootKeyName);
  if (!root) return root;
  const std::array<cardspec::Factor, 3> factors{place.province, place.city, place.card};
  return deriveChain(environment, std::move(*root), factors);
}

}  // namespace ssc::sim
