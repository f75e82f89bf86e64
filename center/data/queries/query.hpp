// 8206: everything a person can ask about. The items of the catalogue are data (queries.toml); this runs
// them.
#pragma once

#include <cstdint>
#include <soci/soci.h>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace ssc::center {

/// How a cell is written.
enum class CellKind : std::uint8_t {
  text,
  code,     ///< a word or code value that the terminal has a text for
  name,     ///< of a person; sensitive
  account,  ///< a number of a bank, fund or identity paper; sensitive
  date,     ///< yyyy-MM-dd, or yyyy-MM-dd HH:mm:ss where the catalogue asks for a time; empty: none
  month,    ///< yyyy-MM
  number,   ///< a whole number
  money,    ///< yuan with two decimals: 1234.56
};

std::string_view toString(CellKind kind);

struct Column {
  std::string_view id;  ///< the field of the catalogue
  CellKind kind;
  bool sensitive;  ///< goes over the wire encrypted
};

/// One list of an item. Most items have one, called "list".
struct QueryView {
  std::string_view item, id;
  std::span<const Column> columns;
  std::string_view sql;     ///< portable; :subject, :today and :months24 are filled in
  std::string_view period;  ///< the date column that `from` and `to` bound; empty: no period
  std::string_view order;
  bool ecardOnly;  ///< not for somebody who signed in with a physical card
};

struct QueryRequest {
  std::string item;
  std::string view;      ///< empty: the item's first
  std::string subject;   ///< social security number of the person asked about
  std::string from, to;  ///< yyyy-MM-dd or yyyy-MM, both included; empty: open
  unsigned page = 0;
  std::string today;  ///< yyyy-MM-dd
};

struct QueryPage {
  std::span<const Column> columns;
  std::vector<std::vector<std::string>> rows;  ///< at most kQueryPageRows, cells in the order of the columns
  bool more;                                   ///< another page has rows
};

enum class QueryRefusal : std::uint8_t { unknownItem, unknownView, badPeriod, badPage };

std::string_view toString(QueryRefusal refusal);

inline constexpr unsigned kQueryPageRows = 50;
inline constexpr unsigned kMostQueryPages = 200;

/// Throws what SOCI throws; runs inside Store::read. A person without rows gets an empty page, and so does
/// one the center does not know. `badPeriod` is also a `today` that is no day.
tl::expected<QueryPage, QueryRefusal> runQuery(soci::session& sql, const QueryRequest& request);

/// The lists of an item, the first is the default; empty: no query item.
std::span<const QueryView> views(std::string_view item);
std::span<const std::string_view> queryItems();

/// LP-OT-008: every look into the credit record is a row of it, and shown. Throws what SOCI throws.
void addCreditLook(soci::session& sql, const std::string& subject, const std::string& source,
                   const std::string& today);

}  // namespace ssc::center
