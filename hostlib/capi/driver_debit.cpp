// iDoDebit, iReadDebitRecord.
#include "SSCardDriver.h"
#include "hostlib/capi/call_frame.hpp"
#include "hostlib/capi/debit_reply.hpp"
#include "hostlib/capi/file_texts.hpp"
#include "hostlib/capi/text/debit_text.hpp"

namespace ssc::capi {
namespace {

using flows::Visit;

struct Settlement {
  AskedCard card;
  flows::DebitOrder order;
  std::chrono::milliseconds reinsertWait;
  std::shared_ptr<flows::DebitMark> mark;
};
struct Settled {
  flows::DebitReceipt receipt;
  std::string region;
};

Outcome<Settled> settleInVisit(Visit& visit, const Settlement& wanted) {
  if (const auto taken = takeCard(visit, wanted.card); !taken) return tl::unexpected(taken.error());
  auto receipt =
      flows::debit(visit, wanted.card.interface, wanted.order, wanted.reinsertWait, wanted.mark.get());
  if (!receipt) return tl::unexpected(receipt.error());
  return Settled{std::move(*receipt), visit.region()};
}

Reply doDebit(Call& call, int type, const char* cardInfo, const char* payInfo) {
  const auto card = parseCard(type, cardInfo);
  if (!card) return tl::unexpected(card.error());
  const auto pay = parseArgument(payInfo, kPayInfoArgument, parsePayInfo);
  if (!pay) return tl::unexpected(pay.error());
  const auto reinsertWait = call.config().reinsertWait;
  const auto settled =
      call.run<Settled>([wanted = Settlement{*card, orderFrom(*pay), reinsertWait, call.watchDebit()}](
                            Visit& visit) { return settleInVisit(visit, wanted); },
                        reinsertWait);
  if (!settled) return tl::unexpected(settled.error());
  return debitReply(call.config(), settled->receipt, settled->region);
}

Outcome<flows::FileContent> recordsInVisit(Visit& visit, const AskedCard& card) {
  static const std::array kDetailFile{flows::FileRequest{"DF04", 0xEF08, std::nullopt, {}}};
  if (const auto taken = takeCard(visit, card); !taken) return tl::unexpected(taken.error());
  auto contents = flows::readFiles(visit, kDetailFile, {});
  if (!contents) return tl::unexpected(contents.error());
  return std::move(contents->front());
}

Reply readDebitRecord(Call& call, int type) {
  const auto card = parseCard(type);
  if (!card) return tl::unexpected(card.error());
  const auto content =
      call.run<flows::FileContent>([card = *card](Visit& visit) { return recordsInVisit(visit, card); });
  if (!content) return tl::unexpected(content.error());
  std::vector<apdu::ByteView> records;
  for (const crypto::SecretBytes& record : content->values) {
    if (!isNeverWritten(record.reveal())) records.push_back(record.reveal());
  }
  return understood(debitRecords(*content->file, records, call.capacity() - 1), "DF04/EF08");
}

}  // namespace
}  // namespace ssc::capi

using ssc::capi::Call;
using ssc::capi::Export;

std::int64_t SSC_CALL iDoDebit(int iType, char* pCardInfo, char* pPayInfo, char* pOutInfo) {
  return Call(Export::doDebit, pOutInfo).answer(ssc::capi::doDebit, iType, pCardInfo, pPayInfo);
}
std::int64_t SSC_CALL ssc_iDoDebit(int iType, char* pCardInfo, char* pPayInfo, char* pOutInfo,
                                   std::uint32_t* pcbOut) {
  return Call(Export::doDebit, pOutInfo, pcbOut).answer(ssc::capi::doDebit, iType, pCardInfo, pPayInfo);
}

std::int64_t SSC_CALL iReadDebitRecord(int iType, char* pOutInfo) {
  return Call(Export::readDebitRecord, pOutInfo).answer(ssc::capi::readDebitRecord, iType);
}
std::int64_t SSC_CALL ssc_iReadDebitRecord(int iType, char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::readDebitRecord, pOutInfo, pcbOut).answer(ssc::capi::readDebitRecord, iType);
}
