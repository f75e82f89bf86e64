#include <array>

#include "apdu/bytes.hpp"
#include "hostlib/render/json.hpp"

namespace ssc::render {
namespace {

using flows::BasicField;

constexpr std::array kFields{
    BasicRow{BasicField::name, "name", "姓名", "Name", true},
    BasicRow{BasicField::socialSecurityNumber, "socialSecurityNumber", "社会保障号码",
             "Social security number", true},
    BasicRow{BasicField::cardNumber, "cardNumber", "卡号", "Card number", true},
    BasicRow{BasicField::region, "region", "发卡地区", "Issuing region", false},
    BasicRow{BasicField::cardId, "cardId", "卡识别码", "Card identification", true},
    BasicRow{BasicField::version, "version", "规范版本", "Specification version", false},
    BasicRow{BasicField::issueDate, "issueDate", "发卡日期", "Issued", false},
    BasicRow{BasicField::validUntil, "validUntil", "卡有效期", "Valid until", false},
    BasicRow{BasicField::resetInformation, "resetInformation", "卡复位信息", "Reset information", true},
    BasicRow{BasicField::terminalNumber, "terminalNumber", "终端机编号", "Terminal number", false},
    BasicRow{BasicField::deviceNumber, "deviceNumber", "终端设备号", "Device number", false},
};
static_assert(kFields.size() == flows::kBasicFieldCount);

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

std::string_view moduleText(flows::ModuleKind module) {
  switch (module) {
    case flows::ModuleKind::psam:
      return "psam";
    case flows::ModuleKind::hsm:
      return "hsm";
    default:
      return "none";
  }
}

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

std::span<const BasicRow> basicRows() {
  return kFields;
}

std::string shownField(const BasicRow& row, const flows::BasicFields& fields, Shown shown) {
  const crypto::Personal value = fields.utf8(row.field);
  if (shown == Shown::full || !row.personal) return value.reveal();
  return value.masked(1, row.field == BasicField::name ? 0 : 1);
}

Json basic(const flows::BasicFields& fields, cardspec::Generation generation, cardspec::Algorithm algorithm,
           Shown shown) {
  Json card = Json::object();
  for (const BasicRow& row : kFields)
    card[std::string(row.id)] = shownField(row, fields, shown);
  return {{"generation", static_cast<int>(generation)},
          {"algorithm", algorithmText(algorithm)},
          {"cardGenuine", true},
          {"terminalProven", generation == cardspec::Generation::three},
          {"card", std::move(card)}};
}

}  // namespace ssc::render
