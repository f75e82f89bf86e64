#include "hostlib/card/medical.hpp"

#include <algorithm>

#include "apdu/cursor.hpp"
#include "apdu/response.hpp"
#include "hostlib/card/medical_commands.hpp"

namespace ssc::card {
namespace {

// Takes the fields of an answer whose length was checked before: no take can fail.
class Fields {
 public:
  explicit Fields(apdu::ByteView bytes) : in_(bytes) {}

  std::uint8_t byte() { return *in_.takeByte(); }
  std::uint16_t number2() { return static_cast<std::uint16_t>(*in_.takeNumber(2)); }
  Fen fen() { return static_cast<Fen>(*in_.takeNumber(4)); }
  template <std::size_t Size>
  void into(std::array<std::uint8_t, Size>& to) {
    std::ranges::copy(*in_.take(Size), to.begin());
  }

 private:
  apdu::Cursor in_;
};

// An answer of exactly the length that the command asked for.
Result<apdu::Response> ask(Navigation& card, const apdu::Command& command, std::string_view where) {
  auto response = card.send("DF04", command, where);
  if (!response) return response;
  if (response->data().size() != command.expected().value_or(0)) {
    return tl::unexpected(dataError(std::string(where)));
  }
  return response;
}

Result<YearTotal> yearTotal(Navigation& card, BalanceKind kind) {
  const auto response = ask(card, getBalance(kind), "GET BALANCE");
  if (!response) return tl::unexpected(response.error());
  Fields fields(response->data());
  YearTotal total;
  total.amount = fields.fen();
  fields.into(total.payYear);
  return total;
}

Result<TransactionProof> proof(Navigation& card, TransactionType type, std::uint16_t sequence) {
  const auto response = ask(card, getTransactionProof(type, sequence), "GET TRANSACTION PROOF");
  if (!response) return tl::unexpected(response.error());
  Fields fields(response->data());
  TransactionProof out;
  fields.into(out.mac);
  fields.into(out.tac);
  return out;
}

}  // namespace

Result<InitializedPurchase> initializeForPurchase(Navigation& card, const PurchaseRequest& request) {
  const auto response = ask(card, initializeForPurchaseCommand(request), "INITIALIZE FOR PURCHASE");
  if (!response) return tl::unexpected(response.error());
  Fields fields(response->data());
  InitializedPurchase out;
  out.balance = fields.fen();
  out.selfPayOfYear = fields.fen();
  out.poolOfYear = fields.fen();
  fields.into(out.payYear);
  out.sequence = PurchaseSequence{fields.number2()};
  out.keyVersion = fields.byte();
  out.algorithm = fields.byte();
  fields.into(out.random);
  return out;
}

Result<DebitProof> debitForPurchase(Navigation& card, const Debit& debit) {
  const auto response = ask(card, debitForPurchaseCommand(debit), "DEBIT FOR PURCHASE");
  if (!response) return tl::unexpected(response.error());
  Fields fields(response->data());
  DebitProof out;
  fields.into(out.tac);
  fields.into(out.mac2);
  return out;
}

Result<InitializedLoad> initializeForLoad(Navigation& card, const LoadRequest& request) {
  const auto response = ask(card, initializeForLoadCommand(request), "INITIALIZE FOR LOAD");
  if (!response) return tl::unexpected(response.error());
  Fields fields(response->data());
  InitializedLoad out;
  out.balance = fields.fen();
  out.sequence = LoadSequence{fields.number2()};
  out.keyVersion = fields.byte();
  out.algorithm = fields.byte();
  fields.into(out.random);
  fields.into(out.mac1);
  return out;
}

Result<Block4> creditForLoad(Navigation& card, const BcdTime& hostTime, const Block4& mac2) {
  const auto response = ask(card, creditForLoadCommand(hostTime, mac2), "CREDIT FOR LOAD");
  if (!response) return tl::unexpected(response.error());
  Block4 tac{};
  Fields(response->data()).into(tac);
  return tac;
}

Result<Fen> accountBalance(Navigation& card) {
  const auto response = ask(card, getBalance(BalanceKind::account), "GET BALANCE");
  if (!response) return tl::unexpected(response.error());
  return Fields(response->data()).fen();
}

Result<YearTotal> selfPayTotal(Navigation& card) {
  return yearTotal(card, BalanceKind::selfPay);
}

Result<YearTotal> poolTotal(Navigation& card) {
  return yearTotal(card, BalanceKind::pool);
}

Result<TransactionProof> proofOf(Navigation& card, PurchaseSequence sequence) {
  return proof(card, TransactionType::settlement, static_cast<std::uint16_t>(sequence));
}

Result<TransactionProof> proofOf(Navigation& card, LoadSequence sequence) {
  return proof(card, TransactionType::load, static_cast<std::uint16_t>(sequence));
}

Result<BcdDay> startingDay(Navigation& card) {
  const auto response = ask(card, getStartingDay(), "GET STARTING DAY");
  if (!response) return tl::unexpected(response.error());
  BcdDay day{};
  Fields(response->data()).into(day);
  return day;
}

Result<void> updateStartingDay(Navigation& card, const BcdDay& day) {
  const auto response = ask(card, updateStartingDayCommand(day), "UPDATE STARTING DAY");
  if (!response) return tl::unexpected(response.error());
  return {};
}

}  // namespace ssc::card
