#include "keys-sim/card/current_file.hpp"

#include "keys-sim/card/access.hpp"
#include "keys-sim/card/commands/commands.hpp"

namespace ssc::sim {

tl::expected<ElementaryFile*, apdu::StatusWord> fileToRead(CardOs& card, std::uint8_t sfi, bool recordFile) {
  CardState& state = card.state();
  if (sfi != 0) {
    ElementaryFile* named = state.directory->findBySfi(sfi);
    if (!named) return tl::unexpected(apdu::sw::kFileNotFound);
    state.file = named;
    state.recordPointer.reset();
  }
  if (!state.file) return tl::unexpected(kNoCurrentFile);
  if (state.file->isRecordFile() != recordFile) return tl::unexpected(kWrongStructure);
  if (!isAllowed(card, state.file->read)) return tl::unexpected(apdu::sw::kSecurityNotSatisfied);
  return state.file;
}

}  // namespace ssc::sim
