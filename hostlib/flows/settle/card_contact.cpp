#include "hostlib/flows/settle/card_contact.hpp"

#include "hostlib/flows/debit.hpp"
#include "wire/office/settlement.hpp"

namespace ssc::flows {
namespace {

namespace message = wire::office;

constexpr std::uint8_t kCardIdTag = 0x01;

void appendNumber(apdu::Bytes& bytes, std::uint32_t number, unsigned size) {
  for (unsigned shift = 8 * size; shift > 0; shift -= 8)
    bytes.push_back(static_cast<std::uint8_t>(number >> (shift - 8)));
}

/// A record of EF08 as the card has it (card 7.3).
std::string recordText(const card::Transaction& entry) {
  apdu::Bytes bytes;
  appendNumber(bytes, entry.sequence, 2);
  bytes.push_back(static_cast<std::uint8_t>(entry.type));
  bytes.insert(bytes.end(), entry.terminal.begin(), entry.terminal.end());
  bytes.insert(bytes.end(), entry.time.begin(), entry.time.end());
  for (const card::Fen amount : {entry.account, entry.selfPay, entry.pool})
    appendNumber(bytes, amount, 4);
  return apdu::toHex(bytes);
}

Outcome<message::UploadCardLog> logOf(Visit& visit, const OfflineSums& sums) {
  const auto debits = readDebits(visit);
  if (!debits) return tl::unexpected(debits.error());
  const card::Identity& identity = visit.identity();
  message::UploadCardLog log;
  log.aaz501 = identity.issuer.hex(kCardIdTag);
  log.version = identity.generation == cardspec::Generation::two ? 2 : 3;
  log.algorithm = identity.algorithm == cardspec::Algorithm::sm4 ? "SM4" : "3DES";
  log.historicalBytes = apdu::toHex(identity.historicalBytes);
  log.sums = {sums.permitted, sums.sum, sums.count};
  for (const card::Transaction& entry : *debits)
    if (log.records.size() < message::UploadCardLog::kMostRecords) log.records.push_back(recordText(entry));
  return log;
}

}  // namespace

Outcome<CardContact> contactCard(Visit& visit, CardInterface interface, OfficeDesk& office,
                                 const std::stop_token& stop) {
  CardContact contact;
  if (const auto taken = visit.take(interface); !taken) return tl::unexpected(taken.error());
  if (visit.identity().generation == cardspec::Generation::one) return contact;
  const auto sums = readOfflineSums(visit);
  if (!sums) return tl::unexpected(sums.error());
  contact.before = contact.after = *sums;
  if (sums->count == 0) return contact;
  const auto log = logOf(visit, *sums);
  if (!log) return tl::unexpected(log.error());
  visit.note("tell the center what the card has debited");
  const auto reset = lift(office.client().call(*log, {visit.region(), stop}));
  if (!reset) return tl::unexpected(reset.error());
  contact.isReported = true;
  contact.after = {reset->sums.permitted, reset->sums.sum, reset->sums.count};
  visit.note("set the card's sums back");
  if (const auto written = resetOfflineSums(visit, contact.after); !written)
    return tl::unexpected(written.error());
  const auto now = readOfflineSums(visit);
  if (!now) return tl::unexpected(now.error());
  const bool isWritten = now->sum == contact.after.sum && now->count == contact.after.count &&
                         now->permitted == contact.after.permitted;
  if (!isWritten) return tl::unexpected(Failure{Reason::cardData, "DF04/EF06", {}});
  return contact;
}

}  // namespace ssc::flows
