// One day of settlements, as institution and center hold them against each other (services 6.7): totals first
// (3201), the lines only where they differ (3202). One line each, fields joined by '|', LF:
//
//   SSC-STATEMENT|1|<terminal>|<clearing date>|<lines>
//   <setl_id>|<refd_setl_flag>|<medfee_sumamt>|<fund_pay_sumamt>|<acct_pay>|<stmt_rslt>|<memo>
//
// setl_id of an offline settlement is terminal and offlineSeq, joined by '-'. Amounts are fen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "wire/bad_message.hpp"

namespace ssc::wire::settlement {

/// Where two sides stand to each other in one settlement.
enum class Difference : std::uint8_t {
  equal,
  localOnly,   ///< the center does not have it: send it again
  centerOnly,  ///< the terminal does not: look for the slip, accept it or ask for its reversal
  amount,      ///< a dispute
  state,       ///< reversed on one side only: the center's word counts
};
std::string_view toText(Difference difference);

struct StatementLine {
  std::string settlement;  ///< setl_id
  bool isReversed = false;
  std::uint64_t total = 0, fund = 0, account = 0;
  Difference difference = Difference::equal;  ///< in what the center answers
  friend bool operator==(const StatementLine&, const StatementLine&) = default;
};

struct Statement {
  static constexpr std::size_t kMostLines = 50'000;
  std::string terminalId;    ///< 12 digits
  std::string clearingDate;  ///< yyyyMMdd
  std::vector<StatementLine> lines;
};

std::string settlementName(std::string_view terminalId, std::uint32_t sequence);
std::string statementText(const Statement& statement);
/// Strict.
tl::expected<Statement, BadMessage> parseStatement(std::string_view text);

/// Sums of what was not reversed.
struct StatementTotals {
  std::uint64_t count = 0, total = 0, fund = 0, account = 0;
  friend bool operator==(const StatementTotals&, const StatementTotals&) = default;
};
StatementTotals totalsOf(const std::vector<StatementLine>& lines);
/// Every settlement of either side, once, in the order of their names.
std::vector<StatementLine> compared(const std::vector<StatementLine>& terminal,
                                    const std::vector<StatementLine>& center);

}  // namespace ssc::wire::settlement
