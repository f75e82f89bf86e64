#include "keys-sim/card/pin.hpp"

#include <algorithm>

#include "keys-sim/card/commands/commands.hpp"

namespace ssc::sim {
namespace {

constexpr std::size_t kMinPinLength = 2;
constexpr unsigned kFiller = 0x0F;

bool isDigit(unsigned nibble) {
  return nibble <= 9;
}

}  // namespace

bool isPackedPin(apdu::ByteView block) {
  if (block.size() < kMinPinLength || block.size() > kMaxPinLength) return false;
  const auto whole = block.first(block.size() - 1);
  const bool digits = std::all_of(whole.begin(), whole.end(),
                                  [](unsigned byte) { return isDigit(byte >> 4) && isDigit(byte & 0x0F); });
  const unsigned lowest = block.back() & 0x0FU;
  return digits && isDigit(block.back() >> 4U) && (isDigit(lowest) || lowest == kFiller);
}

unsigned pinTriesLeft(const CardOs& card) {
  return card.triesOf(kPinCounter, card.profile().pinTries);
}

apdu::Response refusePin(CardOs& card, unsigned tries) {
  if (!card.setTries(kPinCounter, tries - 1)) return status(kMemoryFailure);
  return status(triesLeftStatus(tries - 1));
}

bool replacePin(CardOs& card, apdu::ByteView pin) {
  PersistentState next = card.durable();
  next.triesLeft[kPinCounter] = card.profile().pinTries;
  next.images[kPinImage] = pin.empty() ? Image{} : Image{{pin.begin(), pin.end()}};
  return card.commit(std::move(next));
}

}  // namespace ssc::sim
