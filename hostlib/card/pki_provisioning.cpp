#include "hostlib/card/pki_provisioning.hpp"

#include <algorithm>

#include "hostlib/card/commands.hpp"
#include "hostlib/card/pki_files.hpp"

namespace ssc::card {
namespace {

using apdu::Command;

constexpr std::size_t kCipherOverhead = 96;  // C1 and C3 (GM/T 0009 §7.2)
constexpr std::size_t kKeyBytes = 16;
constexpr std::size_t kScalarBytes = 32;
constexpr std::size_t kLastOffset = 0x7FFF;  // UPDATE BINARY: fifteen bits

// C2 02 0013 || C1 82 00 len || ciphertext: this length is always written with two bytes.
apdu::Bytes envelopeData(apdu::ByteView ciphertext) {
  const std::uint16_t key = pkiFilesOf(PkiKeyPair::signing).privateKey;
  apdu::Bytes data{
      0xC2, 0x02, static_cast<std::uint8_t>(key >> 8),         static_cast<std::uint8_t>(key & 0xFF), 0xC1,
      0x82, 0x00, static_cast<std::uint8_t>(ciphertext.size())};
  apdu::append(data, ciphertext);
  return data;
}

// tag 02 fid || inner || length || value: one half of a key pair.
apdu::Bytes keyFileData(std::uint8_t tag, std::uint16_t fid, std::uint8_t inner, apdu::ByteView value) {
  apdu::Bytes data{tag,
                   0x02,
                   static_cast<std::uint8_t>(fid >> 8),
                   static_cast<std::uint8_t>(fid & 0xFF),
                   inner,
                   static_cast<std::uint8_t>(value.size())};
  apdu::append(data, value);
  return data;
}

Result<void> tell(Navigation& card, const Command& command, std::string_view where) {
  const auto response = card.send(kPkiApplication, command, where);
  if (!response) return tl::unexpected(response.error());
  return {};
}

}  // namespace

Result<crypto::Key> openEnvelope(Navigation& card, apdu::ByteView ciphertext) {
  constexpr std::string_view kWhere = "OPEN ENVELOPE";
  constexpr std::size_t kPrefix = 8;
  if (ciphertext.size() <= kCipherOverhead || ciphertext.size() + kPrefix > Command::kMaxShortData) {
    return tl::unexpected(dataError(std::string(kWhere)));
  }
  const std::size_t expected = ciphertext.size() - kCipherOverhead;
  const auto response = card.send(
      kPkiApplication, Command({0x80, 0x4E, 0x00, 0x01}, envelopeData(ciphertext), expected), kWhere);
  if (!response) return tl::unexpected(response.error());
  if (response->data().size() != expected) return tl::unexpected(dataError(std::string(kWhere)));
  return crypto::Key(apdu::ByteView(response->data()));
}

Result<void> importEnvelopeKey(Navigation& card, const crypto::Key& key) {
  constexpr std::string_view kWhere = "IMPORT ENVELOPE KEY";
  if (key.size() != kKeyBytes) return tl::unexpected(dataError(std::string(kWhere)));
  crypto::SecretBytes data(2 + kKeyBytes);
  data.revealMutable()[0] = 0xC1;
  data.revealMutable()[1] = kKeyBytes;
  std::ranges::copy(key.reveal(), data.revealMutable().begin() + 2);
  return tell(card, Command({0x80, 0x4A, 0x02, 0x10}, data.reveal()), kWhere);
}

Result<void> importEncryptionPair(Navigation& card, const Sm2Point& point, apdu::ByteView encipheredScalar) {
  constexpr std::string_view kWhere = "IMPORT KEY PAIR";
  if (encipheredScalar.size() != kScalarBytes) return tl::unexpected(dataError(std::string(kWhere)));
  const PkiFiles& files = pkiFilesOf(PkiKeyPair::encryption);
  const auto publicData = keyFileData(0xC0, files.publicKey, 0xCA, point);
  auto half = tell(card, Command({0x80, 0xC2, 0x40, 0x00}, publicData), kWhere);
  if (!half) return half;
  const auto privateData = keyFileData(0xC2, files.privateKey, 0xCB, encipheredScalar);
  return tell(card, Command({0x80, 0xC2, 0xC0, 0x01}, privateData), kWhere);
}

tl::expected<void, BinaryWriteError> writeCertificate(Navigation& card, PkiKeyPair pair, apdu::ByteView der) {
  constexpr std::string_view kWhere = "certificate";
  if (der.size() > kLastOffset) return tl::unexpected(BinaryWriteError{dataError(std::string(kWhere)), 0});
  const auto selected = selectPkiFile(card, pkiFilesOf(pair).certificate, kWhere);
  if (!selected) return tl::unexpected(BinaryWriteError{selected.error(), 0});
  for (std::size_t offset = 0; offset < der.size();) {
    const auto piece = der.subspan(offset, std::min(der.size() - offset, Command::kMaxShortData));
    const auto written = tell(card, updateBinary(static_cast<std::uint16_t>(offset), piece), kWhere);
    if (!written) return tl::unexpected(BinaryWriteError{written.error(), offset});
    offset += piece.size();
  }
  return {};
}

}  // namespace ssc::card
