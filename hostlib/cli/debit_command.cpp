// `ssc balance`, `ssc debit`, `ssc records`
#include <array>
#include <chrono>
#include <fmt/core.h>

#include "hostlib/cli/card_command.hpp"
#include "hostlib/flows/debit.hpp"
#include "hostlib/render/settlement.hpp"

namespace ssc::cli {
namespace {

using flows::Outcome;
using profile::Language;

Outcome<flows::DebitOrder> orderOf(const Options& options) {
  const std::string& part = options.part.empty() ? options.total : options.part;
  const std::string time =
      options.time.empty() ? render::beijingTime(std::chrono::system_clock::now()) : options.time;
  return render::debitOrder(options.total, part, time);
}

void printBalances(const flows::Balances& balances, Language language) {
  const bool zh = language == Language::zh;
  printLine(zh ? "个人账户余额" : "Personal account", render::yuan(balances.account));
  printLine(zh ? "本年度自付" : "Paid by oneself", render::yuan(balances.selfPay.amount));
  printLine(zh ? "本年度统筹支付" : "Paid from the pool", render::yuan(balances.pool.amount));
}

void printReceipt(const flows::DebitReceipt& receipt, Language language) {
  const bool zh = language == Language::zh;
  printLine(zh ? "结算金额" : "Settled", render::yuan(receipt.order.total));
  printLine(zh ? "其中账户与统筹" : "Of it account and pool", render::yuan(receipt.order.accountAndPool));
  printLine(zh ? "时间" : "Time", render::timeText(receipt.order.time));
  printLine(zh ? "卡交易序号" : "Card sequence", std::to_string(static_cast<unsigned>(receipt.cardSequence)));
  printLine(zh ? "终端机编号" : "Terminal", receipt.terminalNumber);
  printLine(zh ? "终端交易序号" : "Terminal sequence", apdu::toHex(receipt.terminalSequence));
  printLine("TAC", apdu::toHex(receipt.proof.tac));
  if (receipt.recovered)
    fmt::print("{}\n",
               zh ? "卡片曾被取出，已核对扣款成功。" : "The card had been lost; it says it was debited.");
}

struct Column {
  std::size_t width;
  bool right;
  const char *zh, *en;
};
constexpr std::array<Column, 6> kColumns{{{5, true, "序号", "No."},
                                          {19, false, "时间", "Time"},
                                          {12, false, "终端机编号", "Terminal"},
                                          {11, true, "账户", "Account"},
                                          {11, true, "自付", "Self-paid"},
                                          {11, true, "统筹", "Pool"}}};

void printRow(const std::array<std::string, kColumns.size()>& cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Column& column = kColumns[i];
    fmt::print("{}{}", i == 0 ? "" : "  ",
               column.right ? rightAligned(cells[i], column.width) : padded(cells[i], column.width));
  }
  fmt::print("\n");
}

void printTransactions(const std::vector<card::Transaction>& transactions, Language language) {
  const bool zh = language == Language::zh;
  if (transactions.empty()) return fmt::print("{}\n", zh ? "无交易记录" : "no records");
  std::array<std::string, kColumns.size()> head;
  for (std::size_t i = 0; i < head.size(); ++i)
    head[i] = zh ? kColumns[i].zh : kColumns[i].en;
  printRow(head);
  for (const card::Transaction& entry : transactions)
    printRow({std::to_string(entry.sequence), render::timeText(entry.time), apdu::toHex(entry.terminal),
              render::yuan(entry.account), render::yuan(entry.selfPay), render::yuan(entry.pool)});
}

int checkDebit(const Options& options, std::stop_token stop) {
  CardCommand<bool> command;
  command.run = [sequence = static_cast<card::PurchaseSequence>(options.sequence)](
                    flows::Visit& visit, const profile::Config&) -> Outcome<bool> {
    const auto proof = flows::checkDebit(visit, sequence);
    if (!proof) return tl::unexpected(proof.error());
    return proof->has_value();
  };
  command.json = [](const bool& debited) { return render::Json{{"debited", debited}}; };
  command.print = [](const bool& debited, Language language) {
    const bool zh = language == Language::zh;
    fmt::print("{}\n",
               debited ? (zh ? "已扣款。" : "It was debited.") : (zh ? "未扣款。" : "It was not debited."));
  };
  return runOnCard(options, std::move(stop), command);
}

}  // namespace

int runBalance(const Options& options, std::stop_token stop) {
  CardCommand<flows::Balances> command;
  command.run = [](flows::Visit& visit, const profile::Config&) { return flows::readBalances(visit); };
  command.json = [](const flows::Balances& balances) {
    return render::Json{{"balance", render::balances(balances)}};
  };
  command.print = printBalances;
  return runOnCard(options, std::move(stop), command);
}

int runRecords(const Options& options, std::stop_token stop) {
  CardCommand<std::vector<card::Transaction>> command;
  command.use.pinEntries = 1;
  command.run = [](flows::Visit& visit, const profile::Config&) { return flows::readDebits(visit); };
  command.json = [](const auto& records) { return render::Json{{"records", render::transactions(records)}}; };
  command.print = printTransactions;
  return runOnCard(options, std::move(stop), command);
}

int runDebit(const Options& options, std::stop_token stop) {
  if (options.sequence != 0) return checkDebit(options, std::move(stop));
  const auto order = orderOf(options);
  if (!order) return report(order.error(), options, languageOf(options, {}));
  CardCommand<flows::DebitReceipt> command;
  command.use.pinEntries = 1;
  command.use.extraTime = std::chrono::minutes(1);  // a card put back in time must still be asked
  command.run = [order = *order, interface = *interfaceFrom(options.interface)](
                    flows::Visit& visit, const profile::Config& config) {
    return flows::debit(visit, interface, order, config.reinsertWait);
  };
  command.json = [](const flows::DebitReceipt& receipt) {
    return render::Json{{"receipt", render::receipt(receipt)}};
  };
  command.print = printReceipt;
  return runOnCard(options, std::move(stop), command);
}

}  // namespace ssc::cli
