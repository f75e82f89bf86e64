// What an item of the catalogue decides about a person, as data (receipts.toml, checks.toml): the cases are
// tried in their order, the first one that applies says the result and what is written.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "center/ask/named_sql.hpp"
#include "center/gate/call.hpp"
#include "center/identity/sessions.hpp"
#include "wire/office/document.hpp"

namespace ssc::center {

struct RuleCase {
  std::string_view find;  ///< applies when this gives a row, whose cells become values; empty: always
  std::string_view result, reason;
  std::optional<wire::office::ErrorCode> error;  ///< refused, and nothing written
  std::span<const std::string_view> effects;
};

struct ItemRule {
  std::string_view item;
  std::uint8_t level;
  std::string_view who;   ///< self, family, agent: joined by blanks
  std::string_view ways;  ///< of the sign-in, joined by blanks; empty: any
  bool window = false;    ///< at an attended window only, with a clerk's release
  std::span<const std::string_view> inputs;
  std::span<const Column> columns;  ///< shown: values by their names
  std::span<const RuleCase> cases;
};

std::span<const ItemRule> receiptRules();
std::span<const ItemRule> checkRules();
/// nullptr: the item has none.
const ItemRule* findRule(std::span<const ItemRule> rules, std::string_view item);

/// 2108 where the item is not for this presenter, this way of signing in, or this terminal; 2109 for a level
/// that is too low.
Answered<Session> sessionFor(const Call& call, const ItemRule& rule, const std::string& sessionId);

/// What every rule is given: subject, presenter, today, now, month and their like, hall (the terminal's
/// place), method, operator, and the card of the sign-in.
Values valuesOf(const Call& call, const Session& session);

/// The case that applied; its cells, `result` and `reason` are among the values now, and its effects are
/// done. 3102 where none applies. One person is decided about at a time.
Answered<const RuleCase*> decide(const Call& call, const ItemRule& rule, const Session& session,
                                 Values& values);

/// What the rule shows.
std::vector<wire::office::QueryColumn> columnsOf(std::span<const Column> columns);
wire::office::QueryRow shownRow(const ItemRule& rule, const Values& values);

}  // namespace ssc::center
