#include <array>

#include "apdu/bytes.hpp"
#include "hostlib/render/json.hpp"

namespace ssc::render {
namespace {

using flows::BasicField;

struct FieldRow {
  BasicField field;
  std::string_view name;
};
constexpr std::array kFields{
    FieldRow{BasicField::name, "name"},
    FieldRow{BasicField::socialSecurityNumber, "socialSecurityNumber"},
    FieldRow{BasicField::cardNumber, "cardNumber"},
    FieldRow{BasicField::region, "region"},
    FieldRow{BasicField::cardId, "cardId"},
    FieldRow{BasicField::version, "version"},
    FieldRow{BasicField::issueDate, "issueDate"},
    FieldRow{BasicField::validUntil, "validUntil"},
    FieldRow{BasicField::resetInformation, "resetInformation"},
    FieldRow{BasicField::terminalNumber, "terminalNumber"},
    FieldRow{BasicField::deviceNumber, "deviceNumber"},
};
static_assert(kFields.size() == flows::kBasicFieldCount);

std::string_view algorithmText(cardspec::Algorithm algorithm) {
  switch (algorithm) {
    case cardspec::Algorithm::tripleDes:
      return "3DES";
    case cardspec::Algorithm::ssf33:
      return "SSF33";
    default:
      return "SM4";
  }
}

Json slot(const flows::SlotSurvey& slot) {
  return {
      {"name", slot.name},           {"number", slot.number}, {"role", slot.role ? toText(*slot.role) : "?"},
      {"card", slot.hasCard},        {"mute", slot.mute},     {"inUse", slot.held},
      {"atr", apdu::toHex(slot.atr)}};
}

}  // namespace

Json readers(const std::vector<flows::DeviceSurvey>& devices) {
  Json list = Json::array();
  for (const flows::DeviceSurvey& device : devices) {
    Json slots = Json::array();
    for (const flows::SlotSurvey& found : device.slots)
      slots.push_back(slot(found));
    list.push_back({{"name", device.name},
                    {"profile", device.profileModel},
                    {"label", device.profileLabel},
                    {"selected", device.selected},
                    {"slots", std::move(slots)}});
  }
  return list;
}

Json basic(const flows::BasicFields& fields, cardspec::Generation generation, cardspec::Algorithm algorithm) {
  Json card = Json::object();
  for (const FieldRow& row : kFields)
    card[std::string(row.name)] = fields.utf8(row.field).reveal();
  return {{"generation", static_cast<int>(generation)},
          {"algorithm", algorithmText(algorithm)},
          {"cardGenuine", true},
          {"terminalProven", generation == cardspec::Generation::three},
          {"card", std::move(card)}};
}

}  // namespace ssc::render
