// READ BINARY: P1 100sssss names a file (00B0960006 reads the terminal number), else P1 P2 is an offset.
#include <algorithm>

#include "keys-sim/psam/commands/commands.hpp"

namespace ssc::sim::psam {
namespace {

constexpr std::size_t kMaxAnswer = 256;
constexpr std::uint16_t kShortIdentifier = 0x001F;

}  // namespace

apdu::Response readBinary(PsamOs& psam, const apdu::Command& command) {
  const auto& header = command.header();
  const bool named = (header.p1 & 0x80) != 0;
  if (named) {
    const auto* file = psam.findFile(header.p1, kShortIdentifier);
    if (!file) return status(apdu::sw::kFileNotFound);
    psam.state().file = file;
  }
  if (!psam.state().file) return status(kNoCurrentFile);
  const apdu::ByteView content(psam.state().file->content);
  const std::size_t offset = named ? header.p2 : static_cast<std::size_t>((header.p1 << 8) | header.p2);
  if (offset >= content.size()) return status(kWrongOffset);
  const auto part = content.subspan(offset, std::min(kMaxAnswer, content.size() - offset));
  return {apdu::Bytes(part.begin(), part.end()), apdu::sw::kOk};
}

}  // namespace ssc::sim::psam
