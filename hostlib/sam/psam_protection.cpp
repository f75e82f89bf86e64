// Secure messaging through a PSAM (card specification, part 6): CIPHER DATA encrypts and makes the MAC, the
// host pads.
#include <algorithm>

#include "hostlib/sam/psam.hpp"
#include "hostlib/sam/psam_commands.hpp"

namespace ssc::sam {
namespace {

constexpr std::string_view kEncrypt = "CIPHER DATA, encryption";
constexpr std::string_view kMac = "CIPHER DATA, MAC";
constexpr std::uint8_t kMacAndEncryption = 8;  // type in the usage byte
constexpr std::uint8_t kPaddingStart = 0x80;
constexpr std::size_t kMacBytes = 4;

Error badData(std::string_view where) {
  return {Fault::badData, std::string(where), {}, {}};
}

std::size_t roundUp(std::size_t size, std::size_t block) {
  return (size + block - 1) / block * block;
}

// Zeros up to `size`, after 80 where there is room for it: never grows, so that no copy stays behind.
crypto::SecretBytes padded(std::initializer_list<apdu::ByteView> parts, std::size_t size) {
  crypto::SecretBytes out(size);
  auto to = out.revealMutable().begin();
  for (const apdu::ByteView part : parts)
    to = std::copy(part.begin(), part.end(), to);
  if (to != out.revealMutable().end()) *to = kPaddingStart;
  return out;
}

bool meansAbsent(const Error& error) {
  return error.fault == Fault::noKey || error.fault == Fault::levelTooLow;
}

}  // namespace

// LD || plaintext, padded only where the last block is not full.
Result<apdu::Bytes> Psam::encrypt(apdu::ByteView plaintext) {
  const std::size_t size = roundUp(1 + plaintext.size(), blockSize());
  if (size > apdu::Command::kMaxShortData) return tl::unexpected(badData(kEncrypt));
  const auto length = static_cast<std::uint8_t>(plaintext.size());
  const crypto::SecretBytes blocks = padded({{&length, 1}, plaintext}, size);
  auto response = send(encryptBlocks(blocks.reveal()), kEncrypt);
  if (!response) return tl::unexpected(response.error());
  if (response->data().size() != size) return tl::unexpected(badData(kEncrypt));
  return std::move(*response).takeData();
}

// Padding is always added; the initial value of zeros stands in front.
Result<Block4> Psam::mac(apdu::ByteView message) {
  const apdu::Bytes iv(blockSize(), 0);
  const std::size_t size = iv.size() + roundUp(message.size() + 1, blockSize());
  if (size > apdu::Command::kMaxShortData) return tl::unexpected(badData(kMac));
  const auto response = send(makeMac(padded({iv, message}, size).reveal()), kMac);
  if (!response) return tl::unexpected(response.error());
  Block4 mac{};
  if (response->data().size() != mac.size()) return tl::unexpected(badData(kMac));
  std::copy(response->data().begin(), response->data().end(), mac.begin());
  return mac;
}

Result<void> Psam::deliverForProtection(const cardspec::Key& key, const CardIdentity& card,
                                        const Block8& challenge) {
  auto delivered = deliver(key, kMacAndEncryption, card, challenge);
  if (delivered || key.psamType == kMacAndEncryption || !meansAbsent(delivered.error())) return delivered;
  const Error first = delivered.error();
  delivered = deliver(key, key.psamType, card, challenge);
  if (delivered || !meansAbsent(delivered.error())) return delivered;
  return tl::unexpected(first.fault == Fault::levelTooLow ? first : delivered.error());
}

Result<crypto::SecretBytes> Psam::protectedCommand(const cardspec::Key& key, const CardIdentity& card,
                                                   const Block8& challenge,
                                                   const std::array<std::uint8_t, 4>& header,
                                                   apdu::ByteView plaintext) {
  if (const auto delivered = deliverForProtection(key, card, challenge); !delivered) {
    return tl::unexpected(delivered.error());
  }
  apdu::Bytes cipherText;
  if (!plaintext.empty()) {
    auto encrypted = encrypt(plaintext);
    if (!encrypted) return tl::unexpected(encrypted.error());
    cipherText = std::move(*encrypted);
  }
  if (cipherText.size() + kMacBytes > apdu::Command::kMaxShortData) return tl::unexpected(badData(kMac));
  const auto lc = static_cast<std::uint8_t>(cipherText.size() + kMacBytes);
  const apdu::Bytes message = apdu::join({header, {&lc, 1}, cipherText});
  const auto code = mac(message);
  if (!code) return tl::unexpected(code.error());
  return crypto::SecretBytes(apdu::join({message, *code}));
}

}  // namespace ssc::sam
