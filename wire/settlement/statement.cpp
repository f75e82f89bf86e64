#include "wire/settlement/statement.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "wire/beijing_time.hpp"
#include "wire/code_parts.hpp"
#include "wire/settlement/symbols.hpp"

namespace ssc::wire::settlement {
namespace {

constexpr std::string_view kTitle = "SSC-STATEMENT|1|";
constexpr std::size_t kTerminal = 12, kDate = 8, kMostName = 40;
constexpr std::array<std::string_view, 5> kDifferences{"equal", "localOnly", "centerOnly", "amount", "state"};

tl::unexpected<BadMessage> bad(std::string place, std::string_view what) {
  return tl::unexpected(BadMessage{std::move(place), std::string(what)});
}

std::optional<Difference> differenceFrom(std::string_view text) {
  const auto* row = std::ranges::find(kDifferences, text);
  if (row == kDifferences.end()) return std::nullopt;
  return static_cast<Difference>(row - kDifferences.begin());
}

std::optional<StatementLine> lineFrom(std::string_view text) {
  const auto parts = partsOf<7>(text, '|');
  if (!parts) return std::nullopt;
  const auto& [name, reversed, total, fund, account, result, memo] = *parts;
  const auto sum = decimal(total), paid = decimal(fund), own = decimal(account);
  const auto difference = differenceFrom(result);
  const bool isName = !name.empty() && name.size() <= kMostName && isOneField(name);
  if (!isName || (reversed != "0" && reversed != "1") || !sum || !paid || !own || !difference ||
      !memo.empty())
    return std::nullopt;
  return StatementLine{std::string(name), reversed == "1", *sum, *paid, *own, *difference};
}

/// What is between the start and the next LF.
std::optional<std::string_view> takeLine(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

Difference differenceOf(const StatementLine& terminal, const StatementLine& center) {
  if (terminal.isReversed != center.isReversed) return Difference::state;
  const bool isSame =
      terminal.total == center.total && terminal.fund == center.fund && terminal.account == center.account;
  return isSame ? Difference::equal : Difference::amount;
}

}  // namespace

std::string_view toText(Difference difference) {
  return kDifferences.at(static_cast<std::size_t>(difference));
}

std::string settlementName(std::string_view terminalId, std::uint32_t sequence) {
  return std::string(terminalId) + '-' + std::to_string(sequence);
}

std::string statementText(const Statement& statement) {
  std::string text = std::string(kTitle) + statement.terminalId + '|' + statement.clearingDate + '|' +
                     std::to_string(statement.lines.size()) + '\n';
  for (const StatementLine& line : statement.lines)
    text += line.settlement + '|' + (line.isReversed ? "1" : "0") + '|' + std::to_string(line.total) + '|' +
            std::to_string(line.fund) + '|' + std::to_string(line.account) + '|' +
            std::string(toText(line.difference)) + "|\n";
  return text;
}

tl::expected<Statement, BadMessage> parseStatement(std::string_view text) {
  const auto title = takeLine(text);
  const auto parts =
      title && title->starts_with(kTitle) ? partsOf<3>(title->substr(kTitle.size()), '|') : std::nullopt;
  if (!parts) return bad("", "is no statement");
  const auto& [terminal, date, count] = *parts;
  const auto lines = decimal(count);
  if (!consistsOf(terminal, kDigits, kTerminal)) return bad("terminal", "must be 12 digits");
  if (!consistsOf(date, kDigits, kDate) || !parseCompactSeconds(std::string(date) + "000000"))
    return bad("date", "must be yyyyMMdd");
  if (!lines || *lines > Statement::kMostLines) return bad("lines", "must be a number up to 50000");
  Statement statement{std::string(terminal), std::string(date), {}};
  for (std::uint32_t i = 1; i <= *lines; ++i) {
    const auto line = takeLine(text);
    auto parsed = line ? lineFrom(*line) : std::nullopt;
    if (!parsed) return bad("line " + std::to_string(i), "is no settlement");
    statement.lines.push_back(std::move(*parsed));
  }
  if (!text.empty()) return bad("", "has more lines than it says");
  return statement;
}

StatementTotals totalsOf(const std::vector<StatementLine>& lines) {
  StatementTotals totals;
  for (const StatementLine& line : lines) {
    if (line.isReversed) continue;
    ++totals.count;
    totals.total += line.total;
    totals.fund += line.fund;
    totals.account += line.account;
  }
  return totals;
}

std::vector<StatementLine> compared(const std::vector<StatementLine>& terminal,
                                    const std::vector<StatementLine>& center) {
  std::map<std::string, StatementLine, std::less<>> all;
  for (StatementLine line : center) {
    line.difference = Difference::centerOnly;
    all.insert_or_assign(line.settlement, line);
  }
  for (StatementLine line : terminal) {
    const auto other = all.find(line.settlement);
    line.difference = other == all.end() ? Difference::localOnly : differenceOf(line, other->second);
    all.insert_or_assign(line.settlement, line);
  }
  std::vector<StatementLine> lines;
  lines.reserve(all.size());
  for (auto& [name, line] : all)
    lines.push_back(std::move(line));
  return lines;
}

}  // namespace ssc::wire::settlement
