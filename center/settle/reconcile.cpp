// A terminal's day against the center's (3201, 3202).
#include "center/files/files.hpp"
#include "center/settle/json_rows.hpp"
#include "center/settle/settle.hpp"
#include "wire/settlement/statement.hpp"

namespace ssc::center {

using namespace wire::office;
namespace settlement = wire::settlement;

namespace {

/// What the center has of this terminal, cleared on that day.
std::vector<settlement::StatementLine> linesOf(const Call& call, const std::string& day) {
  std::vector<settlement::StatementLine> lines;
  long long sequence = 0, total = 0, account = 0;
  std::string state;
  soci::statement rows =
      (call.sql.prepare
           << "SELECT seq, total, account, state FROM offline_settlements WHERE dev_no = :dev AND "
              "clearing_date = :day AND type = 'S' ORDER BY seq",
       soci::use(call.terminal.devNo), soci::use(day), soci::into(sequence), soci::into(total),
       soci::into(account), soci::into(state));
  forRows(rows, [&] {
    settlement::StatementLine line;
    line.settlement = settlement::settlementName(call.terminal.devNo, static_cast<std::uint32_t>(sequence));
    line.isReversed = state == "VOIDED" || state == "REVERSED";
    line.total = static_cast<std::uint64_t>(total);
    line.account = static_cast<std::uint64_t>(account);
    lines.push_back(std::move(line));
  });
  return lines;
}

void markReconciled(const Call& call, const std::string& day) {
  call.sql << "UPDATE offline_settlements SET state = 'RECONCILED' WHERE dev_no = :dev AND clearing_date = "
              ":day AND type "
              "= 'S' AND state = 'ACCEPTED'",
      soci::use(call.terminal.devNo), soci::use(day);
}

}  // namespace

Answered<TotalsCompared> compareTotals(const Call& call, const CompareTotals& body) {
  if (body.stmt_begndate != body.stmt_enddate) return refuse(ErrorCode::badEnvelope, 0, "input.stmt_enddate");
  const auto own = settlement::totalsOf(linesOf(call, body.stmt_begndate));
  const bool isEqual = own == settlement::StatementTotals{body.fixmedins_setl_cnt, body.medfee_sumamt,
                                                          body.fund_pay_sumamt, body.acct_pay};
  if (isEqual) markReconciled(call, body.stmt_begndate);
  return TotalsCompared{isEqual ? "equal" : "different", own.count, own.total, own.fund, own.account};
}

Answered<DetailsCompared> compareDetails(const Call& call, const CompareDetails& body) {
  const auto file = findFile(call.sql, call.terminal.devNo, body.file_qury_no);
  if (!file || file->kind != "statement") return refuse(ErrorCode::wrongStep, 0, "input.file_qury_no");
  const auto theirs = settlement::parseStatement(file->content);
  if (!theirs) return refuse(ErrorCode::badEnvelope, 0, "file." + theirs.error().place);
  if (theirs->terminalId != call.terminal.devNo) return refuse(ErrorCode::foreignJournal, 0, "file.terminal");
  const bool isTheDay = theirs->clearingDate == body.stmt_begndate && body.stmt_enddate == body.stmt_begndate;
  if (!isTheDay) return refuse(ErrorCode::badEnvelope, 0, "input.stmt_begndate");
  const settlement::Statement answer{
      theirs->terminalId, theirs->clearingDate,
      settlement::compared(theirs->lines, linesOf(call, theirs->clearingDate))};
  DetailsCompared compared;
  for (const settlement::StatementLine& line : answer.lines)
    compared.differences += line.difference == settlement::Difference::equal ? 0 : 1;
  auto fileNo = publishFile(call.services, call.sql, "statement", settlement::statementText(answer),
                            call.at(), call.terminal.devNo);
  if (!fileNo) return tl::unexpected(fileNo.error());
  compared.file_qury_no = std::move(*fileNo);
  return compared;
}

}  // namespace ssc::center
