// From Yongzhou to Liangping and back.
#include <algorithm>
#include <doctest/doctest.h>
#include <set>
#include <string>

#include "hostlib/catalogue/selection.hpp"

namespace ssc::catalogue::test {
namespace {

std::ptrdiff_t countMatch(Match match) {
  return std::ranges::count(comparisons(), match, &Comparison::match);
}

std::string twinsOf(std::string_view id) {
  std::string text;
  for (const Twin& twin : crosswalk(*find(id)))
    text += std::string(twin.item->id) + ":" + std::string(termOf(twin.match).id) + " ";
  return text;
}

}  // namespace

TEST_CASE("every Yongzhou item is compared once: 36 identical, 21 same, 32 partial, 22 alone") {
  CHECK(countMatch(Match::identical) == 36);
  CHECK(countMatch(Match::same) == 21);
  CHECK(countMatch(Match::partial) == 32);
  CHECK(countMatch(Match::none) == 22);
  std::set<const Item*> compared;
  for (const Comparison& row : comparisons()) {
    CHECK(row.item->catalogue().id == "yongzhou");
    compared.insert(row.item);
  }
  CHECK(compared.size() == 111);
}

TEST_CASE("86 Liangping items have a twin: 58 of the first table, 28 of the second") {
  std::set<std::string_view> first, second;
  for (const Comparison& row : comparisons()) {
    for (const Item* twin : row.twins)
      (twin->id.starts_with("LP-HR-") ? first : second).insert(twin->id);
  }
  CHECK(first.size() == 58);
  CHECK(second.size() == 28);
}

TEST_CASE("identical twins have the same printed name, and no other pair is called identical") {
  for (const Comparison& row : comparisons()) {
    for (const Item* twin : row.twins) {
      if (row.match == Match::identical) CHECK_MESSAGE(row.item->name.zh == twin->name.zh, row.item->id);
      if (row.match == Match::same) CHECK_MESSAGE(row.item->name.zh != twin->name.zh, row.item->id);
    }
  }
}

TEST_CASE("a twin is found from either side") {
  CHECK(twinsOf("YZ-032") == "LP-HR-030:identical ");
  CHECK(twinsOf("LP-HR-030") == "YZ-032:identical ");
  CHECK(twinsOf("YZ-024") == "LP-HR-027:partial LP-HR-061:partial ");
  CHECK(twinsOf("LP-HR-005") == "YZ-004:partial YZ-005:identical YZ-006:partial ");
  CHECK(twinsOf("YZ-007").empty());
  CHECK(twinsOf("LP-OT-001").empty());
}

}  // namespace ssc::catalogue::test
