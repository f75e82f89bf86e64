// The steps of iDoDebit_HSM: the card opens the purchase, the back office consents, the card debits.
#include "SSCardDriver.h"
#include "hostlib/capi/debit_reply.hpp"
#include "hostlib/capi/hsm_replies.hpp"
#include "hostlib/capi/key_reference.hpp"

namespace ssc::capi {
namespace {

using flows::Visit;

constexpr std::string_view kPurchaseKey = "DPK";

struct DebitStarted {
  CardFacts card;
  flows::OpenPurchase purchase;
};

Outcome<DebitStarted> startDebit(Visit& visit, const AskedCard& card, const flows::DebitOrder& order) {
  if (const auto taken = takeCard(visit, card); !taken) return tl::unexpected(taken.error());
  auto purchase = flows::hsmDebitStart(visit, order);
  if (!purchase) return tl::unexpected(purchase.error());
  return DebitStarted{factsOf(visit), std::move(*purchase)};
}

crypto::Personal debitStartReply(const profile::Config& config, const DebitStarted& started) {
  const flows::OpenPurchase& purchase = started.purchase;
  DebitStep1 reply;
  reply.algorithm = started.card.algorithm;
  reply.keyReference = keyReference(config, started.card.region, kPurchaseKey);
  reply.cardRandom = purchase.opening.random;
  reply.cardSequence = bytesOf(purchase.opening.sequence);
  reply.total = purchase.order.total;
  reply.accountAndPool = purchase.order.accountAndPool;
  reply.terminalNumber = purchase.terminalNumber;
  reply.time = purchase.order.time;
  return debitStep1(reply);
}

Reply doDebitStep1(Call& call, int type, const char* cardInfo, const char* payInfo) {
  const auto card = parseCard(type, cardInfo);
  if (!card) return tl::unexpected(card.error());
  const auto pay = parseArgument(payInfo, kPayInfoArgument, parsePayInfo);
  if (!pay) return tl::unexpected(pay.error());
  const auto started = call.open<DebitStarted>(
      [card = *card, order = orderFrom(*pay)](Visit& visit) { return startDebit(visit, card, order); });
  if (!started) return tl::unexpected(started.error());
  call.session().announce(DebitNext{card->interface, started->purchase, started->card});
  return debitStartReply(call.config(), *started);
}

Reply doDebitStep2(Call& call, const char* key) {
  const auto next = expectStep<DebitNext>(call, key);
  if (!next) return tl::unexpected(next.error());
  const auto consent = parseArgument(key, kKeyArgument, parseDebitKey);
  if (!consent) return tl::unexpected(consent.error());
  const auto wait = call.config().reinsertWait;
  const card::Debit debit{consent->terminalSequence, consent->time, consent->mac1};
  const auto receipt = call.go<flows::DebitReceipt>(
      [next = *next, debit, wait, mark = call.watchDebit()](Visit& visit) {
        return flows::hsmDebitFinish(visit, next.interface, next.purchase, debit, wait, mark.get());
      },
      wait);
  if (!receipt) return tl::unexpected(receipt.error());
  return debitReply(call.config(), *receipt, next->card.region);
}

}  // namespace
}  // namespace ssc::capi

using ssc::capi::Call;
using ssc::capi::Export;

std::int64_t SSC_CALL iDoDebit_HSM_Step1(int iType, char* pCardInfo, char* pPayInfo, char* pOutInfo) {
  return Call(Export::doDebitStep1, pOutInfo).answer(ssc::capi::doDebitStep1, iType, pCardInfo, pPayInfo);
}
std::int64_t SSC_CALL ssc_iDoDebit_HSM_Step1(int iType, char* pCardInfo, char* pPayInfo, char* pOutInfo,
                                             std::uint32_t* pcbOut) {
  return Call(Export::doDebitStep1, pOutInfo, pcbOut)
      .answer(ssc::capi::doDebitStep1, iType, pCardInfo, pPayInfo);
}
std::int64_t SSC_CALL iDoDebit_HSM_Step2(char* pKey, char* pOutInfo) {
  return Call(Export::doDebitStep2, pOutInfo).answer(ssc::capi::doDebitStep2, pKey);
}
std::int64_t SSC_CALL ssc_iDoDebit_HSM_Step2(char* pKey, char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::doDebitStep2, pOutInfo, pcbOut).answer(ssc::capi::doDebitStep2, pKey);
}
