#include "hostlib/flows/call.hpp"

#include <exception>
#include <sstream>

#include "hostlib/card/trace_policy.hpp"
#include "hostlib/profile/private_file.hpp"

namespace ssc::flows {
namespace {

constexpr std::string_view kTestRegion = "9999";  // no place has this code: only test cards carry it

// A full trace is shown of test cards only, whatever a hardware profile says of its reader.
std::vector<apdu::Exchange> shownExchanges(const apdu::Trace& trace, const Visit& visit) {
  if (visit.region().starts_with(kTestRegion)) return trace.exchanges();
  return trace.under(card::tracePolicy()).exchanges();
}

Outcome<CallTrail> runIn(Terminal& terminal, bool simulated, const CallOptions& options,
                         const PinRules& rules, apdu::Trace* trace,
                         const std::function<Outcome<void>(Visit&)>& flow) {
  crypto::SystemRandom random;
  Visit visit({terminal, random, options.modules, options.pins.get(), rules, trace});
  const auto done = flow(visit);
  if (!done) return tl::unexpected(done.error());
  return CallTrail{simulated, visit.cardExchanges(), visit.modules().exchanges(), visit.modules().kind(),
                   trace == nullptr || options.tracing == Tracing::off ? std::vector<apdu::Exchange>()
                                                                       : shownExchanges(*trace, visit)};
}

Outcome<CallTrail> runInJob(const profile::Config& config, const CallOptions& options,
                            const std::function<Outcome<void>(Visit&)>& flow, const pcsc::JobToken& job) {
  auto terminal = PcscTerminal::open(config, job);
  if (!terminal) return tl::unexpected(terminal.error());
  const bool simulated = (*terminal)->profile().simulated;
  std::optional<apdu::Trace> trace;
  if (options.tracing != Tracing::off || !config.traceFile.empty())
    trace.emplace(tracePolicyFor(options.tracing, simulated));
  auto trail = runIn(**terminal, simulated, options, pinRulesOf(config), trace ? &*trace : nullptr, flow);
  if (trace) appendTrace(config, *trace);
  return trail;
}

}  // namespace

apdu::RedactionPolicy tracePolicyFor(Tracing tracing, bool simulatedReader) {
  apdu::RedactionPolicy policy = card::tracePolicy();
  policy.everything = tracing == Tracing::fullIfSimulated && simulatedReader;
  return policy;
}

void appendTrace(const profile::Config& config, const apdu::Trace& trace) noexcept {
  if (config.traceFile.empty()) return;
  try {  // called where a card is let go: that goes on, with or without memory for a trace
    std::ostringstream text;
    trace.under(card::tracePolicy()).write(text);
    (void)profile::appendPrivately(config.traceFile, text.str());
  } catch (const std::exception&) {
    return;
  }
}

pcsc::Deadline deadlineFor(const profile::Config& config, const CallOptions& options) {
  return pcsc::Clock::now() + config.callLimit + options.pinEntries * config.pinEntryLimit +
         options.extraTime;
}

Outcome<CallTrail> callTerminal(const profile::Config& config, const CallOptions& options,
                                std::function<Outcome<void>(Visit&)> flow) {
  auto outcome = pcsc::runAbandonable(deadlineFor(config, options), options.stop,
                                      [config, options, flow = std::move(flow)](const pcsc::JobToken& job)
                                          -> tl::expected<Outcome<CallTrail>, apdu::ChannelError> {
                                        return runInJob(config, options, flow, job);
                                      });
  if (!outcome) return tl::unexpected(Failure{reasonFor(outcome.error()), "call", {}});
  return std::move(*outcome);
}

}  // namespace ssc::flows
