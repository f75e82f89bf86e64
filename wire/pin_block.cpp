#include "wire/pin_block.hpp"

#include <algorithm>

#include "crypto/block_cipher.hpp"

namespace ssc::wire::pad {
namespace {

using crypto::ByteView;
using crypto::MutableByteView;

constexpr std::uint8_t kFormat4 = 0x4, kFill = 0xA;
constexpr std::size_t kFirstDigit = 2, kDigitNibbles = 14;  // after control and length; filled up
constexpr std::size_t kRandomAt = 8;
constexpr std::size_t kLastNumberNibble = 12;  // twelve digits after the length nibble, which is 0 for twelve

std::uint8_t nibble(ByteView field, std::size_t at) {
  const std::uint8_t byte = field[at / 2];
  return at % 2 == 0 ? static_cast<std::uint8_t>(byte >> 4U) : static_cast<std::uint8_t>(byte & 0x0FU);
}

void setNibble(MutableByteView field, std::size_t at, std::size_t value) {
  std::uint8_t& byte = field[at / 2];
  const std::size_t other = at % 2 == 0 ? byte & 0x0FU : byte & 0xF0U;
  byte = static_cast<std::uint8_t>(other | (at % 2 == 0 ? value << 4U : value));
}

bool isPin(ByteView digits) {
  return digits.size() >= kLeastDigits && digits.size() <= kMostDigits &&
         std::all_of(digits.begin(), digits.end(), [](std::uint8_t c) { return c >= '0' && c <= '9'; });
}

// The plain text PIN field: 4, length, digits, fill, eight random bytes.
tl::expected<crypto::SecretBytes, PinBlockError> pinField(ByteView digits, crypto::RandomSource& random) {
  crypto::SecretBytes field(std::tuple_size_v<PinBlock>);
  const MutableByteView nibbles = field.revealMutable();
  if (!random.fill(nibbles.subspan(kRandomAt))) return tl::unexpected(PinBlockError::noCipher);
  setNibble(nibbles, 0, kFormat4);
  setNibble(nibbles, 1, digits.size());
  for (std::size_t at = 0; at < kDigitNibbles; ++at)
    setNibble(nibbles, kFirstDigit + at, at < digits.size() ? std::size_t{digits[at]} - '0' : kFill);
  return field;
}

tl::expected<crypto::SecretBytes, PinBlockError> digitsOf(ByteView field) {
  const std::size_t count = nibble(field, 1);
  if (nibble(field, 0) != kFormat4 || count < kLeastDigits || count > kMostDigits)
    return tl::unexpected(PinBlockError::notAPin);
  crypto::SecretBytes digits(count);
  for (std::size_t at = 0; at < kDigitNibbles; ++at) {
    const std::uint8_t value = nibble(field, kFirstDigit + at);
    if (at < count ? value > 9 : value != kFill) return tl::unexpected(PinBlockError::notAPin);
    if (at < count) digits.revealMutable()[at] = static_cast<std::uint8_t>('0' + value);
  }
  return digits;
}

// What stands in the place of the account number: 0, then the entry's number in twelve digits, then zeros.
void addNumber(std::uint32_t entry, MutableByteView block) {
  PinBlock number{};
  for (std::size_t at = kLastNumberNibble; entry != 0; --at, entry /= 10)
    setNibble(number, at, entry % 10);
  std::transform(block.begin(), block.end(), number.begin(), block.begin(),
                 [](std::uint8_t a, std::uint8_t b) { return static_cast<std::uint8_t>(a ^ b); });
}

}  // namespace

tl::expected<PinBlock, PinBlockError> sealPin(const crypto::Key& session, std::uint32_t entry,
                                              ByteView digits, crypto::RandomSource& random) {
  if (!isPin(digits)) return tl::unexpected(PinBlockError::notDigits);
  const auto cipher = crypto::BlockCipher::sm4(session);
  if (!cipher) return tl::unexpected(PinBlockError::noCipher);
  auto field = pinField(digits, random);
  if (!field) return tl::unexpected(field.error());
  const MutableByteView work = field->revealMutable();
  if (!cipher->encryptEcb(work, work)) return tl::unexpected(PinBlockError::noCipher);
  addNumber(entry, work);
  PinBlock block{};
  if (!cipher->encryptEcb(work, block)) return tl::unexpected(PinBlockError::noCipher);
  return block;
}

tl::expected<crypto::SecretBytes, PinBlockError> openPin(const crypto::Key& session, std::uint32_t entry,
                                                         const PinBlock& block) {
  const auto cipher = crypto::BlockCipher::sm4(session);
  if (!cipher) return tl::unexpected(PinBlockError::noCipher);
  crypto::SecretBytes field(block.size());
  const MutableByteView work = field.revealMutable();
  if (!cipher->decryptEcb(block, work)) return tl::unexpected(PinBlockError::noCipher);
  addNumber(entry, work);
  if (!cipher->decryptEcb(work, work)) return tl::unexpected(PinBlockError::noCipher);
  return digitsOf(work);
}

}  // namespace ssc::wire::pad
