#include "keys-sim/device/line_faults.hpp"

namespace ssc::sim {
namespace {

constexpr std::uint8_t kStrayCharacter = 0xA5;

// Counts down to the character that is hit: true exactly once.
bool hits(unsigned& counter) {
  if (counter == 0) return false;
  --counter;
  return counter == 0;
}

}  // namespace

void LineFaults::applyToOne(std::uint8_t character, apdu::Bytes& out) {
  if (hits(corrupt_.at)) character = corrupt_.value.value_or(static_cast<std::uint8_t>(~character));
  if (!hits(lose_)) out.push_back(character);
  if (hits(extra_)) out.push_back(kStrayCharacter);
}

LineFaults::Result LineFaults::apply(apdu::ByteView characters, bool opening) {
  counts_ = counts_ || !opening;
  if (!counts_) return {{characters.begin(), characters.end()}, false};
  Result result;
  for (const std::uint8_t character : characters) {
    if (tear_ && *tear_ == 0) break;
    applyToOne(character, result.characters);
    if (tear_) --*tear_;
  }
  result.dead = tear_ && *tear_ == 0;
  if (result.dead) tear_.reset();
  return result;
}

}  // namespace ssc::sim
