#include "hostlib/flows/settle/reconcile.hpp"

#include "wire/office/settlement.hpp"

namespace ssc::flows {
namespace {

namespace message = wire::office;
using settlement::Difference;
using settlement::StatementLine;

constexpr std::size_t kMostAnswer = std::size_t{16} * 1024 * 1024;  // bytes

/// What stands in the journal as cleared on that day.
Outcome<std::vector<StatementLine>> linesOf(const SettlementStation& station, const std::string& day) {
  const auto cleared = lift(station.journal.clearedOn(day));
  if (!cleared) return tl::unexpected(cleared.error());
  std::vector<StatementLine> lines;
  for (const journal::Cleared& each : *cleared) {
    if (each.record.type != settlement::RecordType::settled) continue;
    StatementLine line;
    line.settlement = settlement::settlementName(station.terminalId, each.record.sequence);
    line.isReversed = each.isReversed;
    line.total = each.record.amounts.total;
    line.fund = each.record.amounts.fund;
    line.account = each.record.amounts.account;
    lines.push_back(std::move(line));
  }
  return lines;
}

Outcome<std::vector<StatementLine>> differencesOf(const SettlementStation& station, OfficeDesk& office,
                                                  const std::string& day, std::vector<StatementLine> lines,
                                                  const std::stop_token& stop) {
  office::Client& client = office.client();
  const auto draft = lift(client.draft(stop));
  if (!draft) return tl::unexpected(draft.error());
  const auto text = settlement::statementText({station.terminalId, day, std::move(lines)});
  const auto file = lift(client.upload(*draft, "statement", text, {{}, stop}));
  if (!file) return tl::unexpected(file.error());
  const auto compared = lift(client.call(message::CompareDetails{*file, day, day}, {{}, stop}));
  if (!compared) return tl::unexpected(compared.error());
  const auto answer = lift(client.fetch(compared->file_qury_no, kMostAnswer, {{}, stop}));
  if (!answer) return tl::unexpected(answer.error());
  auto statement = settlement::parseStatement(*answer);
  if (!statement)
    return tl::unexpected(Failure{Reason::officeBadAnswer, "3202: " + statement.error().text(), {}});
  std::erase_if(statement->lines,
                [](const StatementLine& line) { return line.difference == Difference::equal; });
  return std::move(statement->lines);
}

Outcome<void> noteReconciled(const SettlementStation& station, const std::string& day,
                             const std::stop_token& stop) {
  auto writer = lift(station.journal.writer(kWriterWait, stop));
  if (!writer) return tl::unexpected(writer.error());
  const auto cleared = lift(station.journal.clearedOn(day));
  if (!cleared) return tl::unexpected(cleared.error());
  for (const journal::Cleared& each : *cleared) {
    const bool isOpen =
        each.record.type == settlement::RecordType::settled && !each.isReversed && !each.isReconciled;
    if (!isOpen) continue;
    if (auto noted = lift(writer->note(each.record.sequence, "RECONCILED", day, station.now())); !noted)
      return noted;
  }
  return {};
}

}  // namespace

Outcome<Reconciliation> reconcile(const SettlementStation& station, OfficeDesk& office,
                                  const std::string& clearingDate, const std::stop_token& stop) {
  if (!wire::parseCompactSeconds(clearingDate + "000000"))
    return tl::unexpected(Failure{Reason::badInput, "clearing date: yyyyMMdd", {}});
  auto lines = linesOf(station, clearingDate);
  if (!lines) return tl::unexpected(lines.error());
  Reconciliation result;
  result.clearingDate = clearingDate;
  result.own = settlement::totalsOf(*lines);
  const auto totals =
      lift(office.client().call(message::CompareTotals{clearingDate, clearingDate, result.own.count,
                                                       result.own.total, result.own.fund, result.own.account},
                                {{}, stop}));
  if (!totals) return tl::unexpected(totals.error());
  result.center = {totals->fixmedins_setl_cnt, totals->medfee_sumamt, totals->fund_pay_sumamt,
                   totals->acct_pay};
  if (totals->stmt_rslt == "equal") {
    if (auto noted = noteReconciled(station, clearingDate, stop); !noted)
      return tl::unexpected(noted.error());
    return result;
  }
  auto differences = differencesOf(station, office, clearingDate, std::move(*lines), stop);
  if (!differences) return tl::unexpected(differences.error());
  result.differences = std::move(*differences);
  return result;
}

}  // namespace ssc::flows
