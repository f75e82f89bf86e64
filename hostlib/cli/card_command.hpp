// What the commands that work on a card share: waiting for it, the call, the PIN's source, a failure printed.
#pragma once

#include <functional>

#include "hostlib/cli/output.hpp"
#include "hostlib/flows/call.hpp"
#include "hostlib/render/json.hpp"

namespace ssc::cli {

/// How a command uses the card.
struct CardUse {
  unsigned pinEntries = 0;  ///< how often the holder may be asked
  std::chrono::milliseconds extraTime{};
};

/// One command on a card: what it does with the card, and how its result is shown.
template <class T>
struct CardCommand {
  CardUse use;
  std::function<flows::Outcome<T>(flows::Visit&, const profile::Config&)> run;
  std::function<render::Json(const T&)> json;
  std::function<void(const T&, profile::Language)> print;
};

/// Configuration, waiting, and the call's options; the exit code where that failed already.
struct Prepared {
  profile::Config config;
  profile::Language language = profile::Language::en;
  flows::CallOptions call;
  flows::CardInterface interface = flows::CardInterface::contactFirst;
};
tl::expected<Prepared, int> prepare(const Options& options, std::stop_token stop, const CardUse& use);

/// Prints {"ok": true, "simulated": …, …} or lets the command print; says where it is simulated.
void printSimulated(const flows::CallTrail& trail, profile::Language language);

/// A line where the HSM has taken the PSAM's place.
void printModule(flows::ModuleKind module, profile::Language language);

template <class T>
int runOnCard(const Options& options, std::stop_token stop, const CardCommand<T>& command) {
  const auto prepared = prepare(options, std::move(stop), command.use);
  if (!prepared) return prepared.error();
  const auto result =
      flows::call<T>(prepared->config, prepared->call,
                     [run = command.run, config = prepared->config,
                      interface = prepared->interface](flows::Visit& visit) -> flows::Outcome<T> {
                       if (const auto taken = visit.take(interface); !taken)
                         return tl::unexpected(taken.error());
                       return run(visit, config);
                     });
  if (!result) return report(result.error(), options, prepared->language);
  if (options.json) {
    render::Json json = {{"ok", true},
                         {"simulated", result->trail.simulatedReader},
                         {"module", render::moduleText(result->trail.module)}};
    json.update(command.json(result->value));
    printJson(json);
  } else {
    printSimulated(result->trail, prepared->language);
    command.print(result->value, prepared->language);
    printModule(result->trail.module, prepared->language);
  }
  return kExitOk;
}

/// For commands whose success is the result.
struct Done {};
flows::Outcome<Done> done(const flows::Outcome<void>& outcome);
int runToSay(const Options& options, std::stop_token stop, const CardUse& use,
             std::function<flows::Outcome<void>(flows::Visit&, const profile::Config&)> run, std::string zh,
             std::string en);

/// "label  value" with the label padded to the widest Chinese label.
void printLine(std::string_view label, std::string_view value);

render::Shown shownBy(const Options& options);

}  // namespace ssc::cli
