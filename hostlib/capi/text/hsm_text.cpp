#include "hostlib/capi/text/hsm_text.hpp"

#include "hostlib/capi/text/reply_text.hpp"

namespace ssc::capi {

using apdu::toHex;

crypto::Personal basicReadStep1(const BasicReadStep1& step) {
  const std::string factor = step.external ? toHex(step.external->factor) : "";
  const std::string data = step.external ? toHex(step.external->data) : "";
  auto eight = barred({step.region, toHex(step.historicalBytes), hexOf(step.algorithm), step.cardId.reveal(),
                       toHex(step.internal.factor), toHex(step.internal.data), factor, data});
  if (!step.terminalNumber) return eight;
  return crypto::Personal(eight.reveal() + *step.terminalNumber + '|');
}

crypto::Personal authenticationStep1(cardspec::Algorithm algorithm, const std::string& keyReference,
                                     const Challenge& external) {
  return barred({hexOf(algorithm), keyReference, toHex(external.factor), toHex(external.data)});
}

crypto::Personal secureMessagingStep2(const SecureMessagingStep2& step) {
  return barred({hexOf(step.algorithm), step.keyReference, toHex(step.factor), toHex(step.header),
                 step.newPin.reveal()});
}

crypto::Personal debitStep1(const DebitStep1& step) {
  return barred({hexOf(step.algorithm), step.keyReference, toHex(step.cardRandom), toHex(step.cardSequence),
                 hexOf(step.total) + hexOf(step.accountAndPool), hexOf(step.type), step.terminalNumber,
                 toHex(step.time)});
}

}  // namespace ssc::capi
