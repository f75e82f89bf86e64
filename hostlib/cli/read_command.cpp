// `ssc read`
#include <array>
#include <fmt/core.h>

#include "hostlib/cli/exchange_view.hpp"
#include "hostlib/cli/output.hpp"
#include "hostlib/flows/reader_call.hpp"

namespace ssc::cli {
namespace {

using flows::BasicField;
using flows::BasicReadReport;
using profile::Language;

struct FieldRow {
  BasicField field;
  std::string_view id, zh, en;
  bool personal;
};
constexpr std::array kFields{
    FieldRow{BasicField::name, "name", "姓名", "Name", true},
    FieldRow{BasicField::socialSecurityNumber, "socialSecurityNumber", "社会保障号码",
             "Social security number", true},
    FieldRow{BasicField::cardNumber, "cardNumber", "卡号", "Card number", true},
    FieldRow{BasicField::region, "region", "发卡地区", "Issuing region", false},
    FieldRow{BasicField::cardId, "cardId", "卡识别码", "Card identification", true},
    FieldRow{BasicField::version, "version", "规范版本", "Specification version", false},
    FieldRow{BasicField::issueDate, "issueDate", "发卡日期", "Issued", false},
    FieldRow{BasicField::validUntil, "validUntil", "卡有效期", "Valid until", false},
    FieldRow{BasicField::resetInformation, "resetInformation", "卡复位信息", "Reset information", true},
    FieldRow{BasicField::terminalNumber, "terminalNumber", "终端机编号", "Terminal number", false},
    FieldRow{BasicField::deviceNumber, "deviceNumber", "终端设备号", "Device number", false},
};

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

// A name keeps its first character, a number its first and last one.
std::string shown(const FieldRow& row, const BasicReadReport& card, bool full) {
  const crypto::Personal value = card.fields.utf8(row.field);
  if (full || !row.personal) return value.reveal();
  return value.masked(1, row.field == BasicField::name ? 0 : 1);
}

bool authenticatedBothWays(const BasicReadReport& card) {
  return card.generation == cardspec::Generation::three;
}

Json cardJson(const BasicReadReport& card, bool full) {
  Json fields = Json::object();
  for (const FieldRow& row : kFields)
    fields[std::string(row.id)] = shown(row, card, full);
  Json json = {{"ok", true},
               {"masked", !full},
               {"simulated", card.simulatedReader},
               {"generation", static_cast<int>(card.generation)},
               {"algorithm", algorithmText(card.algorithm)},
               {"cardGenuine", true},
               {"terminalProven", authenticatedBothWays(card)},
               {"card", fields},
               {"exchanges", {{"card", card.cardExchanges}, {"psam", card.samExchanges}}}};
  if (card.exchanges.empty()) return json;
  json["trace"] = exchangesJson(card.exchanges);
  return json;
}

std::string proofText(const BasicReadReport& card, Language language) {
  const bool both = authenticatedBothWays(card);
  if (language == Language::zh) return both ? "卡片真实，终端已获卡片认可" : "卡片真实";
  return both ? "card is genuine, terminal proven to the card" : "card is genuine";
}

void printCard(const BasicReadReport& card, bool full, Language language) {
  const bool zh = language == Language::zh;
  if (card.simulatedReader)
    fmt::print("{}\n", zh ? "【仿真】测试卡，非真实数据" : "[SIMULATED] test card, no real data");
  const auto line = [](std::string_view label, std::string_view value) {
    fmt::print("{}  {}\n", padded(label, 24), value);
  };
  line(zh ? "认证" : "Authentication", proofText(card, language));
  const int generation = static_cast<int>(card.generation);
  line(zh ? "卡片" : "Card",
       zh ? fmt::format("第{}代，{}", generation, algorithmText(card.algorithm))
          : fmt::format("generation {}, {}", generation, algorithmText(card.algorithm)));
  for (const FieldRow& row : kFields)
    line(zh ? row.zh : row.en, shown(row, card, full));
}

}  // namespace

int runRead(const Options& options, std::stop_token stop) {
  const auto config = configured(options);
  if (!config) return config.error();
  const Language language = languageOf(options, *config);
  if (const auto there = awaitCard(options, *config, stop); !there)
    return report(there.error(), options, language);
  const auto tracing = options.exchanges ? flows::Tracing::fullIfSimulated : flows::Tracing::off;
  const auto card = flows::readBasic(*config, *interfaceFrom(options.interface), tracing, stop,
                                     flows::ModulePolicy::psamThenHsm);
  if (!card) return report(card.error(), options, language);
  if (options.json) {
    printJson(cardJson(*card, options.full));
    return kExitOk;
  }
  if (options.exchanges) printExchanges(card->exchanges);
  printCard(*card, options.full, language);
  return kExitOk;
}

}  // namespace ssc::cli
