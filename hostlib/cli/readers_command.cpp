// `ssc readers`
#include <fmt/core.h>

#include "hostlib/cli/output.hpp"
#include "hostlib/flows/survey.hpp"

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

Json slotJson(const flows::SlotSurvey& slot) {
  return {{"name", slot.name}, {"number", slot.number}, {"role", roleText(slot)},      {"card", slot.hasCard},
          {"mute", slot.mute}, {"inUse", slot.held},    {"atr", apdu::toHex(slot.atr)}};
}

Json deviceJson(const flows::DeviceSurvey& device) {
  Json slots = Json::array();
  for (const flows::SlotSurvey& slot : device.slots)
    slots.push_back(slotJson(slot));
  return {{"name", device.name},
          {"profile", device.profileModel},
          {"label", device.profileLabel},
          {"selected", device.selected},
          {"slots", slots}};
}

void printDevice(const flows::DeviceSurvey& device) {
  fmt::print("{} {}  — {}\n", device.selected ? "*" : " ", device.name, device.profileLabel);
  for (const flows::SlotSurvey& slot : device.slots) {
    fmt::print("    slot {}  {}  {}  {}\n", slot.number, padded(roleText(slot), 11),
               padded(cardText(slot), 20), apdu::toHex(slot.atr));
  }
}

}  // namespace

int runReaders(const Options& options, std::stop_token stop) {
  const auto config = configured(options);
  if (!config) return config.error();
  const auto devices = flows::survey(*config, stop);
  if (!devices) return report(devices.error(), options, languageOf(options, *config));
  if (options.json) {
    Json list = Json::array();
    for (const flows::DeviceSurvey& device : *devices)
      list.push_back(deviceJson(device));
    printJson({{"ok", true}, {"readers", list}});
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
