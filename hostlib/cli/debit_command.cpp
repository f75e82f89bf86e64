// `ssc balance`, `ssc debit`, `ssc records`
#include <algorithm>
#include <charconv>
#include <chrono>
#include <fmt/chrono.h>
#include <fmt/core.h>

#include "card-spec/text.hpp"
#include "hostlib/cli/card_command.hpp"
#include "hostlib/flows/debit.hpp"

namespace ssc::cli {
namespace {

using flows::Failure;
using flows::Outcome;
using flows::Reason;
using profile::Language;

constexpr std::uint64_t kMostFen = 0xFFFFFFFF;
constexpr std::chrono::hours kBeijing{8};  // settlement time is Beijing time, wherever the terminal stands

tl::unexpected<Failure> badAmount(const std::string& text) {
  return tl::unexpected(
      Failure{Reason::badInput, "amount '" + text + "': yuan with at most two decimals", {}});
}

bool isDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "128.5" → 12850
Outcome<card::Fen> fenOf(const std::string& text) {
  const auto dot = std::min(text.find('.'), text.size());
  const std::string whole = text.substr(0, dot);
  std::string decimals = dot < text.size() ? text.substr(dot + 1) : "00";
  if (decimals.size() == 1) decimals += '0';
  if (!isDigits(whole) || whole.size() > 8 || !isDigits(decimals) || decimals.size() != 2)
    return badAmount(text);
  std::uint64_t fen = 0;
  const std::string digits = whole + decimals;
  std::from_chars(digits.data(), digits.data() + digits.size(), fen);
  if (fen > kMostFen) return badAmount(text);
  return static_cast<card::Fen>(fen);
}

std::string now() {
  const auto time = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()) + kBeijing;
  return fmt::format("{:%Y%m%d%H%M%S}", fmt::gmtime(std::chrono::system_clock::to_time_t(time)));
}

Outcome<card::BcdTime> timeOf(const std::string& text) {
  const std::string digits = text.empty() ? now() : text;
  card::BcdTime time{};
  const auto packed =
      digits.size() == 2 * time.size() ? cardspec::packDigits(digits, time.size()) : std::nullopt;
  if (!packed) return tl::unexpected(Failure{Reason::badInput, "time: 14 digits CCYYMMDDHHMMSS", {}});
  std::copy(packed->begin(), packed->end(), time.begin());
  return time;
}

Outcome<flows::DebitOrder> orderOf(const Options& options) {
  const auto total = fenOf(options.total);
  if (!total) return tl::unexpected(total.error());
  const auto part = options.part.empty() ? total : fenOf(options.part);
  if (!part) return tl::unexpected(part.error());
  const auto time = timeOf(options.time);
  if (!time) return tl::unexpected(time.error());
  return flows::DebitOrder{*total, *part, *time};
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
  printLine(zh ? "其中账户与统筹" : "of it account and pool", render::yuan(receipt.order.accountAndPool));
  printLine(zh ? "时间" : "Time", render::timeText(receipt.order.time));
  printLine(zh ? "卡交易序号" : "Card sequence", std::to_string(static_cast<unsigned>(receipt.cardSequence)));
  printLine(zh ? "终端机编号" : "Terminal", receipt.terminalNumber);
  printLine(zh ? "终端交易序号" : "Terminal sequence", apdu::toHex(receipt.terminalSequence));
  printLine("TAC", apdu::toHex(receipt.proof.tac));
  if (receipt.recovered)
    fmt::print("{}\n",
               zh ? "卡片曾被取出，已核对扣款成功。" : "The card had been lost; it says it was debited.");
}

void printTransactions(const std::vector<card::Transaction>& transactions, Language language) {
  if (transactions.empty()) fmt::print("{}\n", language == Language::zh ? "无交易记录" : "no records");
  for (const card::Transaction& entry : transactions)
    fmt::print("{:>5}  {}  {}  {:>12}  {:>12}\n", entry.sequence, render::timeText(entry.time),
               apdu::toHex(entry.terminal), render::yuan(entry.selfPay), render::yuan(entry.pool));
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
