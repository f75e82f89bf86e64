#include "keys-sim/card/current_file.hpp"

#include "keys-sim/card/access.hpp"
#include "keys-sim/card/commands/commands.hpp"

namespace ssc::sim {
namespace {

using FileOrStatus = tl::expected<ElementaryFile*, apdu::StatusWord>;

FileOrStatus fileUnder(cardspec::AccessRule ElementaryFile::* rule, CardOs& card, std::uint8_t sfi,
                       bool recordFile) {
  CardState& state = card.state();
  if (sfi != 0) {
    ElementaryFile* named = state.directory->findBySfi(sfi);
    if (!named) return tl::unexpected(apdu::sw::kFileNotFound);
    state.file = named;
    state.recordPointer.reset();
  }
  if (!state.file) return tl::unexpected(kNoCurrentFile);
  if (state.file->isRecordFile() != recordFile) return tl::unexpected(kWrongStructure);
  if (!isAllowed(card, state.file->*rule)) return tl::unexpected(apdu::sw::kSecurityNotSatisfied);
  return state.file;
}

}  // namespace

FileOrStatus fileToRead(CardOs& card, std::uint8_t sfi, bool recordFile) {
  return fileUnder(&ElementaryFile::read, card, sfi, recordFile);
}

FileOrStatus fileToWrite(CardOs& card, std::uint8_t sfi, bool recordFile) {
  return fileUnder(&ElementaryFile::write, card, sfi, recordFile);
}

PersistentState withContent(const CardOs& card, const ElementaryFile& file, Image content) {
  PersistentState next = card.durable();
  next.images[imageName(card.state().directory->df, file.fid)] = std::move(content);
  return next;
}

}  // namespace ssc::sim
