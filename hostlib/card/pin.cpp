#include "hostlib/card/pin.hpp"

#include <algorithm>

#include "hostlib/card/commands.hpp"

namespace ssc::card {
namespace {

constexpr std::uint8_t kHolderPin = 0x00;  // P2 of VERIFY
constexpr std::size_t kMaxBlockBytes = 8;  // of one PIN in VERIFY and CHANGE PIN
constexpr std::uint8_t kUnusedNibble = 0x0F;

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

std::uint8_t nibble(char digit) {
  return static_cast<std::uint8_t>(digit - '0');
}

Result<void> done(const Result<apdu::Response>& response) {
  if (!response) return tl::unexpected(response.error());
  return {};
}

}  // namespace

std::optional<crypto::SecretBytes> packPin(std::string_view digits) {
  const bool isPin = digits.size() >= kMinPinDigits && digits.size() <= kMaxPinDigits &&
                     std::ranges::all_of(digits, isDigit);
  if (!isPin) return std::nullopt;
  crypto::SecretBytes block((digits.size() + 1) / 2);
  for (std::size_t i = 0; i < block.size(); ++i) {
    const std::uint8_t high = nibble(digits[2 * i]);
    const std::uint8_t low = 2 * i + 1 < digits.size() ? nibble(digits[2 * i + 1]) : kUnusedNibble;
    block.revealMutable()[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return block;
}

Result<PinState> queryPin(Card& card) {
  const auto response = card.send(apdu::Command::verify(kHolderPin, {}), "VERIFY, query");
  if (response) return PinState{false, 0};
  const apdu::StatusWord sw = response.error().sw;
  if (sw.hasTriesLeft()) return PinState{true, sw.triesLeft()};
  if (sw == apdu::sw::kMethodBlocked) return PinState{true, 0};
  return tl::unexpected(response.error());
}

// Without data VERIFY would be a query, and its 9000 no proof.
Result<void> verifyPin(Card& card, const crypto::SecretBytes& block) {
  constexpr std::string_view kWhere = "VERIFY";
  if (block.empty() || block.size() > kMaxBlockBytes) return tl::unexpected(dataError(std::string(kWhere)));
  return done(card.send(apdu::Command::verify(kHolderPin, block.reveal()), kWhere));
}

Result<void> changePin(Card& card, const crypto::SecretBytes& oldBlock, const crypto::SecretBytes& newBlock) {
  constexpr std::string_view kWhere = "CHANGE PIN";
  const bool fits = oldBlock.size() <= kMaxBlockBytes && newBlock.size() <= kMaxBlockBytes &&
                    !(oldBlock.empty() && newBlock.empty());
  if (!fits) return tl::unexpected(dataError(std::string(kWhere)));
  return done(card.send(changePinCommand(oldBlock.reveal(), newBlock.reveal()), kWhere));
}

Result<void> sendProtected(Card& card, const crypto::SecretBytes& command, std::string_view where) {
  const auto decoded = apdu::Command::decode(command.reveal());
  if (!decoded) return tl::unexpected(dataError(std::string(where)));
  return done(card.send(*decoded, where));
}

}  // namespace ssc::card
