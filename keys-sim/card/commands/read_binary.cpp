// READ BINARY (ISO/IEC 7816-4 §11.2.3).
#include <algorithm>

#include "keys-sim/card/commands/binary_address.hpp"
#include "keys-sim/card/commands/commands.hpp"
#include "keys-sim/card/current_file.hpp"

namespace ssc::sim {
namespace {

constexpr std::size_t kMaxAnswer = 256;

}  // namespace

bool acceptsBinaryParameters(const apdu::Header& header) {
  if (!namesFile(header)) return true;
  const std::uint8_t sfi = fileOf(header);
  return (header.p1 & 0x60) == 0 && sfi != 0 && sfi != 0x1F;
}

apdu::Response readBinary(CardOs& card, const apdu::Command& command) {
  const auto& header = command.header();
  const auto file = fileToRead(card, fileOf(header), false);
  if (!file) return status(file.error());
  const apdu::ByteView content((*file)->content);
  const std::size_t offset = offsetOf(header);
  if (offset >= content.size()) return status(kWrongOffset);
  const auto part = content.subspan(offset, std::min(kMaxAnswer, content.size() - offset));
  return {apdu::Bytes(part.begin(), part.end()), apdu::sw::kOk};
}

}  // namespace ssc::sim
