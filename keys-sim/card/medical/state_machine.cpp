#include "keys-sim/card/medical/state_machine.hpp"

#include <algorithm>
#include <array>

namespace ssc::sim::medical {
namespace {

constexpr std::string_view kDirectory = "DF04";
constexpr apdu::StatusWord kWrongState{0x6901};
constexpr std::uint8_t kVerifyIns = 0x20;

struct Rule {
  std::uint8_t ins{}, p1{};
  bool fromIdle{}, fromLoad{}, fromPurchase{};
  std::optional<Phase> next;  // none: as it was
};
constexpr std::array<Rule, 8> kRules{{
    {0x28, 0x00, true, true, true, Phase::load},      // INITIALIZE FOR LOAD
    {0x28, 0x01, true, true, true, Phase::purchase},  // INITIALIZE FOR PURCHASE
    {0x2A, 0x00, false, true, false, Phase::idle},    // CREDIT FOR LOAD
    {0x2C, 0x01, false, false, true, Phase::idle},    // DEBIT FOR PURCHASE
    {0x26, 0x00, true, true, true, std::nullopt},     // GET BALANCE
    {0x2E, 0x00, true, true, true, std::nullopt},     // GET TRANSACTION PROOF
    {0x56, 0x00, true, true, true, std::nullopt},     // UPDATE STARTING DAY
    {0x56, 0x01, true, true, true, std::nullopt},     // GET STARTING DAY
}};

const Rule* findRule(const apdu::Header& header) {
  const auto found = std::find_if(kRules.begin(), kRules.end(), [&](const Rule& rule) {
    return rule.ins == header.ins && rule.p1 == header.p1;
  });
  return found == kRules.end() ? nullptr : &*found;
}

bool accepts(const Rule& rule, Phase phase) {
  if (phase == Phase::idle) return rule.fromIdle;
  return phase == Phase::load ? rule.fromLoad : rule.fromPurchase;
}

bool isVerification(const apdu::Command& command) {
  return command.header().cla == 0x00 && command.header().ins == kVerifyIns && !command.data().empty();
}

}  // namespace

apdu::StatusWord admission(const CardOs& card, const apdu::Header& header) {
  if (card.state().directory->df != kDirectory) return apdu::sw::kConditionsNotSatisfied;
  const auto* rule = findRule(header);
  return rule && accepts(*rule, card.state().medical.phase) ? apdu::sw::kOk : kWrongState;
}

void noteOutcome(State& state, const apdu::Command& command, apdu::StatusWord sw) {
  const bool medical = command.header().cla == kClass;
  if (!medical && !isVerification(command)) return;
  if (!sw.ok()) {
    state = State{};
    return;
  }
  const auto* rule = medical ? findRule(command.header()) : nullptr;
  if (rule && rule->next) state.phase = *rule->next;
}

}  // namespace ssc::sim::medical
