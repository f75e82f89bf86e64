// `ssc read`
#include <fmt/core.h>

#include "hostlib/cli/card_command.hpp"
#include "hostlib/cli/exchange_view.hpp"
#include "hostlib/cli/output.hpp"
#include "hostlib/flows/reader_call.hpp"

namespace ssc::cli {
namespace {

using flows::BasicReadReport;
using profile::Language;

bool authenticatedBothWays(const BasicReadReport& card) {
  return card.generation == cardspec::Generation::three;
}

Json cardJson(const BasicReadReport& card, render::Shown shown) {
  Json json = {{"ok", true}, {"masked", shown == render::Shown::masked}, {"simulated", card.simulatedReader}};
  json.update(render::basic(card.fields, card.generation, card.algorithm, shown));
  json["module"] = render::moduleText(card.module);
  json["exchanges"] = {{"card", card.cardExchanges}, {"psam", card.samExchanges}};
  if (card.exchanges.empty()) return json;
  json["trace"] = exchangesJson(card.exchanges);
  return json;
}

std::string proofText(const BasicReadReport& card, Language language) {
  const bool both = authenticatedBothWays(card);
  if (language == Language::zh) return both ? "卡片真实，终端已获卡片认可" : "卡片真实";
  return both ? "card is genuine, terminal proven to the card" : "card is genuine";
}

void printCard(const BasicReadReport& card, render::Shown shown, Language language) {
  const bool zh = language == Language::zh;
  if (card.simulatedReader)
    fmt::print("{}\n", zh ? "【仿真】测试卡，非真实数据" : "[SIMULATED] test card, no real data");
  const auto line = [](std::string_view label, std::string_view value) {
    fmt::print("{}  {}\n", padded(label, 24), value);
  };
  line(zh ? "认证" : "Authentication", proofText(card, language));
  const int generation = static_cast<int>(card.generation);
  line(zh ? "卡片" : "Card",
       zh ? fmt::format("第{}代，{}", generation, render::algorithmText(card.algorithm))
          : fmt::format("generation {}, {}", generation, render::algorithmText(card.algorithm)));
  for (const render::BasicRow& row : render::basicRows())
    line(zh ? row.zh : row.en, render::shownField(row, card.fields, shown));
  printModule(card.module, language);
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
    printJson(cardJson(*card, shownBy(options)));
    return kExitOk;
  }
  if (options.exchanges) printExchanges(card->exchanges);
  printCard(*card, shownBy(options), language);
  return kExitOk;
}

}  // namespace ssc::cli
