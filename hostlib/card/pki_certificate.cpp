// Certificates: transparent files that hold one DER object each, which says how long it is (X.690 §8.1.3).
#include <algorithm>
#include <optional>

#include "hostlib/card/pki_files.hpp"

namespace ssc::card {
namespace {

constexpr std::string_view kWhere = "certificate";
constexpr std::size_t kMost = apdu::Command::kMaxShortExpected;
constexpr std::uint8_t kSequence = 0x30;
constexpr std::size_t kLastOffset = 0x7FFF;  // READ BINARY: fifteen bits
constexpr std::size_t kHeaderBytes = 4;      // 30 82 LL LL, the longest that a file of 7FFF bytes needs

Error damaged() {
  return dataError(std::string(kWhere));
}

bool isNeverWritten(apdu::ByteView content) {
  return content.empty() || content[0] == 0x00 || content[0] == 0xFF;
}

// Bytes of the whole object that `start` begins with.
std::optional<std::size_t> objectBytes(apdu::ByteView start) {
  if (start.size() < kHeaderBytes || start[0] != kSequence) return std::nullopt;
  if (start[1] < 0x80) return 2U + start[1];
  if (start[1] == 0x81) return 3U + start[2];
  if (start[1] == 0x82) return kHeaderBytes + (static_cast<std::size_t>(start[2]) << 8 | start[3]);
  return std::nullopt;
}

Result<void> appendPiece(Navigation& card, apdu::Bytes& content, std::size_t wanted) {
  const auto command = apdu::Command::readBinary(static_cast<std::uint16_t>(content.size()), wanted);
  const auto response = card.send(kPkiApplication, command, kWhere);
  if (!response) return tl::unexpected(response.error());
  if (response->data().empty()) return tl::unexpected(damaged());
  apdu::append(content, response->data());
  return {};
}

}  // namespace

Result<apdu::Bytes> readCertificate(Navigation& card, PkiKeyPair pair) {
  if (auto selected = selectPkiFile(card, pkiFilesOf(pair).certificate, kWhere); !selected) {
    return tl::unexpected(selected.error());
  }
  apdu::Bytes content;
  if (auto first = appendPiece(card, content, kMost); !first) return tl::unexpected(first.error());
  if (isNeverWritten(content)) return apdu::Bytes{};
  const auto size = objectBytes(content);
  if (!size || *size > kLastOffset) return tl::unexpected(damaged());
  while (content.size() < *size) {
    const auto piece = appendPiece(card, content, std::min(*size - content.size(), kMost));
    if (!piece) return tl::unexpected(piece.error());
  }
  content.resize(*size);
  return content;
}

}  // namespace ssc::card
