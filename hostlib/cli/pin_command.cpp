// `ssc pin verify|change|reload|unblock`
#include <algorithm>
#include <array>

#include "hostlib/cli/card_command.hpp"
#include "hostlib/flows/pin_service.hpp"

namespace ssc::cli {
namespace {

struct PinAction {
  std::string_view name;
  unsigned entries;
  flows::Outcome<void> (*run)(flows::Visit&);
  const char *zh, *en;
};

flows::Outcome<void> verify(flows::Visit& visit) {
  return visit.verifyPin();
}

constexpr std::array<PinAction, 4> kActions{{
    {"verify", 1, verify, "密码正确。", "The PIN is right."},
    {"change", 3, flows::changePin, "密码已修改。", "The PIN was changed."},
    {"reload", 2, flows::reloadPin, "密码已重置。", "A new PIN was set."},
    {"unblock", 0, flows::unblockPin, "密码已解锁。", "The PIN was unblocked."},
}};

}  // namespace

int runPin(const Options& options, std::stop_token stop) {
  const auto action = std::find_if(kActions.begin(), kActions.end(),
                                   [&](const PinAction& row) { return row.name == options.action; });
  if (action == kActions.end()) return kExitUsage;
  return runToSay(
      options, std::move(stop), {action->entries, {}},
      [run = action->run](flows::Visit& visit, const profile::Config&) { return run(visit); }, action->zh,
      action->en);
}

}  // namespace ssc::cli
