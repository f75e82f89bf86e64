// 8721: may this person pass here, now?
#include <algorithm>

#include "center/ask/ask.hpp"
#include "center/ask/item_rule.hpp"
#include "center/ask/sealing.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

constexpr std::uint8_t kLeastLikeness = 80;  // per cent

/// Exactly the values that the rule asks the terminal for.
Answered<void> takeInputs(const ItemRule& rule, const QuickCheck& body, Values& values) {
  for (const NamedValue& each : body.values) {
    const bool known = std::ranges::find(rule.inputs, std::string_view(each.id)) != rule.inputs.end();
    if (!known) return refuse(ErrorCode::badEnvelope, 0, "input.values");  // the id is the sender's own text
    values[each.id] = each.value;
  }
  for (const std::string_view input : rule.inputs) {
    const auto given = std::ranges::count(body.values, input, &NamedValue::id);
    if (given != 1) return refuse(ErrorCode::badEnvelope, 0, "input.values." + std::string(input));
  }
  return {};
}

}  // namespace

Answered<CheckOutcome> quickCheck(const Call& call, const QuickCheck& body) {
  const ItemRule* rule = findRule(checkRules(), body.item);
  if (rule == nullptr) return refuse(ErrorCode::unknownTransaction, 0, "input.item");
  const auto session = sessionFor(call, *rule, body.sessionId);
  if (!session) return tl::unexpected(session.error());
  Values values = valuesOf(call, *session);
  if (auto taken = takeInputs(*rule, body, values); !taken) return tl::unexpected(taken.error());
  values["face_score"] = std::to_string(body.score);
  values["face"] = body.alive && body.score >= kLeastLikeness ? "yes" : "no";
  if (const auto decided = decide(call, *rule, *session, values); !decided)
    return tl::unexpected(decided.error());
  CheckOutcome outcome{
      values["result"], values["reason"], columnsOf(rule->columns), {shownRow(*rule, values)}};
  if (auto noted = noteAccess(call, *session, body.item); !noted) return tl::unexpected(noted.error());
  if (auto sealed = sealCells(call, outcome.cols, outcome.rows); !sealed)
    return tl::unexpected(sealed.error());
  return outcome;
}

}  // namespace ssc::center
