#include "keys-sim/psam/terminal_sequence.hpp"

#include "keys-sim/keys/numbers.hpp"

namespace ssc::sim {
namespace {

constexpr const char* kImage = "DF01/0019";
constexpr std::size_t kSize = 4;

const Image* kept(const PersistentState& durable) {
  const auto image = durable.images.find(kImage);
  return image == durable.images.end() ? nullptr : &image->second;
}

}  // namespace

std::uint32_t terminalSequence(const PersistentState& durable) {
  const auto* image = kept(durable);
  return image ? static_cast<std::uint32_t>(numberOf(image->front())) : 1;
}

PersistentState withSequenceTaken(PersistentState durable) {
  durable.images[kImage] = {bigEndian(terminalSequence(durable) + 1ULL, kSize)};
  return durable;
}

bool isSequenceReadable(const PersistentState& durable) {
  const auto* image = kept(durable);
  return !image || (image->size() == 1 && image->front().size() == kSize);
}

}  // namespace ssc::sim
