// What a signed-in person asks: an item of the catalogue, every view of it, and where the item reaches other
// areas, each area in a block of its own.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "hostlib/catalogue/catalogue.hpp"
#include "hostlib/flows/office/person.hpp"
#include "hostlib/flows/office/table.hpp"

namespace ssc::flows {

/// Rows of one view in one area, or why that area gave none: one area that fails does not hide the others.
struct QueryBlock {
  std::string area, view, asOf;
  Table table;
  std::optional<Failure> failure;
};

struct QueryRequest {
  std::string item;
  std::string from, to;  ///< yyyy-MM or yyyy-MM-dd; empty: open
};

class Query {
 public:
  Query(OfficeDesk& desk, std::stop_token stop) : desk_(desk), stop_(std::move(stop)) {}

  /// Whether an item of the catalogue is a query: to be asked before anybody signs in for it.
  static bool accepts(std::string_view item);

  /// noSuchService for an item that is no query. When every block failed, the first failure; cancelled, when
  /// any block was. officeBadAnswer for pages without end.
  Outcome<std::vector<QueryBlock>> run(const SignedInPerson& person, const QueryRequest& asked);

 private:
  std::vector<QueryBlock> askArea(const SignedInPerson& person, const QueryRequest& request,
                                  const std::string& area);
  Outcome<QueryBlock> askView(const SignedInPerson& person, const QueryRequest& request,
                              const std::string& area, const std::string& view,
                              std::vector<std::string>& views);

  OfficeDesk& desk_;
  std::stop_token stop_;
};

}  // namespace ssc::flows
