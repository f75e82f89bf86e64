#include "hostlib/sam/psam_commands.hpp"

namespace ssc::sam {
namespace {

constexpr std::size_t kMacBytes = 4;
constexpr std::size_t kPurchaseAnswerBytes = 8;

void appendNumber(apdu::Bytes& to, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    to.push_back(static_cast<std::uint8_t>(value >> shift & 0xFF));
}

}  // namespace

std::optional<apdu::Bytes> factorsFor(const CardIdentity& card, unsigned level) {
  const auto city = cardspec::cityFactor(card.region);
  const auto province = cardspec::provinceFactor(card.region);
  if (!city || !province) return std::nullopt;
  apdu::Bytes factors(card.cardFactor.begin(), card.cardFactor.end());
  if (level >= 2) apdu::append(factors, *city);
  if (level >= kNationalLevel) apdu::append(factors, *province);
  return factors;
}

apdu::Command deliverSessionKey(std::uint8_t usage, std::uint8_t id, apdu::ByteView data) {
  return apdu::Command({0xBF, 0xDE, usage, id}, data);
}

apdu::Command encryptBlocks(apdu::ByteView blocks) {
  return apdu::Command({0x80, 0xFA, 0x00, 0x00}, blocks, blocks.size());
}

apdu::Command makeMac(apdu::ByteView ivAndBlocks) {
  return apdu::Command({0x80, 0xFA, 0x05, 0x00}, ivAndBlocks, kMacBytes);
}

apdu::Command initForPurchase(const Purchase& purchase, apdu::ByteView factors) {
  apdu::Bytes data = apdu::join({purchase.cardRandom, purchase.cardSequence});
  appendNumber(data, purchase.account);
  appendNumber(data, purchase.selfPay);
  appendNumber(data, purchase.pool);
  data.push_back(purchase.type);
  apdu::append(data, purchase.time);
  data.push_back(purchase.keyVersion);
  data.push_back(purchase.algorithm);
  apdu::append(data, factors);
  return apdu::Command({0x80, 0x70, 0x01, 0x00}, data, kPurchaseAnswerBytes);
}

apdu::Command creditForPurchase(const Block4& mac2) {
  return apdu::Command({0x80, 0x72, 0x00, 0x00}, mac2);
}

}  // namespace ssc::sam
