#include "hostlib/flows/check_terminal.hpp"

#include <chrono>
#include <optional>

#include "hostlib/flows/check_peers.hpp"
#include "hostlib/flows/module_access.hpp"
#include "hostlib/flows/pcsc_terminal.hpp"
#include "hostlib/flows/survey.hpp"
#include "hostlib/sam/psam.hpp"

namespace ssc::flows {
namespace {

using apdu::ChannelError;

// No terminal of this version can be right about a day before its release.
constexpr std::chrono::sys_days kReleaseDay = std::chrono::year{2026} / 11 / 1;
constexpr std::chrono::sys_days kLastDay = std::chrono::year{2060} / 1 / 1;

CheckResult checkConfiguration(const profile::Config& config) {
  if (config.sources.empty()) {
    return CheckResult::noted(
        "configuration", "no ssc.toml found, defaults are used",
        "Write /etc/ssc/ssc.toml (docs/configuration.md) to set the device number and the reader.");
  }
  std::string files;
  for (const std::string& source : config.sources)
    files += (files.empty() ? "" : ", ") + source;
  return CheckResult::fine("configuration", files);
}

CheckResult checkClock() {
  const auto today = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
  if (today >= kReleaseDay && today < kLastDay) return CheckResult::fine("clock", "plausible");
  return {"clock", Verdict::problem, "the clock is set to a day that cannot be right",
          "Set the clock: records and certificates depend on it.", Reason::badConfiguration};
}

CheckResult checkReader(const std::vector<DeviceSurvey>& devices) {
  const DeviceSurvey* device = selectedOf(devices);
  if (device == nullptr) return CheckResult::failed("reader", Failure{Reason::noReader, "", {}});
  return CheckResult::fine("reader", device->name + ", profile " + device->profileModel + ", " +
                                         std::to_string(device->slots.size()) +
                                         (device->slots.size() == 1 ? " slot" : " slots"));
}

CheckResult checkCard(const DeviceSurvey& device) {
  for (const SlotSurvey& slot : device.slots) {
    if (!slot.hasCard || slot.role == profile::SlotRole::sam || !slot.role) continue;
    if (slot.mute)
      return CheckResult::failed("card",
                                 Failure{Reason::cardMute, "slot " + std::to_string(slot.number), {}});
    return CheckResult::fine(
        "card", std::string(profile::toText(*slot.role)) + " slot " + std::to_string(slot.number) + ", ATR " +
                    std::to_string(slot.atr.size()) + " bytes" + (slot.held ? ", in use by a program" : ""));
  }
  return CheckResult::noted("card", "no card inserted",
                            "Insert a social security card and run the check again.");
}

std::string describeModule(const std::string& terminalNumber, bool tripleDes, bool sm4) {
  return "terminal " + terminalNumber + ", environments:" + (tripleDes ? " 3DES" : "") + (sm4 ? " SM4" : "");
}

// Opens the module once per algorithm: a module without SM4 still serves older cards.
Outcome<CheckResult> examineModule(Terminal& terminal) {
  auto powered = terminal.powerSam();
  if (!powered) return tl::unexpected(powered.error());
  apdu::Session session(std::move(powered->channel));
  sam::Psam module(session);
  const auto sm4 = module.open(cardspec::Algorithm::sm4);
  if (!sm4 && sm4.error().fault != sam::Fault::noAlgorithm) return tl::unexpected(failureFrom(sm4.error()));
  const auto tripleDes = module.open(cardspec::Algorithm::tripleDes);
  if (!tripleDes && tripleDes.error().fault != sam::Fault::noAlgorithm)
    return tl::unexpected(failureFrom(tripleDes.error()));
  if (!sm4 && !tripleDes) return tl::unexpected(Failure{Reason::samAlgorithm, "", {}});
  const std::string found = describeModule(module.terminalNumber(), tripleDes.has_value(), sm4.has_value());
  if (sm4) return CheckResult::fine("psam", found);
  return CheckResult::noted("psam", found, "Cards of the third generation need a PSAM with SM4, or the HSM.");
}

CheckResult checkModule(const profile::Config& config, std::stop_token stop) {
  using Examined = Outcome<CheckResult>;
  auto outcome =
      pcsc::runAbandonable(pcsc::Clock::now() + config.callLimit, stop,
                           [config](const pcsc::JobToken& job) -> tl::expected<Examined, ChannelError> {
                             auto terminal = PcscTerminal::open(config, job);
                             if (!terminal) return Examined(tl::unexpected(terminal.error()));
                             return examineModule(**terminal);
                           });
  if (!outcome) return CheckResult::failed("psam", Failure{samReasonFor(outcome.error()), "PSAM", {}});
  return *outcome ? std::move(**outcome) : CheckResult::failed("psam", outcome->error());
}

// What a PSAM cannot do is no problem where an HSM does it.
CheckResult besideHsm(CheckResult psam, const std::optional<CheckResult>& hsm) {
  const bool replaced =
      psam.reason && hsm && hsm->verdict == Verdict::ok && leadsToHsm({*psam.reason, {}, {}});
  if (!replaced) return psam;
  return CheckResult::noted(
      psam.name, psam.found,
      "The HSM proves this terminal instead; programs that know the PSAM only cannot use it.");
}

}  // namespace

std::vector<CheckResult> checkTerminal(const tl::expected<profile::Config, profile::FileError>& config,
                                       std::stop_token stop) {
  std::vector<CheckResult> results;
  results.push_back(config
                        ? checkConfiguration(*config)
                        : CheckResult::failed("configuration",
                                              Failure{Reason::badConfiguration, config.error().text(), {}}));
  results.push_back(checkClock());
  if (!config) return results;
  const auto devices = survey(*config, stop);
  if (!devices) {
    results.push_back(CheckResult::failed("service", devices.error()));
    return results;
  }
  results.push_back(CheckResult::fine("service", "pcscd answers"));
  results.push_back(checkReader(*devices));
  const DeviceSurvey* device = selectedOf(*devices);
  if (device == nullptr) return results;
  results.push_back(checkCard(*device));
  const auto hsm = checkHsm(*config, stop);
  results.push_back(besideHsm(checkModule(*config, stop), hsm));
  results.push_back(checkPinSource(*config, stop));
  if (hsm) results.push_back(*hsm);
  return results;
}

}  // namespace ssc::flows
