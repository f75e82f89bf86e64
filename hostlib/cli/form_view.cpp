#include "hostlib/cli/form_view.hpp"

#include <array>
#include <fmt/core.h>

#include "hostlib/catalogue/codes.hpp"
#include "hostlib/cli/card_command.hpp"
#include "hostlib/cli/catalogue_view.hpp"

namespace ssc::cli {
namespace {

using profile::Language;

constexpr std::array<std::string_view, 9> kShapes{"text",  "code", "count", "decimal", "date",
                                                  "month", "year", "time",  "flag"};
constexpr std::int64_t kHundred = 100;

struct StateRow {
  std::string_view state, zh, en;
};
constexpr std::array kStates{
    StateRow{"SUBMITTED", "已受理", "accepted"}, StateRow{"CHECKED", "已初审", "checked"},
    StateRow{"APPROVED", "已通过", "approved"}, StateRow{"RETURNED", "已退回", "returned"},
    StateRow{"WITHDRAWN", "已撤回", "withdrawn"}};

std::string stateText(const std::string& state, Language language) {
  for (const StateRow& row : kStates)
    if (row.state == state) return std::string(language == Language::zh ? row.zh : row.en);
  return state;
}

Json fieldJson(const catalogue::FormField& field, const form::Rule& rule) {
  Json json = {{"id", field.field->id},
               {"zh", field.field->label.zh},
               {"en", field.field->label.en},
               {"help", {{"zh", field.help.zh}, {"en", field.help.en}}},
               {"shape", kShapes[static_cast<std::size_t>(rule.shape)]},
               {"required", rule.required},
               {"personal", rule.personal},
               {"past", rule.past}};
  const std::int64_t unit = rule.shape == form::Shape::decimal ? kHundred : 1;
  if (rule.most != 0) json["most"] = rule.most;
  if (rule.min != form::kNoMin) json["min"] = rule.min / unit;
  if (rule.max != form::kNoMax) json["max"] = rule.max / unit;
  if (!rule.masks.empty()) json["masks"] = std::vector<std::string>(rule.masks.begin(), rule.masks.end());
  for (const std::string_view code : rule.codes) {
    const auto text = catalogue::codeText(*field.field, code);
    json["codes"].push_back({{"code", code}, {"zh", text.zh}, {"en", text.en}});
  }
  if (!field.from.empty()) json["knownFrom"] = field.from.item;
  return json;
}

}  // namespace

Json formJson(const catalogue::Form& form) {
  Json fields = Json::array();
  for (const catalogue::FormField& field : form.fields)
    fields.push_back(fieldJson(field, catalogue::ruleOf(form, field)));
  Json orders = Json::array();
  for (const form::Order& order : form::findForm(form.item->id)->orders)
    orders.push_back({order.before, order.after});
  return {{"item", form.item->id},
          {"zh", form.item->name.zh},
          {"en", form.item->name.en},
          {"fields", std::move(fields)},
          {"orders", std::move(orders)}};
}

void printForm(const catalogue::Form& form, Language language) {
  const bool zh = language == Language::zh;
  fmt::print("{}  {}\n\n", form.item->id, in(language, form.item->name));
  for (const catalogue::FormField& field : form.fields) {
    const form::Rule& rule = catalogue::ruleOf(form, field);
    const std::string name = fmt::format("{}{}", field.field->id, rule.required ? " *" : "");
    printLine(name, fmt::format("{}: {}", in(language, field.field->label), in(language, field.help)));
    for (const std::string_view code : rule.codes)
      fmt::print("{:28}{} = {}\n", "", code, in(language, catalogue::codeText(*field.field, code)));
  }
  fmt::print("\n{}\n", zh ? "* 必填" : "* must be filled in");
}

Json problemsJson(const std::vector<catalogue::FormProblem>& problems) {
  Json json = Json::array();
  for (const catalogue::FormProblem& problem : problems)
    json.push_back({{"field", problem.field}, {"zh", problem.zh}, {"en", problem.en}});
  return json;
}

Json acceptedJson(const flows::Accepted& accepted) {
  Json json = {{"applyNo", accepted.applyNo}, {"state", accepted.state}};
  if (!accepted.until.empty()) json["until"] = accepted.until;
  return json;
}

void printAccepted(const Json& json, Language language) {
  const bool zh = language == Language::zh;
  printLine(zh ? "受理号" : "Number", json.value("applyNo", ""));
  printLine(zh ? "状态" : "State", stateText(json.value("state", ""), language));
}

Json linesJson(const std::vector<flows::ApplicationLine>& lines) {
  Json rows = Json::array();
  for (const flows::ApplicationLine& line : lines) {
    const catalogue::Item* item = catalogue::find(line.item);
    rows.push_back({{"applyNo", line.applyNo},
                    {"item", line.item},
                    {"zh", item == nullptr ? line.item : item->name.zh},
                    {"en", item == nullptr ? line.item : item->name.en},
                    {"kind", line.kind},
                    {"state", line.state},
                    {"submittedAt", line.submittedAt},
                    {"changedAt", line.changedAt},
                    {"reason", line.reason},
                    {"until", line.until}});
  }
  return {{"applications", std::move(rows)}};
}

void printLines(const Json& json, Language language) {
  for (const Json& row : json.at("applications")) {
    std::string text =
        fmt::format("{}  {}", row.value("item", ""), row.value(language == Language::zh ? "zh" : "en", ""));
    if (row.value("kind", "") == "correction")
      text += language == Language::zh ? "（更正）" : " (correction)";
    printLine(row.value("applyNo", ""),
              fmt::format("{}  {}", stateText(row.value("state", ""), language), text));
    if (!row.value("reason", "").empty()) printLine("", row.value("reason", ""));
  }
}

}  // namespace ssc::cli
