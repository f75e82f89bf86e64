#include "hostlib/flows/reader_call.hpp"

#include <optional>
#include <sstream>

#include "apdu/pcsc/job.hpp"
#include "hostlib/card/trace_policy.hpp"
#include "hostlib/flows/pcsc_terminal.hpp"
#include "hostlib/profile/private_file.hpp"

namespace ssc::flows {
namespace {

using Report = Outcome<BasicReadReport>;

constexpr std::string_view kTestRegion = "9999";  // no place has this code: only test cards carry it

apdu::RedactionPolicy policyFor(Tracing tracing, bool simulated) {
  apdu::RedactionPolicy policy = card::tracePolicy();
  policy.everything = tracing == Tracing::fullIfSimulated && simulated;
  return policy;
}

// A full trace is shown of test cards only, whatever a hardware profile says of its reader.
std::vector<apdu::Exchange> shownExchanges(const apdu::Trace& trace, const card::Identity& identity) {
  if (identity.region.starts_with(kTestRegion)) return trace.exchanges();
  return trace.under(card::tracePolicy()).exchanges();
}

// What is kept in a file is masked, always. A trace that cannot be written must not stop a card from being
// read.
void appendTrace(const std::filesystem::path& file, const apdu::Trace& trace) {
  if (file.empty()) return;
  std::ostringstream text;
  trace.under(card::tracePolicy()).write(text);
  (void)profile::appendPrivately(file, text.str());
}

Report readOn(Terminal& terminal, const profile::Config& config, CardInterface interface, apdu::Trace* trace,
              bool simulated) {
  crypto::SystemRandom random;
  ReadCard flow(terminal, random, trace);
  auto card = flow.run(interface);
  if (!card) return tl::unexpected(card.error());
  return BasicReadReport{
      BasicFields(*card, config.deviceNumber),
      card->identity.generation,
      card->identity.algorithm,
      card->cardExchanges,
      card->samExchanges,
      simulated,
      trace == nullptr ? std::vector<apdu::Exchange>() : shownExchanges(*trace, card->identity)};
}

Report readInJob(const profile::Config& config, CardInterface interface, Tracing tracing,
                 const pcsc::JobToken& job) {
  auto terminal = PcscTerminal::open(config, job);
  if (!terminal) return tl::unexpected(terminal.error());
  const bool simulated = (*terminal)->profile().simulated;
  const bool wanted = tracing != Tracing::off || !config.traceFile.empty();
  std::optional<apdu::Trace> trace;
  if (wanted) trace.emplace(policyFor(tracing, simulated));
  auto report = readOn(**terminal, config, interface, trace ? &*trace : nullptr, simulated);
  if (trace) appendTrace(config.traceFile, *trace);
  return report;
}

}  // namespace

Report readBasic(const profile::Config& config, CardInterface interface, Tracing tracing,
                 std::stop_token stop) {
  const pcsc::Deadline deadline = pcsc::Clock::now() + config.callLimit;
  auto outcome = pcsc::runAbandonable(
      deadline, stop,
      [config, interface, tracing](const pcsc::JobToken& job) -> tl::expected<Report, apdu::ChannelError> {
        return readInJob(config, interface, tracing, job);
      });
  if (!outcome) return tl::unexpected(Failure{reasonFor(outcome.error()), "basic read", {}});
  return std::move(*outcome);
}

}  // namespace ssc::flows
