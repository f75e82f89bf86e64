// This terminal's day against the center's (services 6.7): totals first, the lines where they differ.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "hostlib/flows/office/desk.hpp"
#include "hostlib/flows/settle/station.hpp"
#include "wire/settlement/statement.hpp"

namespace ssc::flows {

struct Reconciliation {
  std::string clearingDate;  ///< yyyyMMdd
  settlement::StatementTotals own, center;
  std::vector<settlement::StatementLine> differences;  ///< none: both are equal
  [[nodiscard]] bool isEqual() const { return differences.empty() && own == center; }
};

/// `clearingDate`: yyyyMMdd. Where both are equal, the records are RECONCILED from then on. badInput for a
/// day on which nothing was cleared here.
Outcome<Reconciliation> reconcile(const SettlementStation& station, OfficeDesk& office,
                                  const std::string& clearingDate, const std::stop_token& stop);

}  // namespace ssc::flows
