// The terminal's side of a purchase (card specification, part 6): the PSAM numbers it, makes MAC1 for the
// card and checks the card's MAC2.
#include <algorithm>

#include "hostlib/sam/psam.hpp"
#include "hostlib/sam/psam_commands.hpp"

namespace ssc::sam {
namespace {

constexpr std::string_view kInit = "INIT SAM FOR PURCHASE";
constexpr std::string_view kCredit = "CREDIT SAM FOR PURCHASE";
constexpr apdu::StatusWord kMac2Failed{0x63CF};
constexpr apdu::StatusWord kMacInvalid{0x9302};

// File 0019 of the application (card specification, part 6).
constexpr std::uint8_t kSequenceSfi = 0x19;
constexpr std::size_t kSequenceBytes = 4;

}  // namespace

Result<std::uint32_t> Psam::nextPurchaseNumber() {
  constexpr std::string_view kWhere = "PSAM terminal sequence";
  const auto response = send(apdu::Command::readBinaryOf(kSequenceSfi, 0, kSequenceBytes), kWhere);
  if (!response) return tl::unexpected(response.error());
  if (response->data().size() != kSequenceBytes)
    return tl::unexpected(Error{Fault::badData, std::string(kWhere), {}, {}});
  std::uint32_t number = 0;
  for (const std::uint8_t byte : response->data())
    number = number << 8U | byte;
  return number;
}

Result<PurchaseConsent> Psam::consentToPurchase(const CardIdentity& card, const Purchase& purchase) {
  const auto response = atRightLevel(card, kInit, [&](unsigned, const apdu::Bytes& factors) {
    return send(initForPurchase(purchase, factors), kInit);
  });
  if (!response) return tl::unexpected(response.error());
  PurchaseConsent consent;
  const apdu::ByteView data(response->data());
  if (data.size() != consent.terminalSequence.size() + consent.mac1.size()) {
    return tl::unexpected(Error{Fault::badData, std::string(kInit), {}, {}});
  }
  const auto sequence = data.first(consent.terminalSequence.size());
  std::copy(sequence.begin(), sequence.end(), consent.terminalSequence.begin());
  const auto mac1 = data.last(consent.mac1.size());
  std::copy(mac1.begin(), mac1.end(), consent.mac1.begin());
  return consent;
}

Result<void> Psam::checkPurchase(const Block4& mac2) {
  const auto response = send(creditForPurchase(mac2), kCredit);
  if (response) return {};
  Error error = response.error();
  if (error.sw == kMac2Failed || error.sw == kMacInvalid) error.fault = Fault::macWrong;
  return tl::unexpected(error);
}

}  // namespace ssc::sam
