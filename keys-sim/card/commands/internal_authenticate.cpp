// INTERNAL AUTHENTICATE (ISO/IEC 7816-4 §11.5.2): the card proves that it is genuine. Data: session factor,
// orig, optional key version.
#include "keys-sim/card/authentication.hpp"
#include "keys-sim/card/commands/commands.hpp"

namespace ssc::sim {
namespace {

constexpr std::uint8_t kInternalKeyReference = 0x00;

}  // namespace

apdu::Response internalAuthenticate(CardOs& card, const apdu::Command& command) {
  const auto data = command.data();
  const bool known = command.header().p2 == kInternalKeyReference && card.environment() == "SSSE";
  const Key* key = known ? card.key("IRK", keyVersion(data)) : nullptr;
  if (!key) return status(apdu::sw::kKeyNotFound);
  const auto proof = authenticate(card, *key, data.first(8), data.subspan(8, 8));
  if (!proof) return status(kInternalError);
  return {apdu::Bytes(proof->begin(), proof->end()), apdu::sw::kOk};
}

}  // namespace ssc::sim
