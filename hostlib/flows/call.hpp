// One call of a face: configuration, terminal, deadline, cancel, trace file around a flow. It returns at the
// deadline whatever the reader does.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "apdu/pcsc/job.hpp"
#include "apdu/trace.hpp"
#include "hostlib/flows/pcsc_terminal.hpp"
#include "hostlib/flows/visit.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::flows {

enum class Tracing : std::uint8_t {
  off,
  masked,           ///< redacted by the tables of card-spec
  fullIfSimulated,  ///< full where the profile says the reader is simulated (sample cards only), masked
                    ///< elsewhere
};

struct CallOptions {
  ModulePolicy modules = ModulePolicy::psamThenHsm;
  /// Null: no PIN can be entered. Shared, because a call that is left behind may still hold it.
  std::shared_ptr<PinSource> pins;
  unsigned pinEntries = 0;  ///< how often the holder may be asked: each adds its time to the deadline
  Tracing tracing = Tracing::off;
  std::stop_token stop;
  std::chrono::milliseconds extraTime{};  ///< for what else the flow may wait for: a card put back
};

/// What a call leaves besides its result.
struct CallTrail {
  bool simulatedReader = false;
  std::size_t cardExchanges = 0, samExchanges = 0;
  ModuleKind module = ModuleKind::none;
  std::vector<apdu::Exchange> exchanges;  ///< empty unless tracing was asked for
};

template <class T>
struct Called {
  T value;
  CallTrail trail;
};

/// When a call with these options is over.
pcsc::Deadline deadlineFor(const profile::Config& config, const CallOptions& options);

/// Runs `flow` on a worker that can be left behind; it owns what it captures. The card is reset and released
/// on every path. `config.traceFile` is appended to when it is set.
Outcome<CallTrail> callTerminal(const profile::Config& config, const CallOptions& options,
                                std::function<Outcome<void>(Visit&)> flow);

template <class T>
Outcome<Called<T>> call(const profile::Config& config, const CallOptions& options,
                        std::function<Outcome<T>(Visit&)> flow) {
  const auto result = std::make_shared<std::optional<T>>();
  auto trail = callTerminal(config, options, [result, flow = std::move(flow)](Visit& visit) -> Outcome<void> {
    auto value = flow(visit);
    if (!value) return tl::unexpected(value.error());
    result->emplace(std::move(*value));
    return {};
  });
  if (!trail) return tl::unexpected(trail.error());
  return Called<T>{std::move(**result), std::move(*trail)};
}

/// What traces of a call may show while it runs.
apdu::RedactionPolicy tracePolicyFor(Tracing tracing, bool simulatedReader);
/// Appends a masked trace to the configured file; nothing where none is configured. A trace that cannot be
/// written must not stop a card from being read.
void appendTrace(const profile::Config& config, const apdu::Trace& trace) noexcept;

}  // namespace ssc::flows
