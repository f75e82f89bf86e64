#include "hostlib/cli/catalogue_view.hpp"

#include <algorithm>
#include <fmt/core.h>

#include "hostlib/catalogue/codes.hpp"
#include "hostlib/cli/card_command.hpp"

namespace ssc::cli {
namespace {

using catalogue::Item;
using catalogue::Items;
using catalogue::Text;
using profile::Language;

constexpr std::size_t kIdColumns = 9, kLevelColumns = 2, kStateColumns = 7;

struct Word {
  std::string_view zh, en;
};
constexpr Word kBuilt{"已实现", "built"}, kNotBuilt{"未实现", "missing"};

std::string_view in(Language language, const Word& word) {
  return language == Language::zh ? word.zh : word.en;
}

std::string_view state(const Item& item, Language language) {
  return in(language, item.built() ? kBuilt : kNotBuilt);
}

std::string_view className(const Item& item, Language language) {
  return language == Language::zh ? item.printedClass() : catalogue::termOf(item.cls).name.en;
}

// What a person should know beside the state: of the item, else of its flow.
const Text& note(const Item& item) {
  return item.gap.en.empty() ? item.flow->note : item.gap;
}

std::size_t widestClass(const Items& items, Language language) {
  std::size_t widest = 0;
  for (const Item* item : items)
    widest = std::max(widest, columnsOf(className(*item, language)));
  return widest;
}

void printRow(const Item& item, std::size_t classColumns, Language language) {
  fmt::print("{}  {}  {}  {}  {}\n", padded(item.id, kIdColumns),
             padded(catalogue::termOf(item.level).id, kLevelColumns),
             padded(state(item, language), kStateColumns), padded(className(item, language), classColumns),
             cli::in(language, item.name));
}

std::string joined(const auto& rows, std::string_view between, auto text) {
  std::string all;
  for (const auto& row : rows)
    all += std::string(all.empty() ? "" : between) + std::string(text(row));
  return all;
}

std::string cards(const Item& item, Language language) {
  if (item.physical && item.electronic)
    return language == Language::zh ? "实体卡、电子卡" : "physical card or e-card";
  if (item.physical) return language == Language::zh ? "仅实体卡" : "physical card only";
  return language == Language::zh ? "仅电子卡" : "e-card only";
}

std::string marks(const Item& item, Language language) {
  struct Mark {
    bool set = false;
    Word word;
  };
  const std::array all{
      Mark{item.writesCard, {"写卡", "writes the card"}},
      Mark{item.crossRegion, {"含异地", "other areas too"}},
      Mark{item.needsFace, {"人脸核验", "face check"}},
      Mark{item.offline, {"脱网", "offline"}},
      Mark{item.byStaff, {"工作人员持卡", "staff's own card"}},
      Mark{item.pays == catalogue::Pays::collect, {"缴费", "the citizen pays"}},
      Mark{item.pays == catalogue::Pays::disburse, {"发放到卡", "paid to the card's account"}},
  };
  std::string text;
  for (const Mark& mark : all) {
    if (mark.set) text += (text.empty() ? "" : " · ") + std::string(in(language, mark.word));
  }
  return text;
}

void printUnlessEmpty(std::string_view label, std::string_view value) {
  if (!value.empty()) printLine(label, value);
}

void printFields(const Item& item, Language language) {
  std::size_t widestId = 0, widestLabel = 0;
  for (const catalogue::Field& field : item.fields) {
    widestId = std::max(widestId, field.id.size());
    widestLabel = std::max(widestLabel, columnsOf(field.label.zh));
  }
  fmt::print("\n{}\n", language == Language::zh ? "字段" : "Fields");
  for (const catalogue::Field& field : item.fields) {
    fmt::print("  {}  {}  {}  ({})\n", padded(field.id, widestId), padded(field.label.zh, widestLabel),
               field.label.en, cli::in(language, catalogue::termOf(field.kind).name));
  }
}

void printTwins(const Item& item, Language language) {
  for (const catalogue::Twin& twin : catalogue::crosswalk(item)) {
    printLine(language == Language::zh ? "对应事项" : "Twin",
              fmt::format("{}  {}  ({})", twin.item->id, cli::in(language, twin.item->name),
                          cli::in(language, catalogue::termOf(twin.match).name)));
  }
}

Json json(const Text& text) {
  return {{"zh", text.zh}, {"en", text.en}};
}

Json fieldsJson(const Item& item) {
  Json all = Json::array();
  for (const catalogue::Field& field : item.fields)
    all.push_back(fieldJson(field));
  return all;
}

Json twinsJson(const Item& item) {
  Json all = Json::array();
  for (const catalogue::Twin& twin : catalogue::crosswalk(item))
    all.push_back({{"id", twin.item->id},
                   {"name", json(twin.item->name)},
                   {"match", catalogue::termOf(twin.match).id}});
  return all;
}

Json listJson(const auto& rows, auto value) {
  Json all = Json::array();
  for (const auto& row : rows)
    all.push_back(value(row));
  return all;
}

}  // namespace

std::string_view in(Language language, const Text& text) {
  return language == Language::zh ? text.zh : text.en;
}

void printItems(const Items& items, bool grouped, Language language) {
  const std::size_t classColumns = widestClass(items, language);
  const catalogue::Group* group = nullptr;
  for (const Item* item : items) {
    if (grouped && item->group != group) {
      fmt::print("{}{} · {}\n", group == nullptr ? "" : "\n", in(language, item->catalogue().name),
                 in(language, item->group->name));
      group = item->group;
    }
    printRow(*item, classColumns, language);
  }
}

void printMissing(const Items& items, Language language) {
  for (const catalogue::Flow& flow : catalogue::flows()) {
    Items own;
    std::ranges::copy_if(items, std::back_inserter(own),
                         [&](const Item* item) { return item->flow == &flow; });
    if (own.empty()) continue;
    fmt::print("{} · {} ({}): {}\n", flow.id, in(language, flow.name), own.size(), in(language, flow.note));
    printItems(own, false, language);
    fmt::print("\n");
  }
}

void printCount(const Items& items, Language language) {
  const auto built = std::ranges::count_if(items, [](const Item* item) { return item->built(); });
  if (language == Language::zh) {
    fmt::print("共 {} 项，已实现 {} 项，未实现 {} 项\n", items.size(), built,
               items.size() - static_cast<std::size_t>(built));
  } else {
    fmt::print("{} items, {} built, {} missing\n", items.size(), built,
               items.size() - static_cast<std::size_t>(built));
  }
}

void printItem(const Item& item, Language language) {
  const bool zh = language == Language::zh;
  const auto say = [language](const Text& text) { return in(language, text); };
  fmt::print("{}  {}  {}\n", item.id, item.name.zh, item.name.en);
  printLine(zh ? "目录" : "Catalogue",
            fmt::format("{} · {}", say(item.catalogue().name), say(item.group->name)));
  printLine(zh ? "类别" : "Class", className(item, language));
  printLine(zh ? "状态" : "State", state(item, language));
  printUnlessEmpty(zh ? "说明" : "Note", say(note(item)));
  printUnlessEmpty(zh ? "备注" : "Remark", say(item.remark));
  printLine(zh ? "流程" : "Flow", fmt::format("{} ({})", item.flow->id, say(item.flow->name)));
  printLine(zh ? "登录级别" : "Login level", fmt::format("{} ({})", catalogue::termOf(item.level).id,
                                                         say(catalogue::termOf(item.level).name)));
  printLine(zh ? "卡形态" : "Card", cards(item, language));
  printLine(zh ? "办理人" : "Who may act", joined(item.who, ", ", [&](catalogue::Party party) {
              return say(catalogue::termOf(party).name);
            }));
  printUnlessEmpty(zh ? "材料" : "Papers", joined(item.papers, zh ? "、" : ", ", say));
  printUnlessEmpty(zh ? "特点" : "Marks", marks(item, language));
  if (item.print != nullptr) {
    printLine(zh ? "打印" : "Print", fmt::format("{} ({})", item.print->type.id, say(item.print->type.name)));
  }
  printLine(zh ? "规则" : "Rule", item.rule);
  printLine(zh ? "效果" : "Effect", item.effect);
  printLine(zh ? "数据集" : "Data set", item.dataset);
  printUnlessEmpty(zh ? "卡内文件" : "Card files",
                   joined(item.cardFiles, ", ", [](std::string_view file) { return file; }));
  printTwins(item, language);
  printFields(item, language);
}

void printDistrict(const catalogue::District& district, Language language) {
  fmt::print("{} · {} · {} ({}) · {}\n\n", in(language, district.name), district.area,
             in(language, district.bank.name), district.bank.code, in(language, district.texts.notice));
}

Json fieldJson(const catalogue::Field& field) {
  Json all = {{"id", field.id}, {"label", json(field.label)}, {"kind", catalogue::termOf(field.kind).id}};
  if (field.codes != nullptr) all["codes"] = field.codes->id;
  return all;
}

Json itemJson(const Item& item) {
  return {{"id", item.id},
          {"name", json(item.name)},
          {"initials", item.initials},
          {"catalogue", item.catalogue().id},
          {"group", item.group->id},
          {"class", catalogue::termOf(item.cls).id},
          {"printedClass", item.printedClass()},
          {"flow", item.flow->id},
          {"state", item.built() ? "built" : "missing"},
          {"note", json(note(item))},
          {"level", catalogue::termOf(item.level).id},
          {"physicalCard", item.physical},
          {"electronicCard", item.electronic},
          {"who", listJson(item.who, [](catalogue::Party party) { return catalogue::termOf(party).id; })},
          {"papers", listJson(item.papers, [](const Text& paper) { return json(paper); })},
          {"dataset", item.dataset},
          {"fields", fieldsJson(item)},
          {"rule", item.rule},
          {"effect", item.effect},
          {"cardFiles", item.cardFiles},
          {"print", item.print == nullptr ? "" : item.print->type.id},
          {"prints", item.prints()},
          {"pays", catalogue::termOf(item.pays).id},
          {"writesCard", item.writesCard},
          {"crossRegion", item.crossRegion},
          {"needsFace", item.needsFace},
          {"offline", item.offline},
          {"byStaff", item.byStaff},
          {"remark", json(item.remark)},
          {"twins", twinsJson(item)}};
}

Json districtJson(const catalogue::District& district) {
  const catalogue::Limits& limits = district.limits;
  return {{"id", district.id},
          {"name", json(district.name)},
          {"simulated", true},
          {"catalogue", district.catalogue->id},
          {"area", district.area},
          {"bank", {{"code", district.bank.code}, {"name", json(district.bank.name)}}},
          {"pin", district.pin == catalogue::PinEntry::pad ? "pad" : "screen"},
          {"helpLine", district.helpLine},
          {"limits",
           {{"printsPerMonth", limits.printsPerMonth},
            {"offlineEach", limits.offlineEach},
            {"offlineTotal", limits.offlineTotal},
            {"offlineCount", limits.offlineCount},
            {"paymentPerDay", limits.paymentPerDay},
            {"idleSeconds", limits.idleSeconds},
            {"sessionSeconds", limits.sessionSeconds}}},
          {"texts",
           {{"welcome", json(district.texts.welcome)},
            {"notice", json(district.texts.notice)},
            {"help", json(district.texts.help)}}}};
}

}  // namespace ssc::cli
