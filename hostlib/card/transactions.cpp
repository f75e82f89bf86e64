// The detail file of the medical account (DF04/EF08).
#include <algorithm>

#include "apdu/cursor.hpp"
#include "hostlib/card/files.hpp"
#include "hostlib/card/medical.hpp"

namespace ssc::card {
namespace {

constexpr std::size_t kRecordBytes = 0x1C;
constexpr std::size_t kAccountOnlyBytes = 0x14;

bool isDecimal(apdu::ByteView bcd) {
  return std::ranges::all_of(bcd, [](std::uint8_t byte) { return (byte >> 4) <= 9 && (byte & 0x0F) <= 9; });
}

bool isNeverWritten(apdu::ByteView record) {
  const auto are = [&](std::uint8_t value) {
    return std::ranges::all_of(record, [=](std::uint8_t byte) { return byte == value; });
  };
  return are(0x00) || are(0xFF);
}

bool isKnown(TransactionType type) {
  return type == TransactionType::load || type == TransactionType::settlement;
}

// The length was checked: no take can fail.
Fen takeFen(apdu::Cursor& in) {
  return static_cast<Fen>(*in.takeNumber(sizeof(Fen)));
}

}  // namespace

std::optional<Transaction> parseTransaction(apdu::ByteView record) {
  if (record.size() != kRecordBytes && record.size() != kAccountOnlyBytes) return std::nullopt;
  apdu::Cursor in(record);
  Transaction out;
  out.sequence = static_cast<std::uint16_t>(*in.takeNumber(2));
  out.type = TransactionType{*in.takeByte()};
  std::ranges::copy(*in.take(out.terminal.size()), out.terminal.begin());
  std::ranges::copy(*in.take(out.time.size()), out.time.begin());
  out.account = takeFen(in);
  if (record.size() == kRecordBytes) {
    out.selfPay = takeFen(in);
    out.pool = takeFen(in);
  }
  if (!isKnown(out.type) || !isDecimal(out.terminal) || !isDecimal(out.time)) return std::nullopt;
  return out;
}

Result<std::vector<Transaction>> readTransactions(Navigation& card, const cardspec::File& detailFile) {
  const auto records = readCyclicFile(card, detailFile);
  if (!records) return tl::unexpected(records.error());
  std::vector<Transaction> transactions;
  for (const crypto::SecretBytes& record : *records) {
    if (isNeverWritten(record.reveal())) continue;
    const auto transaction = parseTransaction(record.reveal());
    if (!transaction) return tl::unexpected(dataError(placeOf(detailFile)));
    transactions.push_back(*transaction);
  }
  return transactions;
}

}  // namespace ssc::card
