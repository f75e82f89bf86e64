// `ssc readers`
#include <fmt/core.h>

#include "hostlib/cli/output.hpp"
#include "hostlib/flows/survey.hpp"
#include "hostlib/render/json.hpp"

namespace ssc::cli {
namespace {

std::string_view roleText(const flows::SlotSurvey& slot) {
  return slot.role ? profile::toText(*slot.role) : "?";
}

std::string_view cardText(const flows::SlotSurvey& slot) {
  if (!slot.hasCard) return "empty";
  if (slot.mute) return "card does not answer";
  return slot.held ? "card, in use" : "card";
}

void printDevice(const flows::DeviceSurvey& device) {
  fmt::print("{} {}  — {}\n", device.selected ? "*" : " ", device.name, device.profileLabel);
  for (const flows::SlotSurvey& slot : device.slots) {
    const std::string atr = apdu::toHex(slot.atr);
    fmt::print("    slot {}  {}  {}\n", slot.number, padded(roleText(slot), 11),
               atr.empty() ? std::string(cardText(slot)) : padded(cardText(slot), 20) + "  " + atr);
  }
}

}  // namespace

int runReaders(const Options& options, std::stop_token stop) {
  const auto config = configured(options);
  if (!config) return config.error();
  const auto devices = flows::survey(*config, stop);
  if (!devices) return report(devices.error(), options, languageOf(options, *config));
  if (options.json) {
    printJson({{"ok", true}, {"readers", render::readers(*devices)}});
    return kExitOk;
  }
  if (devices->empty()) {
    return report({flows::Reason::noReader, "", {}}, options, languageOf(options, *config));
  }
  for (const flows::DeviceSurvey& device : *devices)
    printDevice(device);
  return kExitOk;
}

}  // namespace ssc::cli
