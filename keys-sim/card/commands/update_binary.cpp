// UPDATE BINARY (ISO/IEC 7816-4 §11.2.5), class 04 with a MAC.
#include <algorithm>

#include "keys-sim/card/commands/binary_address.hpp"
#include "keys-sim/card/commands/commands.hpp"
#include "keys-sim/card/commands/writing.hpp"
#include "keys-sim/card/current_file.hpp"
#include "keys-sim/card/secure_messaging.hpp"

namespace ssc::sim {
namespace {

// A transparent file does not tell where its data end: a MAC is missing only where there is no room for it.
tl::expected<apdu::ByteView, apdu::StatusWord> bytesOf(CardOs& card, const apdu::Command& command) {
  if (!isUnderMac(command.header())) return command.data();
  const auto session = checkMac(card, card.state().directory->df, command);
  if (!session) return tl::unexpected(session.error());
  return dataBeforeMac(command);
}

}  // namespace

apdu::Response updateBinary(CardOs& card, const apdu::Command& command) {
  const auto file = fileToWrite(card, fileOf(command.header()), false);
  if (!file) return status(file.error());
  apdu::Bytes content = (*file)->content;
  const std::size_t offset = offsetOf(command.header());
  if (offset >= content.size()) return status(kWrongOffset);
  const auto bytes = bytesOf(card, command);
  if (!bytes) return status(bytes.error());
  if (bytes->size() > content.size() - offset) return status(apdu::sw::kWrongLength);
  std::copy(bytes->begin(), bytes->end(), content.begin() + static_cast<std::ptrdiff_t>(offset));
  const bool kept = card.commit(withContent(card, **file, {std::move(content)}));
  return status(kept ? apdu::sw::kOk : kMemoryFailure);
}

}  // namespace ssc::sim
