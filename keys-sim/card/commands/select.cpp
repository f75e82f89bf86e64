// SELECT (ISO/IEC 7816-4 §11.1.1): P1 00 file identifier of anything, 01 of a DF, 02 of an EF, 04 name.
#include <algorithm>

#include "keys-sim/card/command_table.hpp"
#include "keys-sim/card/commands/commands.hpp"

namespace ssc::sim {
namespace {

using apdu::ByteView;
using apdu::Command;
using apdu::Response;

constexpr std::uint8_t kByFid = 0x00, kChildDf = 0x01, kEfOfCurrentDf = 0x02, kByName = 0x04;
constexpr std::uint8_t kNextOccurrence = 0x02;
constexpr std::uint16_t kMfFid = 0x3F00;
constexpr std::uint16_t kNoFid = 0x0000;  // of directories reached by name only

Response enterDirectory(CardOs& card, Directory* directory) {
  if (!directory) return status(apdu::sw::kFileNotFound);
  if (card.isBlocked(directory->df)) return status(kApplicationBlocked);
  card.enter(*directory);
  return {directory->fci, apdu::sw::kOk};
}

Response enterFile(CardOs& card, ElementaryFile* file) {
  if (!file) return status(apdu::sw::kFileNotFound);
  card.state().file = file;
  card.state().recordPointer.reset();
  return status(apdu::sw::kOk);
}

// Names under the MF can always be selected; those of applications only inside their environment.
bool isReachable(CardOs& card, const Directory& directory) {
  const bool underMf = directory.parent == card.tree().mf().df;
  return !directory.name.empty() && (underMf || directory.parent == card.environment());
}

bool nameStartsWith(const Directory& directory, ByteView wanted) {
  return directory.name.size() >= wanted.size() &&
         std::equal(wanted.begin(), wanted.end(), directory.name.begin());
}

Directory* findName(CardOs& card, ByteView wanted, bool exact, bool afterCurrent) {
  bool passed = !afterCurrent;
  for (auto& directory : card.tree().directories()) {
    const bool fits = isReachable(card, directory) && nameStartsWith(directory, wanted) &&
                      (!exact || directory.name.size() == wanted.size());
    if (fits && passed) return &directory;
    if (&directory == card.state().directory) passed = true;
  }
  return nullptr;
}

Response selectByName(CardOs& card, const Command& command) {
  if (command.header().p2 == kNextOccurrence)
    return enterDirectory(card, findName(card, command.data(), false, true));
  Directory* exact = findName(card, command.data(), true, false);
  return enterDirectory(card, exact ? exact : findName(card, command.data(), false, false));
}

// A DF identifier resolves below the current environment.
Directory* findChildDf(CardOs& card, std::uint16_t fid) {
  for (auto& directory : card.tree().directories())
    if (fid != kNoFid && directory.fid == fid && directory.parent == card.environment()) return &directory;
  return nullptr;
}

std::uint16_t fidOf(ByteView data) {
  return data.empty() ? kMfFid : static_cast<std::uint16_t>((data[0] << 8) | data[1]);
}

}  // namespace

bool acceptsSelectParameters(const apdu::Header& header) {
  const bool method = header.p1 <= kEfOfCurrentDf || header.p1 == kByName;
  return method && (header.p2 == 0 || (header.p1 == kByName && header.p2 == kNextOccurrence));
}

bool acceptsSelectLengths(const Command& command) {
  const std::size_t length = command.data().size();
  if (command.header().p1 == kByName) return length >= 5 && length <= 16;
  return length == 2 || (length == 0 && command.header().p1 == kByFid);
}

Response select(CardOs& card, const Command& command) {
  const std::uint8_t method = command.header().p1;
  if (method == kByName) return selectByName(card, command);
  const std::uint16_t fid = fidOf(command.data());
  if (method == kByFid && fid == kMfFid) return enterDirectory(card, &card.tree().mf());
  Directory* child = method == kEfOfCurrentDf ? nullptr : findChildDf(card, fid);
  if (child || method == kChildDf) return enterDirectory(card, child);
  if (card.isBlocked(card.state().directory->df)) return status(kApplicationBlocked);
  return enterFile(card, card.state().directory->findFile(fid));
}

}  // namespace ssc::sim
