// READ BINARY (ISO/IEC 7816-4 §11.2.3): P1 100sssss names an EF and P2 is the offset; else P1 P2 is a 15-bit
// offset.
#include <algorithm>

#include "keys-sim/card/commands/commands.hpp"
#include "keys-sim/card/current_file.hpp"

namespace ssc::sim {
namespace {

constexpr std::size_t kMaxAnswer = 256;
bool namesFile(const apdu::Header& header) {
  return (header.p1 & 0x80) != 0;
}

std::size_t offsetOf(const apdu::Header& header) {
  return namesFile(header) ? header.p2 : static_cast<std::size_t>((header.p1 << 8) | header.p2);
}

}  // namespace

bool acceptsBinaryParameters(const apdu::Header& header) {
  if (!namesFile(header)) return true;
  const std::uint8_t sfi = header.p1 & 0x1F;
  return (header.p1 & 0x60) == 0 && sfi != 0 && sfi != 0x1F;
}

apdu::Response readBinary(CardOs& card, const apdu::Command& command) {
  const auto& header = command.header();
  const std::uint8_t sfi = namesFile(header) ? header.p1 & 0x1F : 0;
  const auto file = fileToRead(card, sfi, false);
  if (!file) return status(file.error());
  const apdu::ByteView content((*file)->content);
  const std::size_t offset = offsetOf(header);
  if (offset >= content.size()) return status(kWrongOffset);
  const auto part = content.subspan(offset, std::min(kMaxAnswer, content.size() - offset));
  return {apdu::Bytes(part.begin(), part.end()), apdu::sw::kOk};
}

}  // namespace ssc::sim
