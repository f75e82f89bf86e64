// PIN CHANGE/UNBLOCK (JR/T 0025; card specification, part 5): P2 00 gives all tries back, P2 01 sets another
// PIN, which comes encrypted under the session of the MAC. Needs PUK, proven since the last selection of a
// directory.
#include <algorithm>

#include "keys-sim/card/commands/commands.hpp"
#include "keys-sim/card/commands/writing.hpp"
#include "keys-sim/card/pin.hpp"
#include "keys-sim/card/secure_messaging.hpp"
#include "keys-sim/keys/session.hpp"

namespace ssc::sim {
namespace {

constexpr std::uint8_t kUnblock = 0x00, kReload = 0x01;
constexpr std::size_t kDesBlock = 8, kSm4Block = 16;

// LD, PIN, and 80 00… where that is no whole block: exactly what lengthPrefixed() makes of the PIN.
std::optional<crypto::SecretBytes> pinIn(Algorithm algorithm, apdu::ByteView block) {
  const std::size_t length = block.front();
  if (length >= block.size()) return std::nullopt;
  const auto pin = block.subspan(1, length);
  const auto expected = lengthPrefixed(algorithm, pin);
  const bool whole =
      isPackedPin(pin) && std::equal(expected.begin(), expected.end(), block.begin(), block.end());
  return whole ? std::optional(crypto::SecretBytes(pin)) : std::nullopt;
}

std::optional<crypto::SecretBytes> decryptedPin(Algorithm algorithm, const Key& session,
                                                apdu::ByteView sent) {
  crypto::SecretBytes block(sent.size());
  const auto cipher = cipherFor(algorithm, session);
  if (!cipher || !cipher->decryptEcb(sent, block.revealMutable())) return std::nullopt;
  return pinIn(algorithm, block.reveal());
}

// Both end what was verified with the PIN before.
apdu::Response finish(CardOs& card, bool kept) {
  if (!kept) return status(kMemoryFailure);
  card.state().pinVerified = false;
  return status(apdu::sw::kOk);
}

apdu::Response unblock(CardOs& card) {
  return finish(card, card.setTries(kPinCounter, card.profile().pinTries));
}

apdu::Response reload(CardOs& card, const Key& session, apdu::ByteView sent) {
  const auto pin = decryptedPin(card.profile().algorithm, session, sent);
  if (!pin) return status(apdu::sw::kWrongData);
  return finish(card, replacePin(card, pin->reveal()));
}

std::size_t lengthFor(const CardOs& card, bool reloads) {
  return kMacLength + (reloads ? blockSize(card.profile().algorithm) : 0);
}

apdu::StatusWord checkConditions(CardOs& card, const apdu::Command& command) {
  const bool reloads = command.header().p2 == kReload;
  if (command.data().size() != lengthFor(card, reloads)) return apdu::sw::kWrongLength;
  if (card.environment() != "SSSE") return apdu::sw::kConditionsNotSatisfied;
  if (!card.state().satisfied("PUK")) return apdu::sw::kSecurityNotSatisfied;
  // Where there is no PIN, there is none to unblock.
  const bool possible = reloads || !card.pin().empty();
  return possible ? apdu::sw::kOk : apdu::sw::kConditionsNotSatisfied;
}

}  // namespace

bool acceptsUnblockParameters(const apdu::Header& header) {
  return header.p1 == 0 && header.p2 <= kReload;
}

// Which of the two lengths of a reload fits, the card's algorithm decides.
bool acceptsUnblockLengths(const apdu::Command& command) {
  const std::size_t length = command.data().size();
  if (command.header().p2 == kUnblock) return length == kMacLength;
  return length == kDesBlock + kMacLength || length == kSm4Block + kMacLength;
}

apdu::Response pinChangeUnblock(CardOs& card, const apdu::Command& command) {
  if (const auto checked = checkConditions(card, command); !checked.ok()) return status(checked);
  const auto session = checkMac(card, "SSSE", command);
  if (!session) return status(session.error());
  if (command.header().p2 == kUnblock) return unblock(card);
  return reload(card, *session, dataBeforeMac(command));
}

}  // namespace ssc::sim
