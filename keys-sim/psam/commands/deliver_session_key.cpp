// DELIVERY SESSION KEY: P1 usage (levels in the high three bits, type in the low five), P2 key identifier;
// data: one factor a level (card, city, province), then the session factor. The session key stays inside for
// CIPHER DATA.
#include "keys-sim/keys/session.hpp"
#include "keys-sim/psam/commands/commands.hpp"

namespace ssc::sim::psam {
namespace {

constexpr std::uint8_t kPurchaseType = 2;

struct Usage {
  std::size_t levels;
  std::uint8_t type;
};

Usage usageOf(std::uint8_t p1) {
  return {static_cast<std::size_t>(p1 >> 5), static_cast<std::uint8_t>(p1 & 0x1F)};
}

CryptoResult<Key> sessionFor(Algorithm algorithm, const PsamKey& root, apdu::ByteView data) {
  const std::size_t factorBytes = root.level * kFactorSize;
  const auto cardKey = cardKeyOf(algorithm, root, data.first(factorBytes));
  if (!cardKey) return tl::unexpected(cardKey.error());
  return sessionKey(algorithm, *cardKey, data.subspan(factorBytes));
}

apdu::StatusWord unknownKey(std::uint8_t type) {
  return type == kPurchaseType ? kKeyIndexUnknown : apdu::sw::kKeyNotFound;
}

}  // namespace

apdu::Response deliverSessionKey(PsamOs& psam, const apdu::Command& command) {
  auto& state = psam.state();
  state.delivered.reset();
  const Usage usage = usageOf(command.header().p1);
  const PsamKey* root = state.environment && state.inApplication
                            ? state.environment->keys.find(usage.type, command.header().p2)
                            : nullptr;
  if (!root) return status(unknownKey(usage.type));
  if (usage.levels != root->level) return status(apdu::sw::kWrongData);
  const Algorithm algorithm = state.environment->algorithm;
  if (command.data().size() != usage.levels * kFactorSize + blockSize(algorithm))
    return status(apdu::sw::kWrongLength);
  auto session = sessionFor(algorithm, *root, command.data());
  if (!session) return status(kInternalError);
  state.delivered.emplace(PsamState::Delivered{std::move(*session), usage.type, {}});
  return status(apdu::sw::kOk);
}

}  // namespace ssc::sim::psam
