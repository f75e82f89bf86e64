// Finding items by what somebody types, and choosing them by what they are.
#include <algorithm>
#include <doctest/doctest.h>
#include <string>

#include "hostlib/catalogue/selection.hpp"

namespace ssc::catalogue::test {
namespace {

std::string ids(const Items& found, std::size_t most = 400) {
  std::string text;
  for (std::size_t i = 0; i < std::min(found.size(), most); ++i)
    text += (i == 0 ? "" : " ") + std::string(found[i]->id);
  return text;
}

bool holds(const Items& found, std::string_view id) {
  return std::ranges::find(found, find(id)) != found.end();
}

}  // namespace

TEST_CASE("an id is found in small letters too, and comes first") {
  CHECK(find("lp-hr-033") == find("LP-HR-033"));
  CHECK(find("LP-HR-096") == nullptr);
  CHECK(ids(search("yz-091"), 1) == "YZ-091");
}

TEST_CASE("a number finds that number of every table") {
  CHECK(ids(search("024")) == "LP-HR-024 LP-OT-024 YZ-024");
  CHECK(ids(search("24"), 3) == "LP-HR-024 LP-OT-024 YZ-024");
  CHECK(ids(search("111")) == "YZ-111");
  CHECK(search("999").empty());
}

TEST_CASE("a Chinese word finds names that begin with it, then names that have it, then fields") {
  const Items found = search("养老");
  CHECK(ids(found, 4) == "LP-HR-027 LP-HR-030 LP-HR-032 LP-HR-035");
  CHECK(holds(found, "LP-HR-033"));  // 基本养老保险待遇查询
  CHECK(holds(found, "YZ-037"));
  const auto place = [&](std::string_view id) { return std::ranges::find(found, find(id)) - found.begin(); };
  CHECK(place("YZ-032") < place("LP-HR-033"));
  CHECK_FALSE(holds(found, "LP-OT-026"));
}

TEST_CASE("pinyin initials find what a keypad of letters can type") {
  const Items found = search("yl");
  CHECK(holds(found, "LP-HR-030"));  // 养老…
  CHECK(holds(found, "LP-OT-057"));  // 医疗…
  CHECK(holds(found, "LP-HR-033"));  // 基本养老…
  CHECK(found.front()->initials.starts_with("yl"));
  CHECK(ids(search("JBYLBXDYCX")) == "LP-HR-033");
}

TEST_CASE("English words are found where they begin, whatever the letters' size") {
  const Items found = search("pension");
  CHECK(found.front()->name.en.starts_with("Pension"));
  CHECK(holds(found, "LP-HR-033"));
  CHECK(ids(found) == ids(search("PENSION")));
  CHECK(search("ension").empty());
}

TEST_CASE("labels of fields are found last") {
  CHECK(ids(search("准驾车型")) == "LP-OT-013");
  CHECK(holds(search("fare"), "LP-OT-026"));
}

TEST_CASE("several words must all be found, in any order and with wide blanks") {
  CHECK(ids(search("养老 资格")) == "LP-HR-035");
  CHECK(ids(search("资格　养老")) == "LP-HR-035");
  CHECK(search("养老 公交").empty());
}

TEST_CASE("nothing typed, or what stands nowhere, finds nothing") {
  CHECK(search("").empty());
  CHECK(search(" 　").empty());
  CHECK(search("zzzzzz").empty());
  CHECK(search("99999999999999999999").empty());
  CHECK(search("\xE5").size() <= items().size());  // half a hanzi: no harm
}

TEST_CASE("filters choose by each property, and together") {
  CHECK(select({}).size() == 271 + 1);
  CHECK(select({.catalogue = "liangping"}).size() == 160);
  CHECK(select({.catalogue = "yongzhou", .group = "wages"}).size() == 1);
  CHECK(select({.flow = "query_print"}).size() == 11);
  CHECK(ids(select({.print = "06"})) == "LP-HR-023");
  CHECK(select({.cls = Class::record}).size() == 13);
  CHECK(select({.catalogue = "liangping", .physical = false}).size() == 5);
  CHECK(select({.electronic = false}).size() == 47);
  CHECK(select({.crossRegion = true}).size() == 25);
  CHECK(ids(select({.level = Level::L1, .crossRegion = true})).empty());
  CHECK(ids(select({.catalogue = "liangping", .flow = "login"})) == "LP-HR-094 LP-OT-001");
  CHECK(select({.built = true}).size() + missing().size() == 271 + 1);
}

}  // namespace ssc::catalogue::test
