#include "center/settle/tac.hpp"

#include <algorithm>

#include "card-spec/factors.hpp"
#include "crypto/block_cipher.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"

namespace ssc::center {
namespace {

constexpr std::string_view kSm4 = "SM4";
constexpr std::size_t kKey = 16, kDesKey = 8;
constexpr std::uint8_t kPurchase = 0x32;

tl::expected<crypto::BlockCipher, crypto::CryptoError> cipherOf(std::string_view algorithm,
                                                                const crypto::Key& key) {
  if (algorithm == kSm4) return crypto::BlockCipher::sm4(key);
  return key.size() == kDesKey ? crypto::BlockCipher::des(key) : crypto::BlockCipher::tripleDes(key);
}

/// One step down the tree: E(F || ~F), block by block.
std::optional<crypto::Key> child(std::string_view algorithm, const crypto::Key& parent,
                                 const cardspec::Factor& factor) {
  const auto cipher = cipherOf(algorithm, parent);
  if (!cipher) return std::nullopt;
  crypto::Bytes input(factor.begin(), factor.end());
  for (const std::uint8_t byte : factor)
    input.push_back(static_cast<std::uint8_t>(~byte));
  crypto::Key key(kKey);
  if (!cipher->encryptEcb(input, key.revealMutable())) return std::nullopt;
  return key;
}

/// 3DES cards make the code with one DES key: the halves joined by exclusive or.
crypto::Key codeKey(std::string_view algorithm, const crypto::Key& key) {
  if (algorithm == kSm4) return key.clone();
  crypto::Key folded(kDesKey);
  for (std::size_t i = 0; i < kDesKey; ++i)
    folded.revealMutable()[i] = key.reveal()[i] ^ key.reveal()[i + kDesKey];
  return folded;
}

void appendNumber(crypto::Bytes& bytes, std::uint64_t number) {
  for (int shift = 24; shift >= 0; shift -= 8)
    bytes.push_back(static_cast<std::uint8_t>(number >> static_cast<unsigned>(shift)));
}

}  // namespace

std::optional<crypto::Key> testRoot(std::string_view label, std::string_view algorithm,
                                    std::string_view name) {
  const std::string text = std::string(label) + '|' + std::string(algorithm) + '|' + std::string(name);
  const auto digest = crypto::sha256(crypto::bytesOf(text));
  return digest ? std::optional(crypto::Key(crypto::ByteView(*digest).first(kKey))) : std::nullopt;
}

std::optional<crypto::Key> cardTransactionKey(const CardRoots& roots, const CardPlace& card) {
  const auto row = std::ranges::find(CardRoots::kNames, card.algorithm, &CardRoots::Name::algorithm);
  const auto historical = crypto::fromHex(card.historicalBytes);
  if (row == CardRoots::kNames.end() || !historical) return std::nullopt;
  const auto province = cardspec::provinceFactor(card.region);
  const auto city = cardspec::cityFactor(card.region);
  const auto own = cardspec::cardFactor(*historical);
  if (!province || !city || !own) return std::nullopt;
  auto key = std::optional(roots.keys.at(static_cast<std::size_t>(row - CardRoots::kNames.begin())).clone());
  for (const cardspec::Factor& factor : {*province, *city, *own}) {
    key = child(card.algorithm, *key, factor);
    if (!key) return std::nullopt;
  }
  return key;
}

std::optional<crypto::Bytes> purchaseText(const wire::settlement::Record& record) {
  const auto terminal = crypto::fromHex(record.terminalId), time = crypto::fromHex(record.time);
  if (!terminal || !time) return std::nullopt;
  crypto::Bytes text;
  appendNumber(text, 0);
  appendNumber(text, record.amounts.total);
  appendNumber(text, record.amounts.fund + record.amounts.account);
  text.push_back(kPurchase);
  text.insert(text.end(), terminal->begin(), terminal->end());
  appendNumber(text, record.terminalSequence);
  text.insert(text.end(), time->begin(), time->end());
  return text;
}

std::optional<wire::settlement::Tac> purchaseCode(std::string_view algorithm, const crypto::Key& key,
                                                  crypto::ByteView text) {
  const auto cipher = cipherOf(algorithm, codeKey(algorithm, key));
  if (!cipher) return std::nullopt;
  const std::size_t block = cipher->blockSize();
  crypto::Bytes padded(text.begin(), text.end());
  padded.push_back(0x80);
  padded.resize((padded.size() + block - 1) / block * block);
  const auto encrypted = cipher->encryptCbc(crypto::Bytes(block), padded);
  if (!encrypted) return std::nullopt;
  wire::settlement::Tac tac{};
  const crypto::ByteView last = crypto::ByteView(*encrypted).last(block);
  const std::size_t used = algorithm == kSm4 ? last.size() : tac.size();
  for (std::size_t i = 0; i < used; ++i)
    tac[i % tac.size()] ^= last[i];
  return tac;
}

}  // namespace ssc::center
