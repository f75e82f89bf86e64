#include "keys-sim/psam/psam_files.hpp"

#include <algorithm>

#include "card-spec/text.hpp"
#include "keys-sim/keys/numbers.hpp"

namespace ssc::sim {
namespace {

using apdu::Bytes;

constexpr std::uint8_t kIssuer = 0x01, kVersion = 0x01, kKeyCardType = 0x01;

Bytes packed(const std::string& digits) {
  return cardspec::packDigits(digits, digits.size() / 2).value_or(Bytes{});
}

// Issuer 1, serial cn 10, version 1, key-card type 1, FCI data 2.
Bytes cardInformation(const PsamProfile& profile) {
  return apdu::join({Bytes{kIssuer}, packed(profile.serial), Bytes{kVersion, kKeyCardType, 0x00, 0x00}});
}

// DPK index 1, authentication key version 1, start and end of validity.
Bytes levelInformation() {
  return apdu::join({Bytes{0x01, 0x01}, packed("20250101"), packed("20991231")});
}

}  // namespace

std::vector<PsamFile> environmentFiles(const PsamProfile& profile) {
  return {{0x0015, cardInformation(profile)}, {kTerminalNumberFid, packed(profile.terminalNumber)}};
}

std::vector<PsamFile> applicationFiles() {
  return {{0x0017, levelInformation()},
          {kTerminalSequenceFid, {}},
          {0x001A, levelInformation()},
          {0x001B, levelInformation()},
          {0x001C, levelInformation()}};
}

void updateTerminalSequence(std::vector<PsamFile>& applicationFiles, std::uint32_t sequence) {
  const auto file = std::find_if(applicationFiles.begin(), applicationFiles.end(),
                                 [](const auto& each) { return each.fid == kTerminalSequenceFid; });
  if (file != applicationFiles.end()) file->content = bigEndian(sequence, 4);
}

}  // namespace ssc::sim
