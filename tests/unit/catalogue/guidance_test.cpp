// Counters, papers, choices of documents, pages for everybody.
#include "hostlib/catalogue/guidance.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>

namespace ssc::catalogue::test {
namespace {

bool hasBoth(const Text& text) {
  return !text.zh.empty() && !text.en.empty();
}

}  // namespace

TEST_CASE("every item has a counter and papers to bring, in both languages") {
  for (const Item& item : items()) {
    INFO(item.id);
    const Guidance& guidance = guidanceOf(item);
    CHECK(hasBoth(guidance.counter));
    CHECK_FALSE(guidance.papers.empty());
    CHECK(std::ranges::all_of(guidance.papers, hasBoth));
  }
}

TEST_CASE("papers that the catalogue names are among those to bring") {
  for (const Item& item : items()) {
    const auto papers = guidanceOf(item).papers;
    for (const Text& own : item.papers)
      CHECK_MESSAGE(std::ranges::find(papers, own.zh, &Text::zh) != papers.end(), item.id << " " << own.zh);
  }
}

TEST_CASE("a special counter goes before that of the group") {
  CHECK(guidanceOf(*find("LP-HR-045")).counter.zh == "医院挂号窗口");
  CHECK(guidanceOf(*find("LP-HR-038")).counter.zh == "工伤保险窗口");
  CHECK(guidanceOf(*find("LP-HR-025")).counter.zh == "基金监督窗口");
  CHECK(guidanceOf(*find("YZ-088")).counter.zh == "生育保险窗口");
}

TEST_CASE("choices of documents belong to printing items, and are not the same twice") {
  for (const Item& item : items()) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const Printout& printout : printoutsOf(item)) {
      CHECK_MESSAGE(item.prints(), item.id);
      CHECK(hasBoth(printout.name));
      CHECK(seen.insert({printout.purpose, printout.insurance}).second);
    }
  }
  CHECK(printoutsOf(*find("LP-HR-021")).size() == 4);
  CHECK(printoutsOf(*find("YZ-037")).size() == 2);
  CHECK(printoutsOf(*find("LP-HR-022")).empty());
}

TEST_CASE("every district has hospitals and policies to read, and the rows fit their columns") {
  for (const District& district : districts()) {
    const auto count = [&](std::string_view begin) {
      return std::ranges::count_if(openPages(), [&](const OpenPage& page) {
        return page.isFor(district) && page.id.starts_with(begin);
      });
    };
    CHECK(count("hospitals") == 1);
    CHECK(count("policy") >= 3);
  }
  for (const OpenPage& page : openPages()) {
    const std::size_t width = page.columns.empty() ? 2 : page.columns.size();
    CHECK(std::ranges::all_of(page.rows, [&](const auto& row) { return row.size() == width; }));
    CHECK(find(page.id) == nullptr);
    CHECK(findOpenPage(page.id) == &page);
  }
  CHECK(findOpenPage("nothing") == nullptr);
}

}  // namespace ssc::catalogue::test
