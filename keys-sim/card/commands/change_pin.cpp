// CHANGE PIN (card specification, part 5): old PIN, FF, new PIN. Either side may be empty: a card that had no
// PIN gets one, or loses the one it had.
#include <algorithm>

#include "crypto/digest.hpp"
#include "keys-sim/card/commands/commands.hpp"
#include "keys-sim/card/commands/writing.hpp"
#include "keys-sim/card/pin.hpp"

namespace ssc::sim {
namespace {

constexpr std::uint8_t kSeparator = 0xFF;
constexpr std::uint8_t kReferenceOfChange = 0x01;
constexpr std::size_t kShortest = 3, kLongest = 2 * kMaxPinLength + 1;

struct Change {
  apdu::ByteView before, after;
};

// No byte of a packed PIN is FF: its filler F fills the low nibble only. So the first FF is the separator,
// also behind a PIN of odd length (12345F FF …).
std::optional<Change> changeOf(apdu::ByteView data) {
  const auto at = std::find(data.begin(), data.end(), kSeparator);
  if (at == data.end()) return std::nullopt;
  const auto before = static_cast<std::size_t>(at - data.begin());
  const Change change{data.first(before), data.subspan(before + 1)};
  const bool wellFormed = change.after.empty() || isPackedPin(change.after);
  return wellFormed ? std::optional(change) : std::nullopt;
}

}  // namespace

bool acceptsChangePinParameters(const apdu::Header& header) {
  return header.p1 == kReferenceOfChange && header.p2 == 0;
}

bool acceptsChangePinLengths(const apdu::Command& command) {
  return command.data().size() >= kShortest && command.data().size() <= kLongest;
}

apdu::Response changePin(CardOs& card, const apdu::Command& command) {
  if (card.environment() != "SSSE") return status(apdu::sw::kNotSupported);
  const bool hasPin = !card.pin().empty();
  const unsigned tries = pinTriesLeft(card);
  if (hasPin && tries == 0) return status(apdu::sw::kMethodBlocked);
  const auto change = changeOf(command.data());
  if (!change) return status(apdu::sw::kWrongData);
  // As with VERIFY, a card without PIN has no try to lose.
  if (!hasPin && !change->before.empty()) return status(triesLeftStatus(tries));
  if (!crypto::equalInConstantTime(change->before, card.pin())) return refusePin(card, tries);
  if (!replacePin(card, change->after)) return status(kMemoryFailure);
  card.state().pinVerified = true;
  return status(apdu::sw::kOk);
}

}  // namespace ssc::sim
