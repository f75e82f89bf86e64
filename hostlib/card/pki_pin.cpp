// PINs of the certificate application: the PIN's SM3 digest makes an SM4 key, which proves the PIN over a
// challenge.
#include <algorithm>

#include "crypto/block_cipher.hpp"
#include "crypto/digest.hpp"
#include "hostlib/card/pki_files.hpp"

namespace ssc::card {
namespace {

constexpr std::size_t kBlock = 16;  // SM4
constexpr std::size_t kMacBytes = 4;
constexpr std::size_t kMaxPinBytes = 8;
constexpr std::uint8_t kPaddingStart = 0x80;

using Challenge = std::array<std::uint8_t, kBlock>;
using Block = std::array<std::uint8_t, kBlock>;

Error cipherError(std::string_view where) {
  return {Fault::crypto, std::string(where), {}, {}};
}

bool isPinBlock(const crypto::SecretBytes& block) {
  return !block.empty() && block.size() <= kMaxPinBytes;
}

// CTK: the first sixteen bytes of SM3(PIN).
Result<crypto::BlockCipher> pinCipher(const crypto::SecretBytes& block, std::string_view where) {
  auto digest = crypto::sm3(block.reveal());
  if (!digest) return tl::unexpected(cipherError(where));
  const crypto::Key key(apdu::ByteView(*digest).first(kBlock));
  crypto::wipe(*digest);
  auto cipher = crypto::BlockCipher::sm4(key);
  if (!cipher) return tl::unexpected(cipherError(where));
  return std::move(*cipher);
}

Result<Challenge> challenge(Navigation& card) {
  constexpr std::string_view kWhere = "GET CHALLENGE";
  const auto response = card.send(kPkiApplication, apdu::Command::getChallenge(kBlock), kWhere);
  if (!response) return tl::unexpected(response.error());
  Challenge out{};
  if (response->data().size() != out.size()) return tl::unexpected(dataError(std::string(kWhere)));
  std::ranges::copy(response->data(), out.begin());
  return out;
}

// length || PIN || 80 00…, one block.
crypto::SecretBytes paddedPin(const crypto::SecretBytes& block) {
  crypto::SecretBytes out(kBlock);
  const apdu::MutableByteView to = out.revealMutable();
  to[0] = static_cast<std::uint8_t>(block.size());
  std::ranges::copy(block.reveal(), to.begin() + 1);
  to[1 + block.size()] = kPaddingStart;
  return out;
}

// SM4-CBC over the padded message, the challenge as initial value; the four words of the last block joined by
// exclusive or.
Result<apdu::Bytes> mac(const crypto::BlockCipher& cipher, const Challenge& iv, apdu::Bytes message,
                        std::string_view where) {
  message.push_back(kPaddingStart);
  message.resize((message.size() + kBlock - 1) / kBlock * kBlock, 0);
  const auto chained = cipher.encryptCbc(iv, message);
  if (!chained) return tl::unexpected(cipherError(where));
  const apdu::ByteView last = apdu::ByteView(*chained).last(kBlock);
  apdu::Bytes code(kMacBytes, 0);
  for (std::size_t i = 0; i < last.size(); ++i)
    code[i % kMacBytes] = static_cast<std::uint8_t>(code[i % kMacBytes] ^ last[i]);
  return code;
}

}  // namespace

Result<void> verifyPkiPin(Navigation& card, PkiPin pin, const crypto::SecretBytes& block) {
  constexpr std::string_view kWhere = "VERIFY, PKI";
  if (!isPinBlock(block)) return tl::unexpected(dataError(std::string(kWhere)));
  const auto cipher = pinCipher(block, kWhere);
  if (!cipher) return tl::unexpected(cipher.error());
  const auto random = challenge(card);
  if (!random) return tl::unexpected(random.error());
  const auto proof = cipher->encryptEcb(*random);
  if (!proof) return tl::unexpected(cipherError(kWhere));
  const apdu::Command verify({0x00, 0x20, 0x01, static_cast<std::uint8_t>(pin)}, *proof);
  const auto response = card.send(kPkiApplication, verify, kWhere);
  if (!response) return tl::unexpected(response.error());
  return {};
}

Result<void> changePkiPin(Navigation& card, PkiPin pin, const crypto::SecretBytes& oldBlock,
                          const crypto::SecretBytes& newBlock) {
  constexpr std::string_view kWhere = "CHANGE PIN, PKI";
  if (!isPinBlock(oldBlock) || !isPinBlock(newBlock)) return tl::unexpected(dataError(std::string(kWhere)));
  if (auto verified = verifyPkiPin(card, pin, oldBlock); !verified) return verified;
  const auto cipher = pinCipher(oldBlock, kWhere);
  if (!cipher) return tl::unexpected(cipher.error());
  const auto random = challenge(card);
  if (!random) return tl::unexpected(random.error());
  const auto encrypted = cipher->encryptEcb(paddedPin(newBlock).reveal());
  if (!encrypted) return tl::unexpected(cipherError(kWhere));
  const apdu::Header header{0x84, 0x5E, 0x01, static_cast<std::uint8_t>(pin)};
  apdu::Bytes message{header.cla, header.ins, header.p1, header.p2, kBlock + kMacBytes};
  apdu::append(message, *encrypted);
  const auto code = mac(*cipher, *random, std::move(message), kWhere);
  if (!code) return tl::unexpected(code.error());
  const auto response =
      card.send(kPkiApplication, apdu::Command(header, apdu::join({*encrypted, *code})), kWhere);
  if (!response) return tl::unexpected(response.error());
  return {};
}

}  // namespace ssc::card
