// What INITIALIZE FOR LOAD and INITIALIZE FOR PURCHASE share.
#include "keys-sim/card/access.hpp"
#include "keys-sim/card/medical/commands/commands.hpp"

namespace ssc::sim::medical {
namespace {

constexpr std::size_t kTerminalSize = 6, kRandomSize = 4;

apdu::Bytes copyOf(apdu::ByteView bytes) {
  return {bytes.begin(), bytes.end()};
}

}  // namespace

apdu::StatusWord initializeConditions(CardOs& card, std::string_view key, std::uint8_t keyIndex,
                                      std::uint16_t counter) {
  if (!isAllowed(card, {cardspec::AccessRule::Kind::pin, {}})) return apdu::sw::kSecurityNotSatisfied;
  if (!card.key(key, keyIndex)) return kKeyIndexUnsupported;
  return counter == kCounterAtMaximum ? kCounterMaximum : apdu::sw::kOk;
}

bool beginTransaction(CardOs& card, apdu::ByteView data) {
  apdu::Bytes random(kRandomSize);
  if (!card.random().fill(random)) return false;
  const auto amounts = data.subspan(1, data.size() - 1 - kTerminalSize);
  card.state().medical.pending = {data.front(), copyOf(amounts), copyOf(data.last(kTerminalSize)), random};
  return true;
}

}  // namespace ssc::sim::medical
