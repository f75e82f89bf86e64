#include "center/apply/life.hpp"

#include <algorithm>
#include <array>

namespace ssc::center {
namespace {

constexpr std::array kSteps{
    StepRow{"submit", "", "SUBMITTED", Actor::person},
    StepRow{"resubmit", "RETURNED", "SUBMITTED", Actor::person},
    StepRow{"check", "SUBMITTED", "CHECKED", Actor::clerk},
    StepRow{"approve", "CHECKED", "APPROVED", Actor::clerk, false, true},
    StepRow{"return", "SUBMITTED", "RETURNED", Actor::clerk, true},
    StepRow{"return", "CHECKED", "RETURNED", Actor::clerk, true},
    StepRow{"withdraw", "SUBMITTED", "WITHDRAWN", Actor::person},
    StepRow{"withdraw", "CHECKED", "WITHDRAWN", Actor::person},
    StepRow{"withdraw", "RETURNED", "WITHDRAWN", Actor::person},
    StepRow{"lapse", "RETURNED", "WITHDRAWN", Actor::time},
};

}  // namespace

const StepRow* findStep(std::string_view step, std::string_view from) {
  const auto row = std::ranges::find_if(
      kSteps, [&](const StepRow& each) { return each.step == step && each.from == from; });
  return row == kSteps.end() ? nullptr : &*row;
}

bool isDecision(std::string_view step) {
  return std::ranges::any_of(
      kSteps, [&](const StepRow& each) { return each.step == step && each.actor == Actor::clerk; });
}

}  // namespace ssc::center
