// Transparent files (ISO/IEC 7816-4 §11.3.3): read in the largest pieces a short Le names.
#include <algorithm>
#include <array>

#include "hostlib/card/files.hpp"

namespace ssc::card {
namespace {

constexpr std::size_t kMost = apdu::Command::kMaxShortExpected;
constexpr apdu::StatusWord kOffsetOutside{0x6B00};

// The first piece may name the file by its short identifier, which makes it current; the rest follow in the
// current file, where an offset has 15 bits.
Result<apdu::Response> readPiece(Navigation& card, const cardspec::File& file, std::size_t offset,
                                 std::size_t count) {
  return card.send(file, [=](std::uint8_t sfi) {
    return offset == 0 && sfi != 0 ? apdu::Command::readBinaryOf(sfi, 0, count)
                                   : apdu::Command::readBinary(static_cast<std::uint16_t>(offset), count);
  });
}

}  // namespace

Result<crypto::SecretBytes> readTransparent(Navigation& card, const cardspec::File& file) {
  crypto::SecretBytes content(file.size);
  std::size_t read = 0;
  while (read < file.size) {
    const std::size_t wanted = std::min<std::size_t>(file.size - read, kMost);
    const auto response = readPiece(card, file, read, wanted);
    if (!response && read > 0 && response.error().sw == kOffsetOutside) break;
    if (!response) return tl::unexpected(response.error());
    const apdu::ByteView piece(response->data());
    if (piece.empty() || piece.size() > wanted) return tl::unexpected(dataError(placeOf(file)));
    std::ranges::copy(piece, content.revealMutable().begin() + static_cast<std::ptrdiff_t>(read));
    read += piece.size();
    if (piece.size() < wanted) break;
  }
  if (read == file.size) return content;
  return crypto::SecretBytes(content.reveal().first(read));
}

}  // namespace ssc::card
