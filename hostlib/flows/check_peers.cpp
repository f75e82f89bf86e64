#include "hostlib/flows/check_peers.hpp"

#include <array>
#include <functional>

#include "apdu/pcsc/pin_pad.hpp"
#include "hostlib/flows/hsm_module.hpp"
#include "hostlib/flows/pcsc_terminal.hpp"
#include "hostlib/pad/pin_pad.hpp"

namespace ssc::flows {
namespace {

using apdu::ChannelError;
using Examined = Outcome<CheckResult>;

// One check as a job that ends at the limit of a call, whatever it waits for.
Examined examine(const profile::Config& config, const std::stop_token& stop, const char* what,
                 std::function<Examined(const pcsc::JobToken&)> check) {
  auto outcome = pcsc::runAbandonable(
      pcsc::Clock::now() + config.callLimit, stop,
      [check = std::move(check)](const pcsc::JobToken& job) -> tl::expected<Examined, ChannelError> {
        return check(job);
      });
  if (!outcome) return tl::unexpected(Failure{reasonFor(outcome.error()), what, {}});
  return std::move(*outcome);
}

CheckResult resultOf(const char* name, Examined examined) {
  return examined ? std::move(*examined) : CheckResult::failed(name, examined.error());
}

// ---- PIN source

CheckResult checkPadBeside(const std::string& path, const std::stop_token& stop) {
  const auto there = pad::PinPad(path).greet(stop);
  if (there) return CheckResult::fine("pin", "the pad at " + path + " answers");
  return CheckResult::failed("pin", {Reason::pinPadFault, std::string(pad::toText(there.error())), {}});
}

// The reader tells its features over a connection to a card.
Examined examineReaderPad(const profile::Config& config, const pcsc::JobToken& job) {
  auto terminal = PcscTerminal::open(config, job);
  if (!terminal) return tl::unexpected(terminal.error());
  auto powered = (*terminal)->powerCard(CardInterface::contactFirst);
  if (!powered && powered.error().reason == Reason::cardAbsent)
    return CheckResult::noted("pin", "the pad in the reader",
                              "Insert a card and run the check again: only then it can be asked.");
  if (!powered) return tl::unexpected(powered.error());
  const auto found = pcsc::PinPad::of(static_cast<BoundChannel&>(*powered->channel).handle());
  if (found && found->canVerify()) return CheckResult::fine("pin", "the pad in the reader");
  return tl::unexpected(Failure{Reason::noPinSource, "the reader has no PIN pad", {}});
}

// ---- HSM

struct Environment {
  cardspec::Algorithm algorithm;
  std::string_view name;
};
constexpr std::array kEnvironments{Environment{cardspec::Algorithm::tripleDes, " 3DES"},
                                   Environment{cardspec::Algorithm::sm4, " SM4"}};

Examined examineHsm(const profile::HsmConfig& config, const std::stop_token& stop) {
  const auto hsm = hsmModule(config, stop);
  if (!hsm) return tl::unexpected(hsm.error());
  std::string served;
  for (const Environment& environment : kEnvironments) {
    const auto opened = (*hsm)->open(environment.algorithm);
    if (opened) served += environment.name;
    if (!opened && opened.error().fault != sam::Fault::noAlgorithm)
      return tl::unexpected(failureFrom(opened.error()));
  }
  if (served.empty()) return tl::unexpected(Failure{Reason::samAlgorithm, "HSM", {}});
  return CheckResult::fine("hsm", config.url + ", environments:" + served);
}

}  // namespace

CheckResult checkPinSource(const profile::Config& config, const std::stop_token& stop) {
  if (config.pinSource.empty())
    return CheckResult::noted("pin", "no source of PINs is configured",
                              "`ssc` asks on its terminal; for programs set [pin] source in ssc.toml.");
  if (config.pinSource == "prompt") return CheckResult::fine("pin", "a prompt on the terminal of `ssc`");
  if (const auto socket = profile::padSocket(config.pinSource)) return checkPadBeside(*socket, stop);
  return resultOf("pin", examine(config, stop, "the reader's PIN pad", [config](const pcsc::JobToken& job) {
                    return examineReaderPad(config, job);
                  }));
}

std::optional<CheckResult> checkHsm(const profile::Config& config, const std::stop_token& stop) {
  if (!config.hasHsm()) return std::nullopt;
  return resultOf("hsm", examine(config, stop, "HSM", [hsm = *config.hsm](const pcsc::JobToken& job) {
                    return examineHsm(hsm, job.stopToken());
                  }));
}

}  // namespace ssc::flows
