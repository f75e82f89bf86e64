#include "hostlib/flows/held_card.hpp"

namespace ssc::flows {

// What lives as long as the card is held. A step that is left behind keeps it alive and takes it down when it
// comes back.
struct HeldCard::Parts {
  std::shared_ptr<PinSource> pins;
  std::unique_ptr<PcscTerminal> terminal;
  crypto::SystemRandom random;
  std::optional<apdu::Trace> trace;
  std::optional<Visit> visit;

  Outcome<void> open(const profile::Config& config, const CallOptions& options, const pcsc::JobToken& job) {
    auto opened = PcscTerminal::open(config, job);
    if (!opened) return tl::unexpected(opened.error());
    terminal = std::move(*opened);
    pins = options.pins;
    if (!config.traceFile.empty()) trace.emplace(tracePolicyFor(Tracing::masked, false));
    visit.emplace(VisitTools{*terminal, random, options.modules, pins.get(), pinRulesOf(config),
                             trace ? &*trace : nullptr});
    return {};
  }
};

Outcome<void> HeldCard::begin(const CallOptions& options, Step step) {
  release();
  parts_ = std::make_shared<Parts>();
  return run(options, std::move(step));
}

Outcome<void> HeldCard::go(const CallOptions& options, Step step) {
  if (!parts_) return tl::unexpected(Failure{Reason::noSession, "step", {}});
  return run(options, std::move(step));
}

Outcome<void> HeldCard::run(const CallOptions& options, Step step) {
  auto outcome = pcsc::runAbandonable(
      deadlineFor(config_, options), options.stop,
      [parts = parts_, config = config_, options,
       step = std::move(step)](const pcsc::JobToken& job) -> tl::expected<Outcome<void>, apdu::ChannelError> {
        if (parts->terminal) parts->terminal->continueIn(job);
        Outcome<void> done = parts->terminal ? Outcome<void>{} : parts->open(config, options, job);
        if (done) done = step(*parts->visit);
        return done;
      });
  if (!outcome) {
    // The step was left behind and still works with the parts: they, and their trace, are its own from here
    // on.
    parts_.reset();
    return tl::unexpected(Failure{reasonFor(outcome.error()), "call", {}});
  }
  if (!*outcome) release();
  return std::move(*outcome);
}

void HeldCard::release() {
  if (!parts_) return;
  std::shared_ptr<Parts> parts = std::move(parts_);
  parts_.reset();
  if (parts->trace) appendTrace(config_, *parts->trace);
  // Releasing resets the card: a reader that hangs must not hold the caller.
  const auto released = pcsc::runAbandonable(
      pcsc::Clock::now() + config_.callLimit, {},
      [parts = std::move(parts)](const pcsc::JobToken&) mutable -> tl::expected<bool, apdu::ChannelError> {
        parts.reset();
        return true;
      });
  static_cast<void>(released);
}

}  // namespace ssc::flows
