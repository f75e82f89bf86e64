// What must hold for each item and each field.
#include <algorithm>
#include <charconv>
#include <doctest/doctest.h>
#include <set>
#include <string>

#include "card-spec/tables.hpp"
#include "hostlib/catalogue/selection.hpp"

namespace ssc::catalogue::test {
namespace {

// Hanzi of the block U+4E00 to U+9FFF: three bytes of UTF-8, E4 B8 80 to E9 BF BF.
std::size_t hanzi(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const auto second = static_cast<unsigned char>(text[i + 1]);
    if ((lead == 0xE4 && second >= 0xB8) || (lead >= 0xE5 && lead <= 0xE9)) ++count;
  }
  return count;
}

bool isAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

bool isInTables(std::string_view file) {
  unsigned fid = 0;
  std::from_chars(file.data() + 5, file.data() + file.size(), fid, 16);
  return cardspec::findFile(cardspec::Generation::two, file.substr(0, 4), static_cast<std::uint16_t>(fid)) !=
         nullptr;
}

}  // namespace

TEST_CASE("no two items have the same id") {
  std::set<std::string_view> ids;
  for (const Item& item : items())
    CHECK_MESSAGE(ids.insert(item.id).second, item.id);
}

TEST_CASE("each item names a flow of the table, who may act, a data set, a rule and an effect") {
  for (const Item& item : items()) {
    INFO(item.id);
    REQUIRE(item.flow != nullptr);
    CHECK(findFlow(item.flow->id) == item.flow);
    CHECK_FALSE(item.who.empty());
    CHECK_FALSE(item.dataset.empty());
    CHECK_FALSE(item.rule.empty());
    CHECK_FALSE(item.effect.empty());
    CHECK((item.physical || item.electronic));
  }
}

TEST_CASE("each item has a Chinese and an English name") {
  for (const Item& item : items()) {
    CHECK_MESSAGE(hanzi(item.name.zh) >= 2, item.id);
    CHECK_MESSAGE((isAscii(item.name.en) && item.name.en.size() > 3), item.id);
  }
}

TEST_CASE("each item shows three to ten fields, each labelled in both languages, no label twice") {
  for (const Item& item : items()) {
    INFO(item.id);
    CHECK((item.fields.size() >= 3 && item.fields.size() <= 10));
    std::set<std::string_view> zh, en;
    for (const Field& field : item.fields) {
      INFO(field.id);
      CHECK(hanzi(field.label.zh) >= 1);
      CHECK((isAscii(field.label.en) && !field.label.en.empty()));
      CHECK(zh.insert(field.label.zh).second);
      CHECK(en.insert(field.label.en).second);
    }
  }
}

TEST_CASE("the 457 fields stand in the order of their ids, and each is shown somewhere") {
  CHECK(fields().size() == 457);
  CHECK(std::ranges::is_sorted(fields(), std::ranges::less_equal{}, &Field::id));
  std::set<std::string_view> shown;
  for (const Item& item : items()) {
    for (const Field& field : item.fields)
      shown.insert(field.id);
  }
  CHECK(shown.size() == fields().size());
}

TEST_CASE("a field is labelled as a citizen reads it, narrower where an item says so") {
  const auto usual = [](std::string_view id) { return std::ranges::find(fields(), id, &Field::id)->label; };
  CHECK(usual("registration_date").zh == "登记日期");
  CHECK(usual("bank_last4").en == "Last 4 digits of bank card");
  const auto label = [](std::string_view item, std::string_view id) {
    const auto shown = find(item)->fields;
    const auto field = std::ranges::find(shown, id, &Field::id);
    REQUIRE(field != shown.end());
    return field->label.zh;
  };
  CHECK(label("LP-OT-009", "class") == "班级");
  CHECK(label("LP-OT-013", "class") == "准驾车型");
  CHECK(label("LP-HR-079", "grade") == "职业技能等级");
  CHECK(label("LP-HR-056", "grade") == "伤残等级");
}

TEST_CASE("the initials of a name have one letter for each of its hanzi") {
  for (const Item& item : items()) {
    CHECK_MESSAGE(item.initials.size() == hanzi(item.name.zh), item.id);
    CHECK(std::ranges::all_of(item.initials, [](char c) { return c >= 'a' && c <= 'z'; }));
  }
}

TEST_CASE("initials follow the reading of a hanzi in its word") {
  struct {
    std::string_view id, initials;
  } const rows[] = {
      {"LP-HR-001", "jydj"},          // 就业登记
      {"LP-HR-024", "grcbxxcx"},      // 参保: can, not shen
      {"LP-HR-042", "gskfzlqycsq"},   // 延长: chang, not zhang
      {"LP-HR-082", "jgyxbyzscx"},    // 院校: xiao, not jiao
      {"LP-OT-006", "zyfwsjyh"},      // 银行: hang, not xing
      {"LP-OT-058", "ybgrzhfhzjlq"},  // 返还: huan, not hai
      {"YZ-033", "ltxzgxzsp"},        // 行政: xing, not hang
      {"YZ-100", "tjzcxxcx"},         // 调解: tiao, not diao
      {"YZ-102", "zdhyqynmggzlq"},    // 重点行业: zhong, hang
      {"YZ-107", "zlbtnzzhbtd"},      // 种粮: zhong; 等: deng
  };
  for (const auto& row : rows)
    CHECK_MESSAGE(find(row.id)->initials == row.initials, find(row.id)->initials);
}

TEST_CASE("card files are files of the card") {
  std::size_t checked = 0;
  for (const Item& item : items()) {
    for (const std::string_view file : item.cardFiles) {
      CHECK_MESSAGE(isInTables(file), item.id, " ", file);
      ++checked;
    }
  }
  CHECK(checked > 40);
}

TEST_CASE("the small lists stand in the order of their enums") {
  CHECK(classes().size() == 5);
  CHECK(termOf(Class::identity).id == "identity");
  CHECK(termOf(Class::record).id == "record");
  CHECK(termOf(Level::L1).id == "L1");
  CHECK(termOf(Level::L3).id == "L3");
  CHECK(termOf(Party::self).id == "self");
  CHECK(termOf(Party::unit).id == "unit");
  CHECK(termOf(Party::staff).id == "staff");
  CHECK(termOf(Match::identical).id == "identical");
  CHECK(termOf(Match::none).id == "none");
  CHECK(termOf(Pays::disburse).id == "disburse");
  CHECK(termOf(FieldKind::text).id == "text");
  CHECK(termOf(FieldKind::money).id == "money");
  CHECK(termOf(FieldKind::date).id == "date");
  CHECK(termOf(FieldKind::flag).id == "flag");
}

TEST_CASE("kinds of fields are those a form needs") {
  const auto kind = [](std::string_view id) { return std::ranges::find(fields(), id, &Field::id)->kind; };
  CHECK(kind("amount") == FieldKind::money);
  CHECK(kind("registration_date") == FieldKind::date);
  CHECK(kind("retire_month") == FieldKind::month);
  CHECK(kind("dependant_name") == FieldKind::person);
  CHECK(kind("eligible") == FieldKind::flag);
  CHECK(kind("contact") == FieldKind::phone);
}

}  // namespace ssc::catalogue::test
