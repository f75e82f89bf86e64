// The three-level key tree (card specification, part 4): national root -> province -> city -> card.
#pragma once

#include <span>
#include <string_view>

#include "card-spec/factors.hpp"
#include "keys-sim/keys/test_roots.hpp"

namespace ssc::sim {

/// One step down. 3DES: E(F) || E(~F); an 8-byte DES key: E(F); SM4: E(F || ~F).
CryptoResult<Key> deriveChild(Algorithm environment, const Key& parent, const cardspec::Factor& factor);

/// Several steps, in the order of `factors`.
CryptoResult<Key> deriveChain(Algorithm environment, Key root, std::span<const cardspec::Factor> factors);

/// Where a card stands in the tree. `region` has six digits, the factor is the end of the historical bytes.
struct CardPlace {
  cardspec::Factor province, city, card;
};
std::optional<CardPlace> cardPlace(std::string_view region, ByteView historicalBytes);

/// A card key from its national root.
CryptoResult<Key> cardKey(const TestRoots& roots, Algorithm environment, const CardPlace& place,
                          std::string_view rootKeyName);

}  // namespace ssc::sim
