#include "hostlib/capi/debit_reply.hpp"

#include "hostlib/capi/key_reference.hpp"
#include "hostlib/capi/text/debit_text.hpp"

namespace ssc::capi {
namespace {

constexpr std::string_view kProofKey = "DTK";

}  // namespace

flows::DebitOrder orderFrom(const PayInfo& pay) {
  return {pay.total, pay.accountAndPool, pay.time};
}

std::array<std::uint8_t, 2> bytesOf(card::PurchaseSequence sequence) {
  const auto number = static_cast<std::uint16_t>(sequence);
  return {static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number & 0xFF)};
}

crypto::Personal debitReply(const profile::Config& config, const flows::DebitReceipt& receipt,
                            std::string_view region) {
  DebitResult result;
  result.tac = receipt.proof.tac;
  if (!receipt.mac2Checked) result.mac2 = receipt.proof.mac2;
  result.cardSequence = bytesOf(receipt.cardSequence);
  result.amounts = {0, receipt.order.total, receipt.order.accountAndPool};
  result.terminalNumber = receipt.terminalNumber;
  result.terminalSequence = receipt.terminalSequence;
  result.time = receipt.order.time;
  result.algorithm = receipt.algorithm;
  result.keyReference = keyReference(config, region, kProofKey);
  return debitResult(result);
}

}  // namespace ssc::capi
