// Where pages end.
#include "kiosk-app/paper/paginate.hpp"

#include <doctest/doctest.h>

using ssc::kiosk::paper::Band;
using ssc::kiosk::paper::Page;
using ssc::kiosk::paper::paginate;

namespace {

Band bandOf(double height) {
  return {.height = height};
}

std::vector<std::vector<std::size_t>> numbersOf(const std::vector<Page>& pages) {
  std::vector<std::vector<std::size_t>> numbers;
  for (const Page& page : pages) {
    auto& row = numbers.emplace_back();
    for (const auto& placed : page)
      row.push_back(placed.band);
  }
  return numbers;
}

using Numbers = std::vector<std::vector<std::size_t>>;

}  // namespace

TEST_CASE("nothing at all is one empty page") {
  CHECK(paginate({}, {100, 100}).size() == 1);
}

TEST_CASE("a band that exactly fits stays, the next one begins a page") {
  const std::vector<Band> bands{bandOf(60), bandOf(40), bandOf(1)};
  CHECK(numbersOf(paginate(bands, {100, 100})) == Numbers{{0, 1}, {2}});
}

TEST_CASE("the first page may have less room than the others") {
  const std::vector<Band> bands{bandOf(50), bandOf(50), bandOf(50), bandOf(50)};
  CHECK(numbersOf(paginate(bands, {60, 150})) == Numbers{{0}, {1, 2, 3}});
}

TEST_CASE("what is kept with the next goes with it") {
  std::vector<Band> bands{bandOf(80), bandOf(10), bandOf(10), bandOf(10)};
  bands[1].keepWithNext = bands[2].keepWithNext = true;
  CHECK(numbersOf(paginate(bands, {100, 100})) == Numbers{{0}, {1, 2, 3}});
}

TEST_CASE("a table that goes on repeats its header, above the row") {
  std::vector<Band> bands{bandOf(10), bandOf(50), bandOf(50)};
  bands[0].keepWithNext = true;
  bands[1].header = bands[2].header = 0;
  const auto pages = paginate(bands, {100, 100});
  CHECK(numbersOf(pages) == Numbers{{0, 1}, {0, 2}});
  CHECK(pages[1][1].y == doctest::Approx(10));
}

TEST_CASE("rows a page are counted for each table and page anew") {
  std::vector<Band> bands{bandOf(1)};
  bands[0].keepWithNext = true;
  for (int row = 0; row < 5; ++row)
    bands.push_back({.height = 1, .header = 0, .rowsAPage = 2});
  CHECK(numbersOf(paginate(bands, {100, 100})) == Numbers{{0, 1, 2}, {0, 3, 4}, {0, 5}});
}

TEST_CASE("a gap stands above a band unless it begins a page") {
  std::vector<Band> bands{bandOf(50), {.height = 40, .gap = 5}, {.height = 40, .gap = 5}};
  const auto pages = paginate(bands, {100, 100});
  REQUIRE(numbersOf(pages) == Numbers{{0, 1}, {2}});
  CHECK(pages[0][1].y == doctest::Approx(55));
  CHECK(pages[1][0].y == doctest::Approx(0));
}
