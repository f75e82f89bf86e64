#include "hostlib/flows/office/quick_check.hpp"

#include <algorithm>

namespace ssc::flows {

namespace message = wire::office;

namespace {

/// "direction (in, out)"
std::string inputText(const GateInput& input) {
  std::string text(input.id);
  if (input.words.empty()) return text;
  for (const std::string_view word : input.words)
    text += (word == input.words.front() ? " (" : ", ") + std::string(word);
  return text + ')';
}

tl::unexpected<Failure> badInput(const Gate& gate, std::string_view what) {
  std::string text = std::string(gate.item) + ": " + std::string(what) + "; it takes ";
  for (const GateInput& input : gate.inputs)
    text += (&input == gate.inputs.data() ? "" : ", ") + inputText(input);
  return tl::unexpected(Failure{Reason::badInput, std::move(text), {}});
}

bool mayBe(const GateInput& input, const std::string& value) {
  return input.words.empty() ? !value.empty() : std::ranges::find(input.words, value) != input.words.end();
}

Outcome<void> checkValues(const Gate& gate, const std::vector<message::NamedValue>& values) {
  for (const message::NamedValue& value : values) {
    if (std::ranges::find(gate.inputs, value.id, &GateInput::id) == gate.inputs.end())
      return badInput(gate, "unknown value");
  }
  for (const GateInput& input : gate.inputs) {
    if (std::ranges::count(values, input.id, &message::NamedValue::id) != 1)
      return badInput(gate, std::string(input.id) + " once");
    if (!mayBe(input, std::ranges::find(values, input.id, &message::NamedValue::id)->value))
      return badInput(gate, std::string(input.id) + " cannot be this");
  }
  return {};
}

constexpr std::uint8_t kAlike = 100;  // per cent

}  // namespace

Outcome<void> checkGateRequest(const GateRequest& request) {
  const catalogue::Item* item = catalogue::find(request.item);
  const Gate* gate = item == nullptr ? nullptr : findGate(item->id);
  if (gate == nullptr || item->flow->id != "quick_check")
    return tl::unexpected(Failure{Reason::noSuchService, request.item, {}});
  if (auto values = checkValues(*gate, request.values); !values) return values;
  if (item->needsFace && !request.likeness) return badInput(*gate, "what the camera found of the face");
  if (request.likeness.value_or(0) > kAlike) return badInput(*gate, "the face in per cent");
  return {};
}

Outcome<GateAnswer> QuickCheck::run(const SignedInPerson& person, const GateRequest& request) {
  if (const auto fits = checkGateRequest(request); !fits) return tl::unexpected(fits.error());
  const auto draft = lift(desk_.client().draft(stop_));
  if (!draft) return tl::unexpected(draft.error());
  const std::uint8_t score = request.likeness.value_or(0);
  const std::string item(catalogue::find(request.item)->id);
  const message::QuickCheck body{person.sessionId, item, request.values, score, score != 0};
  auto outcome = lift(desk_.client().call(*draft, body, {{}, stop_}));
  if (!outcome) return tl::unexpected(outcome.error());
  GateAnswer answer{findGateResult(outcome->result), outcome->reason, findGateReason(outcome->reason), {}};
  if (answer.result == nullptr) return tl::unexpected(Failure{Reason::officeBadAnswer, "8721 result", {}});
  if (auto rows = appendRows(*draft, outcome->cols, outcome->rows, answer.table); !rows)
    return tl::unexpected(rows.error());
  return answer;
}

}  // namespace ssc::flows
