// One piece of work on connected chips, timed: takes its name (and what it is about), writes "connected",
// waits for a line, works, writes the seconds without and with the PIN pad's, waits again. With a file name
// in SSC_BENCH_TRACE the exchanges are written there: full ones, for the sample cards only.
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <string>

#include "hostlib/capi/file_texts.hpp"
#include "hostlib/flows/call.hpp"
#include "hostlib/flows/configured_pin_source.hpp"
#include "hostlib/flows/debit.hpp"
#include "hostlib/flows/dump.hpp"
#include "hostlib/flows/read_card.hpp"
#include "hostlib/render/settlement.hpp"
#include "tests/bench/kept_terminal.hpp"

namespace {

using namespace ssc;
using flows::Outcome;
using flows::Visit;

using Clock = std::chrono::steady_clock;

constexpr auto kContact = flows::CardInterface::contact;

Outcome<void> succeeded(const auto& outcome) {
  if (!outcome) return tl::unexpected(outcome.error());
  return {};
}

Outcome<void> readHolder(Visit& visit, const std::string&) {
  return succeeded(flows::ReadCard::in(visit, kContact));
}

Outcome<void> dumpAll(Visit& visit, const std::string& by) {
  if (const auto taken = visit.take(kContact); !taken) return taken;
  return succeeded(flows::dump(visit, {by == "pin" ? flows::AccessBy::pin : flows::AccessBy::key}));
}

// What iReadCard does with an address, by key.
Outcome<void> readFields(Visit& visit, const std::string& fileAddress) {
  if (const auto taken = capi::takeCard(visit, {kContact, std::nullopt}); !taken) return taken;
  const auto address = capi::understood(capi::parseAddress(fileAddress), "pFileAddr");
  if (!address) return tl::unexpected(address.error());
  if (const auto known = capi::checkAddress(*address, visit.identity().generation); !known) return known;
  return succeeded(flows::readFiles(visit, capi::requestsFor(*address), {flows::AccessBy::key}));
}

Outcome<void> purchase(Visit& visit, const std::string&) {
  const auto order = render::debitOrder("1.28", "0.88", "20260101120000");
  if (!order) return tl::unexpected(order.error());
  if (const auto taken = visit.take(kContact); !taken) return taken;
  return succeeded(flows::debit(visit, kContact, *order, std::chrono::seconds(1)));
}

Outcome<void> verifyPin(Visit& visit, const std::string&) {
  if (const auto taken = visit.takeForPin(kContact); !taken) return taken;
  return visit.verifyPin();
}

// How long the PIN takes: a matter of holder and pad, not of the card.
class TimedPins final : public flows::PinSource {
 public:
  explicit TimedPins(std::shared_ptr<flows::PinSource> pins) : pins_(std::move(pins)) {}
  Outcome<crypto::SecretBytes> ask(flows::PinPrompt prompt) override {
    const auto start = Clock::now();
    auto digits = pins_->ask(prompt);
    seconds_ += Clock::now() - start;
    return digits;
  }
  [[nodiscard]] bool isInReader() const override { return pins_->isInReader(); }
  [[nodiscard]] double seconds() const { return seconds_.count(); }

 private:
  std::shared_ptr<flows::PinSource> pins_;
  std::chrono::duration<double> seconds_{};
};

using Work = Outcome<void> (*)(Visit&, const std::string&);

Work workNamed(const std::string& name) {
  static const std::map<std::string, Work> works{{"read", readHolder},
                                                 {"dump", dumpAll},
                                                 {"fields", readFields},
                                                 {"purchase", purchase},
                                                 {"pin", verifyPin}};
  const auto found = works.find(name);
  return found == works.end() ? nullptr : found->second;
}

void writeTrace(const apdu::Trace& trace) {
  std::ofstream file(std::getenv("SSC_BENCH_TRACE"));
  trace.write(file);
}

int run(Work work, const std::string& about) {
  const auto config = profile::loadConfig();
  auto terminal = flows::PcscTerminal::open(config.value(), bench::unbounded());
  bench::KeptTerminal kept(**terminal);
  crypto::SystemRandom random;
  TimedPins pins(flows::pinSourceFor(*config, {}));
  const bool traced = std::getenv("SSC_BENCH_TRACE") != nullptr;
  apdu::Trace trace(flows::tracePolicyFor(flows::Tracing::fullIfSimulated, (*terminal)->profile().simulated));
  std::string line;
  std::cout << "connected" << std::endl;
  std::getline(std::cin, line);
  const auto start = Clock::now();
  Visit visit({kept, random, flows::ModulePolicy::psamOnly, &pins, flows::pinRulesOf(*config),
               traced ? &trace : nullptr});
  const auto done = work(visit, about);
  const std::chrono::duration<double> took = Clock::now() - start;
  if (traced) writeTrace(trace);
  if (!done) {
    std::cerr << done.error().technicalText() << '\n';
    return 1;
  }
  std::cout << took.count() - pins.seconds() << ' ' << took.count() << std::endl;
  std::getline(std::cin, line);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const Work work = argc > 1 ? workNamed(argv[1]) : nullptr;
  if (work == nullptr) {
    std::cerr << "usage: ssc_card_work read | dump pin|key | fields ADDRESS | purchase | pin\n";
    return 2;
  }
  return run(work, argc > 2 ? argv[2] : "");
}
