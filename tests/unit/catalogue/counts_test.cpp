// How many there are of what, against figures counted in the printed tables (two of Liangping, one of
// Yongzhou).
#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "hostlib/catalogue/selection.hpp"

namespace ssc::catalogue::test {
namespace {

using Counts = std::array<std::ptrdiff_t, 3>;  // Liangping table 1, Liangping table 2, Yongzhou
constexpr std::array<std::string_view, 3> kTables{"LP-HR-", "LP-OT-", "YZ-"};

template <typename Fits>
Counts count(Fits fits) {
  Counts counts{};
  for (std::size_t table = 0; table < kTables.size(); ++table) {
    counts.at(table) = std::ranges::count_if(
        items(), [&](const Item& item) { return item.id.starts_with(kTables.at(table)) && fits(item); });
  }
  return counts;
}

Counts countClass(Class cls) {
  return count([cls](const Item& item) { return item.cls == cls; });
}

/// Both forms, physical only, e-card only.
std::array<std::ptrdiff_t, 3> cardForms(std::string_view table, Class cls) {
  const auto forms = [&](bool physical, bool electronic) {
    return std::ranges::count_if(items(), [&](const Item& item) {
      return item.id.starts_with(table) && item.cls == cls && item.physical == physical &&
             item.electronic == electronic;
    });
  };
  return {forms(true, true), forms(true, false), forms(false, true)};
}

std::vector<std::ptrdiff_t> groupSizes(std::string_view catalogue) {
  std::vector<std::ptrdiff_t> sizes;
  for (const Group& group : groups()) {
    if (group.catalogue->id != catalogue) continue;
    sizes.push_back(std::ranges::count(items(), &group, &Item::group));
  }
  return sizes;
}

}  // namespace

TEST_CASE("the catalogues have 95, 65 and 111 items, numbered without a gap") {
  CHECK(count([](const Item&) { return true; }) == Counts{95, 65, 111});
  CHECK(select({.catalogue = "own"}).size() == 1);  // what this system adds
  CHECK(items().size() == 271 + 1);
  for (std::size_t table = 0; table < kTables.size(); ++table) {
    for (int number = 1; number <= std::array{95, 65, 111}.at(table); ++number) {
      const std::string digits = std::to_string(1000 + number).substr(1);
      const Item* item = find(std::string(kTables.at(table)) + digits);
      REQUIRE_MESSAGE(item != nullptr, kTables.at(table), digits);
      CHECK(item->catalogue().id == (table < 2 ? "liangping" : "yongzhou"));
    }
  }
}

TEST_CASE("the classes are as often as printed") {
  CHECK(countClass(Class::identity) == Counts{45, 28, 42});
  CHECK(countClass(Class::query) == Counts{24, 2, 27});
  CHECK(countClass(Class::money) == Counts{23, 30, 25});
  CHECK(countClass(Class::settlement) == Counts{3, 4, 5});
  CHECK(countClass(Class::record) == Counts{0, 1, 12});
}

TEST_CASE("Yongzhou prints other names of two classes") {
  CHECK(find("LP-HR-001")->printedClass() == "身份凭证");
  CHECK(find("YZ-001")->printedClass() == "电子凭证");
  CHECK(find("LP-HR-051")->printedClass() == "就医结算");
  CHECK(find("YZ-053")->printedClass() == "就医结算服务");
  CHECK(find("YZ-014")->printedClass() == "自助查询");
}

TEST_CASE("the groups are as large as printed") {
  CHECK(groupSizes("liangping") == std::vector<std::ptrdiff_t>{19, 8, 10, 23, 7, 15, 10, 3, 65});
  CHECK(groupSizes("yongzhou") == std::vector<std::ptrdiff_t>{21, 10, 7, 19, 16, 6, 9, 6, 8, 1, 8});
}

TEST_CASE("Liangping's forms of the card are as printed, class by class") {
  using Forms = std::array<std::ptrdiff_t, 3>;
  CHECK(cardForms("LP-HR-", Class::identity) == Forms{42, 1, 2});
  CHECK(cardForms("LP-HR-", Class::query) == Forms{23, 0, 1});
  CHECK(cardForms("LP-HR-", Class::money) == Forms{3, 20, 0});
  CHECK(cardForms("LP-HR-", Class::settlement) == Forms{3, 0, 0});
  CHECK(cardForms("LP-OT-", Class::identity) == Forms{26, 0, 2});
  CHECK(cardForms("LP-OT-", Class::query) == Forms{2, 0, 0});
  CHECK(cardForms("LP-OT-", Class::money) == Forms{6, 24, 0});
  CHECK(cardForms("LP-OT-", Class::settlement) == Forms{4, 0, 0});
  CHECK(cardForms("LP-OT-", Class::record) == Forms{0, 1, 0});
}

TEST_CASE("Yongzhou prints no forms: both are allowed but offline, where only the chip counts") {
  CHECK_FALSE(findCatalogue("yongzhou")->printsCards);
  for (const Item* item : select({.catalogue = "yongzhou"})) {
    CHECK(item->physical);
    CHECK_MESSAGE(item->electronic == (item->id != "YZ-048"), item->id);
  }
}

TEST_CASE("other areas, prints, face, staff and offline are as often as printed") {
  CHECK(count([](const Item& item) { return item.crossRegion; }) == Counts{15, 4, 6});
  CHECK(count([](const Item& item) { return item.prints(); }) == Counts{8, 0, 3});
  CHECK(count([](const Item& item) { return item.writesCard; }) == Counts{1, 0, 3});
  CHECK(count([](const Item& item) { return item.needsFace; }) == Counts{5, 0, 0});
  CHECK(count([](const Item& item) { return item.byStaff; }) == Counts{1, 0, 0});
  CHECK(count([](const Item& item) { return item.offline; }) == Counts{0, 1, 1});
}

TEST_CASE("money goes as often to the citizen and from the citizen as printed") {
  CHECK(count([](const Item& item) { return item.pays == Pays::collect; }) == Counts{3, 6, 5});
  CHECK(count([](const Item& item) { return item.pays == Pays::disburse; }) == Counts{20, 24, 20});
}

TEST_CASE("documents come out of the eleven printing items and of no other") {
  const std::map<std::string_view, std::string_view> printed{
      {"LP-HR-006", "09"}, {"LP-HR-021", "02"}, {"LP-HR-022", "01"}, {"LP-HR-023", "06"},
      {"LP-HR-033", "07"}, {"LP-HR-034", "07"}, {"LP-HR-040", "08"}, {"LP-HR-076", "09"},
      {"YZ-027", "03"},    {"YZ-028", "01"},    {"YZ-037", "07"}};
  for (const Item& item : items()) {
    const auto row = printed.find(item.id);
    CHECK_MESSAGE(item.prints() == (row != printed.end()), item.id);
    CHECK_MESSAGE(item.prints() == (item.flow->id == "query_print"), item.id);
    if (row != printed.end()) CHECK(item.print->type.id == row->second);
  }
}

TEST_CASE("every flow serves as many items as were sorted to it") {
  const std::map<std::string_view, std::ptrdiff_t> expected{
      {"identity_form", 72},  {"receive", 64},         {"query", 44 + 1},   {"pay", 14},
      {"register_visit", 14}, {"settle_medical", 12},  {"card_record", 12}, {"query_print", 11},
      {"quick_check", 11},    {"identity_receipt", 8}, {"qualify", 3},      {"login", 2},
      {"settle_offline", 2},  {"staff_login", 1},      {"voucher", 1}};
  CHECK(flows().size() == expected.size());
  for (const Flow& flow : flows()) {
    REQUIRE_MESSAGE(expected.contains(flow.id), flow.id);
    CHECK_MESSAGE(std::ranges::count(items(), &flow, &Item::flow) == expected.at(flow.id), flow.id);
  }
}

TEST_CASE("missing items are those of flows that are not built, and each says why") {
  const Items absent = missing();
  for (const Item& item : items())
    CHECK((std::ranges::find(absent, &item) != absent.end()) == !item.flow->built);
  for (const Item* item : absent) {
    CHECK_FALSE(item->flow->note.zh.empty());
    CHECK_FALSE(item->flow->note.en.empty());
  }
}

}  // namespace ssc::catalogue::test
