#include "center/ask/item_rule.hpp"

#include <algorithm>
#include <array>

#include "center/ask/paper.hpp"
#include "center/data/people/calendar.hpp"
#include "center/identity/staff.hpp"

namespace ssc::center {

using wire::office::ErrorCode;

namespace {

constexpr int kLoanDays = 30, kSeniorYears = 65;

bool names(std::string_view words, std::string_view word) {
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t end = std::min(words.find(' ', at), words.size());
    if (words.substr(at, end - at) == word) return true;
    at = end + 1;
  }
  return false;
}

/// Self; a relative is family and, as everybody with a mandate, an agent.
bool mayPresent(std::string_view who, const Session& session) {
  if (session.presenter == session.subject) return names(who, "self");
  const bool relative = session.relation != "0" && session.relation != "8";
  return names(who, "agent") || (relative && names(who, "family"));
}

struct MethodRow {
  std::string_view way, method;
};
constexpr std::array kMethods{MethodRow{"card", "card_pin"}, MethodRow{"phone", "ecard_qr"},
                              MethodRow{"code", "ecard_qr"}, MethodRow{"id", "id_face"}};

/// How the person was identified: a clerk's yes stands for the PIN or the face.
std::string methodOf(soci::session& sql, const Session& session) {
  if (session.level < 2) return session.way;
  if (hasRelease(sql, session.id, "identity")) return "clerk";
  const auto row = std::ranges::find(kMethods, session.way, &MethodRow::way);
  return std::string(row == kMethods.end() ? session.way : row->method);
}

}  // namespace

const ItemRule* findRule(std::span<const ItemRule> rules, std::string_view item) {
  const auto row = std::ranges::find(rules, item, &ItemRule::item);
  return row == rules.end() ? nullptr : &*row;
}

Answered<Session> sessionFor(const Call& call, const ItemRule& rule, const std::string& sessionId) {
  auto session = requireSession(call.sql, call, sessionId, rule.level);
  if (!session) return session;
  if (!mayPresent(rule.who, *session)) return refuse(ErrorCode::notPossible);
  if (auto may = mayActFor(call, *session, std::string(rule.item)); !may) return tl::unexpected(may.error());
  if (!rule.ways.empty() && !names(rule.ways, session->way)) return refuse(ErrorCode::notPossible);
  if (!rule.window) return session;
  if (!call.terminal.attended) return refuse(ErrorCode::notPossible);
  if (!hasRelease(call.sql, session->id, "clerk")) return refuse(ErrorCode::levelTooLow);
  return session;
}

Values valuesOf(const Call& call, const Session& session) {
  const std::string today = wire::dayText(call.now), now = wire::headTime(call.now);
  const Day day = parseDay(today).value_or(Day{});
  const std::string clerk = releasedBy(call.sql, session.id);
  return {
      {"subject", session.subject},
      {"presenter", session.presenter},
      {"today", today},
      {"yesterday", dayText(day - std::chrono::days(1))},
      {"loan_until", dayText(day + std::chrono::days(kLoanDays))},
      {"senior_born", dayText(yearsLater(day, -kSeniorYears))},
      {"now", now},
      {"checked_at", now},
      {"month", monthText(monthOf(day))},
      {"next_month", monthText(monthOf(day) + 1)},
      {"hall", call.terminal.place},
      {"terminal", call.terminal.devNo},
      {"method", methodOf(call.sql, session)},
      {"operator", clerk.empty() ? call.terminal.devNo : clerk},
      {"aaz501", session.cardId},
      {"sign_no", session.signNo},
  };
}

Answered<const RuleCase*> decide(const Call& call, const ItemRule& rule, const Session& session,
                                 Values& values) {
  lockPerson(call, session.subject);
  for (const RuleCase& each : rule.cases) {
    if (!each.find.empty()) {
      auto cells = firstRow(call.sql, each.find, values);
      if (!cells) continue;
      for (auto& [name, cell] : *cells)
        values[name] = std::move(cell);
    }
    if (each.error) return refuse(*each.error);
    values["result"] = each.result;
    values["reason"] = each.reason;
    for (const std::string_view effect : each.effects)
      runStatement(call.sql, effect, values);
    return &each;
  }
  return refuse(ErrorCode::wrongStep);
}

std::vector<wire::office::QueryColumn> columnsOf(std::span<const Column> columns) {
  std::vector<wire::office::QueryColumn> result;
  for (const Column& column : columns)
    result.push_back({std::string(column.id), std::string(toString(column.kind)), column.sensitive});
  return result;
}

wire::office::QueryRow shownRow(const ItemRule& rule, const Values& values) {
  wire::office::QueryRow row;
  for (const Column& column : rule.columns) {
    const auto value = values.find(column.id);
    row.cells.push_back(value == values.end() ? std::string() : value->second);
  }
  return row;
}

}  // namespace ssc::center
