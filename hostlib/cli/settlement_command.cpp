// `ssc settle`, `ssc upload`, `ssc reconcile`: medical settlements without the network, and how they come to
// the center.
#include <array>
#include <fmt/core.h>
#include <iostream>
#include <unistd.h>

#include "hostlib/cli/card_command.hpp"
#include "hostlib/cli/file_io.hpp"
#include "hostlib/flows/settle/card_contact.hpp"
#include "hostlib/flows/settle/desk.hpp"
#include "hostlib/flows/settle/reconcile.hpp"
#include "hostlib/flows/settle/settle.hpp"
#include "hostlib/flows/settle/upload.hpp"
#include "hostlib/render/settlement.hpp"

namespace ssc::cli {
namespace {

using flows::Failure;
using flows::Outcome;
using flows::Reason;
using profile::Language;
namespace settlement = flows::settlement;

constexpr auto kConfirmTime = std::chrono::minutes(2);  // for the holder to look and say yes

/// A flow that is left behind may still work with it.
struct SettlementMachine {
  office::SystemClock clock;
  crypto::SystemRandom random;
  std::unique_ptr<flows::SettlementDesk> desk;
};

Outcome<std::shared_ptr<SettlementMachine>> machineFor(const profile::Config& config) {
  const auto settings = flows::officeSettings(config, SSC_VERSION);
  if (!settings) return tl::unexpected(settings.error());
  auto machine = std::make_shared<SettlementMachine>();
  auto desk = flows::SettlementDesk::open(*settings, machine->clock, machine->random);
  if (!desk) return tl::unexpected(desk.error());
  machine->desk = std::move(*desk);
  return machine;
}

std::string sumText(settlement::Fen fen) {
  return render::yuan(static_cast<std::uint32_t>(fen));
}

// ---- what is asked for

Outcome<std::vector<settlement::FeeLine>> feesFrom(const std::string& name) {
  if (name.empty()) return std::vector<settlement::FeeLine>();
  const auto bytes = readInput(name);
  if (!bytes) return tl::unexpected(bytes.error());
  auto lines = settlement::parseFeeText({reinterpret_cast<const char*>(bytes->data()), bytes->size()});
  if (!lines) return tl::unexpected(Failure{Reason::badInput, name + ": " + lines.error().text(), {}});
  return std::move(*lines);
}

Outcome<flows::SettleOrder> orderOf(const Options& options) {
  constexpr std::string_view kNoTime = "20000101000000";  // the terminal's own clock decides
  const auto amounts =
      render::debitOrder(options.total, options.part.empty() ? options.total : options.part, kNoTime);
  if (!amounts) return tl::unexpected(amounts.error());
  auto fees = feesFrom(options.input);
  if (!fees) return tl::unexpected(fees.error());
  flows::SettleOrder order;
  order.business =
      options.kind == "pharmacy" ? settlement::Business::pharmacy : settlement::Business::outpatient;
  order.visit = options.value;
  order.fees = std::move(*fees);
  order.total = amounts->total;
  order.account = amounts->accountAndPool;
  order.special = options.field;
  return order;
}

/// The holder looks at what is to be paid; a program that calls has asked them itself (--yes).
bool confirmOnScreen(const flows::SettleView& view, Language language) {
  const bool zh = language == Language::zh;
  fmt::print(stderr, "\n{}  {}\n", padded(zh ? "持卡人" : "Holder", 24), view.maskedName);
  fmt::print(stderr, "{}  {}\n", padded(zh ? "总金额" : "Total", 24), sumText(view.amounts.total));
  fmt::print(stderr, "{}  {}\n", padded(zh ? "个人账户支付" : "From the account", 24),
             sumText(view.amounts.account));
  fmt::print(stderr, "{}  {}\n", padded(zh ? "现金" : "Cash", 24), sumText(view.amounts.cash));
  fmt::print(stderr, "{}", zh ? "请持卡人核对，同意请输入 y：" : "Does the holder agree? [y/N] ");
  std::string answer;
  return std::getline(std::cin, answer) && (answer == "y" || answer == "Y");
}

// ---- what came of it

Json recordJson(const settlement::Record& record) {
  Json json = {{"number", record.sequence},
               {"type", std::string(1, static_cast<char>(record.type))},
               {"total", sumText(record.amounts.total)},
               {"account", sumText(record.amounts.account)},
               {"cash", sumText(record.amounts.cash)},
               {"cardSequence", record.cardSequence},
               {"terminalSequence", record.terminalSequence},
               {"time", record.time},
               {"reason", record.reason},
               {"visit", record.visit}};
  if (record.tac) json["tac"] = apdu::toHex(*record.tac);
  return json;
}

Json recoveredJson(const flows::Recovered& recovered) {
  Json json = {{"cardsWritten", recovered.cardsWritten}};
  if (recovered.closed) json["closed"] = recordJson(*recovered.closed);
  return json;
}

void printRecovered(const flows::Recovered& recovered, Language language) {
  const bool zh = language == Language::zh;
  if (!recovered.closed) return;
  const auto& record = *recovered.closed;
  struct Row {
    settlement::RecordType type;
    const char *zh, *en;
  };
  constexpr std::array kRows{
      Row{settlement::RecordType::settled, "上次中断的结算已成交", "The interrupted settlement was debited"},
      Row{settlement::RecordType::aborted, "上次中断的结算未扣款",
          "The interrupted settlement was not debited"},
      Row{settlement::RecordType::unknown, "上次中断的结算结果未知，按未付处理",
          "What became of the interrupted settlement is not known: it counts as not paid"}};
  for (const Row& row : kRows)
    if (row.type == record.type)
      fmt::print("{} · {} {} · {}\n", zh ? row.zh : row.en, zh ? "记录" : "record", record.sequence,
                 sumText(record.amounts.total));
}

void printReceipt(const flows::SettleReceipt& receipt, Language language) {
  const bool zh = language == Language::zh;
  printRecovered(receipt.before, language);
  fmt::print("{}\n", zh ? "脱网结算成功，待中心确认。"
                        : "Settled without the network; the center has yet to confirm it.");
  printLine(zh ? "持卡人" : "Holder", receipt.maskedName);
  printLine(zh ? "总金额" : "Total", sumText(receipt.record.amounts.total));
  printLine(zh ? "个人账户支付" : "From the account", sumText(receipt.record.amounts.account));
  printLine(zh ? "现金" : "Cash", sumText(receipt.record.amounts.cash));
  printLine(zh ? "记录号" : "Record", std::to_string(receipt.record.sequence));
  printLine("TAC", receipt.record.tac ? apdu::toHex(*receipt.record.tac) : std::string());
  if (receipt.cardPending)
    fmt::print("{}\n", zh ? "卡上累计数未写入，下次用卡时补写。"
                          : "The card's own sums are written the next time it is used.");
}

int recoverOnly(const Options& options, const Prepared& prepared,
                const std::shared_ptr<SettlementMachine>& machine) {
  const auto result = flows::call<flows::Recovered>(
      prepared.config, prepared.call,
      [machine, interface = prepared.interface, stop = prepared.call.stop](flows::Visit& visit) {
        return flows::recoverSettlement(machine->desk->station(), visit, interface, stop);
      });
  if (!result) return report(result.error(), options, prepared.language);
  if (options.json) {
    printJson({{"ok", true}, {"recovered", recoveredJson(result->value)}});
    return kExitOk;
  }
  printRecovered(result->value, prepared.language);
  if (!result->value.closed)
    fmt::print("{}\n", prepared.language == Language::zh ? "没有中断的结算。" : "Nothing was interrupted.");
  return kExitOk;
}

int settleNow(const Options& options, const Prepared& prepared,
              const std::shared_ptr<SettlementMachine>& machine, const flows::SettleOrder& order) {
  const bool isAsked = !options.confirmed;
  const auto confirm = [isAsked, language = prepared.language](const flows::SettleView& view) {
    return !isAsked || confirmOnScreen(view, language);
  };
  const auto result = flows::call<flows::SettleReceipt>(
      prepared.config, prepared.call,
      [machine, confirm, order, interface = prepared.interface, stop = prepared.call.stop,
       wait = prepared.config.reinsertWait](flows::Visit& visit) {
        return flows::Settle(machine->desk->station(), confirm, stop).run(visit, interface, order, wait);
      });
  if (!result) return report(result.error(), options, prepared.language);
  if (options.json) {
    printJson({{"ok", true},
               {"simulated", result->trail.simulatedReader},
               {"record", recordJson(result->value.record)},
               {"recovered", result->value.recovered},
               {"cardPending", result->value.cardPending},
               {"before", recoveredJson(result->value.before)}});
    return kExitOk;
  }
  printSimulated(result->trail, prepared.language);
  printReceipt(result->value, prepared.language);
  return kExitOk;
}

}  // namespace

int runSettle(const Options& options, std::stop_token stop) {
  const bool isRecovery = options.total.empty();
  flows::SettleOrder order;
  if (!isRecovery) {
    auto made = orderOf(options);
    if (!made) return report(made.error(), options, languageOf(options, {}));
    order = std::move(*made);
  }
  auto prepared = prepare(options, stop, {1, kConfirmTime});
  if (!prepared) return prepared.error();
  prepared->call.modules = flows::ModulePolicy::psamOnly;
  const auto machine = machineFor(prepared->config);
  if (!machine) return report(machine.error(), options, prepared->language);
  if (!options.reason.empty())
    if (const auto declared = flows::declareOffline((*machine)->desk->station(), options.reason, stop);
        !declared)
      return report(declared.error(), options, prepared->language);
  return isRecovery ? recoverOnly(options, *prepared, *machine)
                    : settleNow(options, *prepared, *machine, order);
}

namespace {

/// The card in the reader meets the center again.
Outcome<flows::CardContact> contactHere(const Prepared& prepared, std::shared_ptr<flows::OfficeDesk> office) {
  auto result = flows::call<flows::CardContact>(
      prepared.config, prepared.call,
      [office = std::move(office), interface = prepared.interface, stop = prepared.call.stop](
          flows::Visit& visit) { return flows::contactCard(visit, interface, *office, stop); });
  if (!result) return tl::unexpected(result.error());
  return std::move(result->value);
}

Json uploadJson(const flows::UploadReport& sent) {
  return {{"ok", true},
          {"sent", sent.sent},
          {"acknowledged", sent.acknowledged},
          {"accepted", sent.accepted},
          {"held", sent.held},
          {"refused", sent.refused},
          {"waiting", sent.waiting},
          {"unanswered", sent.unanswered},
          {"outageEnded", sent.isEnded}};
}

void printUpload(const flows::UploadReport& sent, Language language) {
  const bool zh = language == Language::zh;
  printLine(zh ? "已上传" : "Sent", std::to_string(sent.sent));
  printLine(zh ? "中心已入账" : "Accepted", std::to_string(sent.accepted));
  if (sent.held != 0) printLine(zh ? "中心待查" : "Held", std::to_string(sent.held));
  if (sent.refused != 0) printLine(zh ? "中心拒收" : "Refused", std::to_string(sent.refused));
  printLine(zh ? "待上传" : "To be sent", std::to_string(sent.waiting));
}

/// Records first, then today's policy and stop-list.
Outcome<flows::UploadReport> uploadAll(SettlementMachine& machine, flows::OfficeDesk& office, bool toPerson,
                                       const std::stop_token& stop) {
  flows::Upload upload(machine.desk->station(), office, stop);
  auto sent = upload.run([&](std::uint64_t done, std::uint64_t of) {
    if (toPerson && of > 0) fmt::print(stderr, "\r{} / {}", done, of);
  });
  if (toPerson) fmt::print(stderr, "\r\033[K");
  if (!sent) return sent;
  if (const auto fresh = machine.desk->refresh(office, stop); !fresh) return tl::unexpected(fresh.error());
  return sent;
}

}  // namespace

int runUpload(const Options& options, std::stop_token stop) {
  const auto config = configured(options);
  if (!config) return config.error();
  const Language language = languageOf(options, *config);
  const auto machine = machineFor(*config);
  if (!machine) return report(machine.error(), options, language);
  auto opened = flows::OfficeDesk::open(*config, SSC_VERSION);
  if (!opened) return report(opened.error(), options, language);
  const std::shared_ptr<flows::OfficeDesk> office = std::move(*opened);
  const bool toPerson = !options.json && ::isatty(STDERR_FILENO) == 1;
  const auto sent = uploadAll(**machine, *office, toPerson, stop);
  if (!sent) return report(sent.error(), options, language);
  Json json = uploadJson(*sent);
  if (options.withCard) {
    constexpr auto kOfficeTime = std::chrono::seconds(40);
    auto prepared = prepare(options, stop, {1, kOfficeTime});
    if (!prepared) return prepared.error();
    prepared->call.modules = flows::ModulePolicy::psamOnly;
    const auto contact = contactHere(*prepared, office);
    if (!contact) return report(contact.error(), options, language);
    json["card"] = {{"reported", contact->isReported}, {"settlements", contact->before.count}};
  }
  if (options.json)
    printJson(json);
  else
    printUpload(*sent, language);
  return kExitOk;
}

namespace {

Json totalsJson(const settlement::StatementTotals& totals) {
  return {{"count", totals.count}, {"total", sumText(totals.total)}, {"account", sumText(totals.account)}};
}

void printTotals(const char* name, const settlement::StatementTotals& totals, Language language) {
  const bool zh = language == Language::zh;
  fmt::print("{}  {}\n", padded(name, 24),
             zh ? fmt::format("{} 笔  总额 {}  账户 {}", totals.count, sumText(totals.total),
                              sumText(totals.account))
                : fmt::format("{} settlements, total {}, account {}", totals.count, sumText(totals.total),
                              sumText(totals.account)));
}

void printReconciliation(const flows::Reconciliation& result, Language language) {
  const bool zh = language == Language::zh;
  printLine(zh ? "清算日期" : "Clearing date", result.clearingDate);
  printTotals(zh ? "本终端" : "This terminal", result.own, language);
  printTotals(zh ? "中心" : "The center", result.center, language);
  for (const auto& line : result.differences)
    fmt::print("  ✗ {}  {}  {}\n", line.settlement, sumText(line.total), toText(line.difference));
  if (result.isEqual()) fmt::print("{}\n", zh ? "✓ 两边一致。" : "✓ Both are equal.");
}

}  // namespace

int runReconcile(const Options& options, std::stop_token stop) {
  const auto config = configured(options);
  if (!config) return config.error();
  const Language language = languageOf(options, *config);
  const auto machine = machineFor(*config);
  if (!machine) return report(machine.error(), options, language);
  auto office = flows::OfficeDesk::open(*config, SSC_VERSION);
  if (!office) return report(office.error(), options, language);
  const auto& station = (*machine)->desk->station();
  std::string day = options.time;
  if (day.empty()) {
    const auto last = flows::lift(station.journal.lastClearingDate());
    if (!last) return report(last.error(), options, language);
    day = *last;
  }
  const auto result = flows::reconcile(station, **office, day, stop);
  if (!result) return report(result.error(), options, language);
  if (options.json) {
    Json json = {{"ok", true},
                 {"equal", result->isEqual()},
                 {"clearingDate", result->clearingDate},
                 {"terminal", totalsJson(result->own)},
                 {"center", totalsJson(result->center)},
                 {"differences", Json::array()}};
    for (const auto& line : result->differences)
      json["differences"].push_back({{"settlement", line.settlement}, {"kind", toText(line.difference)}});
    printJson(json);
  } else {
    printReconciliation(*result, language);
  }
  return result->isEqual() ? kExitOk : kExitNotPassed;
}

}  // namespace ssc::cli
