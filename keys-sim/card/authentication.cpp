#include "keys-sim/card/authentication.hpp"

#include <algorithm>

namespace ssc::sim {
namespace {

constexpr std::size_t kBlocks = 16;
constexpr std::uint8_t kLocalKey = 0x80;  // ISO/IEC 7816-4: reference data specific to the DF

}  // namespace

std::uint8_t keyVersion(apdu::ByteView data) {
  return data.size() > kBlocks ? data[kBlocks] : std::uint8_t{1};
}

const cardspec::Key* keyByReference(CardOs& card, std::uint8_t kid) {
  if (card.environment() != "SSSE") return nullptr;
  const bool local = (kid & kLocalKey) != 0;
  const std::string df = local ? card.state().directory->df : "SSSE";
  const auto* key = cardspec::findKeyByKid(df, kid);
  return key && key->hasKid ? key : nullptr;
}

CryptoResult<AuthenticationData> authenticate(const CardOs& card, const Key& key, apdu::ByteView factor,
                                              apdu::ByteView orig8) {
  const auto algorithm = card.profile().algorithm;
  const auto session = sessionKey(algorithm, key, factor);
  if (!session) return tl::unexpected(session.error());
  std::array<std::uint8_t, 8> orig{};
  std::copy_n(orig8.begin(), orig.size(), orig.begin());
  return authenticationData(algorithm, *session, orig);
}

}  // namespace ssc::sim
