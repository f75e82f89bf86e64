// `ssc check ITEM NAME=VALUE …`
#include "hostlib/cli/check_command.hpp"

#include <fmt/core.h>

#include "hostlib/catalogue/catalogue.hpp"
#include "hostlib/cli/office_sign_in.hpp"
#include "hostlib/cli/table_view.hpp"
#include "hostlib/flows/office/quick_check.hpp"

namespace ssc::cli {
namespace {

using profile::Language;

flows::GateRequest requestOf(const Options& options) {
  flows::GateRequest request;
  request.item = options.item;
  for (const std::string& value : options.items) {
    const auto sign = value.find('=');
    request.values.push_back({value.substr(0, sign), value.substr(sign + 1)});
  }
  if (options.face) request.likeness = static_cast<std::uint8_t>(*options.face);
  return request;
}

Json wordJson(std::string_view id, const flows::GateWord* word) {
  return {
      {"id", id}, {"zh", word == nullptr ? id : word->text.zh}, {"en", word == nullptr ? id : word->text.en}};
}

Json answerJson(const flows::GateAnswer& answer, const catalogue::Item& item) {
  Json json = {{"item", item.id},
               {"zh", item.name.zh},
               {"en", item.name.en},
               {"passes", answer.passes()},
               {"result", wordJson(answer.result->id, answer.result)}};
  if (!answer.reason.empty()) json["reason"] = wordJson(answer.reason, answer.reasonText);
  json.update(tableJson(answer.table, item));
  return json;
}

void printAnswer(const Json& json, Language language) {
  const bool zh = language == Language::zh;
  const char* key = zh ? "zh" : "en";
  fmt::print("\n");
  printLine(zh ? "核验" : "Check", fmt::format("{}  {}", json.value("item", ""), json.value(key, "")));
  printLine(zh ? "结果" : "Result", json["result"].value(key, ""));
  if (json.contains("reason")) {
    const bool passes = json.value("passes", false);
    printLine(passes ? (zh ? "注意" : "Note") : (zh ? "原因" : "Why"), json["reason"].value(key, ""));
  }
  if (json["rows"].empty()) return;
  fmt::print("\n");
  printTable(json, language);
}

/// A gate asks for no PIN where the item is content with the card.
int levelOf(const catalogue::Item& item) {
  return item.level == catalogue::Level::L1 ? 1 : 2;
}

}  // namespace

std::string gateItems() {
  std::string text = "ITEM:{";
  for (const flows::Gate& gate : flows::gates())
    text += std::string(gate.item) + (&gate == &flows::gates().back() ? "}" : ",");
  return text;
}

std::string whyNoNamedValue(const std::string& text) {
  const auto sign = text.find('=');
  if (sign != std::string::npos && sign != 0) return {};
  return text + " is not NAME=VALUE";
}

int runCheck(const Options& options, std::stop_token stop) {
  const flows::GateRequest request = requestOf(options);
  if (const auto fits = flows::checkGateRequest(request); !fits) {
    const auto config = configured(options);
    return config ? report(fits.error(), options, languageOf(options, *config)) : config.error();
  }
  const catalogue::Item& item = *catalogue::find(options.item);
  Options signIn = options;
  signIn.level = levelOf(item);
  bool passes = false;
  const auto work = [&](flows::OfficeDesk& desk,
                        const flows::SignedInPerson& person) -> flows::Outcome<Json> {
    const auto answer = flows::QuickCheck(desk, stop).run(person, request);
    if (!answer) return tl::unexpected(answer.error());
    passes = answer->passes();
    return answerJson(*answer, item);
  };
  const int code = runSignedIn(signIn, stop, std::string(item.id), work, printAnswer);
  return code == kExitOk && !passes ? kExitNotPassed : code;
}

}  // namespace ssc::cli
