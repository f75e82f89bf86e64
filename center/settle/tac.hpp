// The card's own proof of a purchase (services 6.4, card 5.6): its transaction code, computed from the roots
// as the card computes it from the key it was given.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "crypto/secret.hpp"
#include "wire/settlement/record.hpp"

namespace ssc::center {

/// National roots of DTK, version 1: of the cards of both algorithms.
struct CardRoots {
  struct Name {
    std::string_view algorithm, name;
  };
  static constexpr std::array<Name, 2> kNames{Name{"SM4", "DTK-1"}, Name{"3DES", "DTK-1"}};
  std::array<crypto::Key, kNames.size()> keys;
};

/// First 16 bytes of SHA-256(label "|" algorithm "|" name): the roots of the simulated cards.
std::optional<crypto::Key> testRoot(std::string_view label, std::string_view algorithm,
                                    std::string_view name);

/// What a card's keys are diversified with.
struct CardPlace {
  std::string algorithm;        ///< SM4, 3DES
  std::string region;           ///< six digits
  std::string historicalBytes;  ///< of its answer to reset, hexadecimal
};
/// DTK of one card; none where its place cannot be read.
std::optional<crypto::Key> cardTransactionKey(const CardRoots& roots, const CardPlace& card);

/// The 30 bytes a purchase's code is made over: three amounts, type, terminal, terminal sequence, time.
std::optional<crypto::Bytes> purchaseText(const wire::settlement::Record& record);
/// `key`: of the card.
std::optional<wire::settlement::Tac> purchaseCode(std::string_view algorithm, const crypto::Key& key,
                                                  crypto::ByteView text);

}  // namespace ssc::center
