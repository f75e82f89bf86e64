// Printers' words, with and without their severity.
#include "hostlib/printer/state_reasons.hpp"

#include <doctest/doctest.h>
#include <vector>

using namespace ssc::printer;

TEST_CASE("a keyword is the same trouble with every severity") {
  struct Row {
    std::string_view keyword;
    Trouble trouble;
  };
  for (const Row& row : std::vector<Row>{{"media-empty", Trouble::paperOut},
                                         {"media-needed", Trouble::paperOut},
                                         {"media-low", Trouble::paperLow},
                                         {"media-jam", Trouble::jam},
                                         {"cover-open", Trouble::coverOpen},
                                         {"door-open", Trouble::coverOpen},
                                         {"offline", Trouble::offline},
                                         {"toner-empty", Trouble::other},
                                         {"output-area-full", Trouble::other},
                                         {"none", Trouble::none},
                                         {"toner-low", Trouble::none},
                                         {"media-empty-ish", Trouble::none},
                                         {"", Trouble::none}}) {
    CAPTURE(std::string(row.keyword));
    for (const char* severity : {"", "-error", "-warning", "-report"})
      CHECK(troubleOf(std::string(row.keyword) + severity) == row.trouble);
  }
}

TEST_CASE("the worst of several troubles is the one that is told") {
  CHECK(Trouble::jam > Trouble::coverOpen);
  CHECK(Trouble::coverOpen > Trouble::paperOut);
  CHECK(Trouble::paperOut > Trouble::offline);
  CHECK(Trouble::other > Trouble::paperLow);
  CHECK(Trouble::paperLow > Trouble::none);
}

TEST_CASE("sheets are counted where a tray feeds by itself and counts") {
  const auto sheets = [](const char* line) { return sheetsIn(line).value_or(9999); };
  CHECK_EQ(sheets("type=sheetFeedAutoRemovableTray;mediafeed=0;maxcapacity=250;level=100;status=0;name=main"),
           100);
  CHECK_EQ(sheets("type=sheetFeedAutoNonRemovableTray;level=0;name=x"), 0);
  for (const char* line :
       {"type=sheetFeedAutoRemovableTray;level=-2;status=0", "type=sheetFeedManual;level=1",
        "type=sheetFeedAutoRemovableTray", "type=sheetFeedAutoRemovableTray;level=",
        "type=sheetFeedAutoRemovableTray;level=12x", "level=5", "", ";;=;"})
    CHECK_FALSE(sheetsIn(line).has_value());
}

TEST_CASE("paper is enough when nothing is in the way and the count, if there is one, is") {
  CHECK(PaperState{}.isEnoughFor(100));
  CHECK(PaperState{Trouble::paperLow, true, 4}.isEnoughFor(4));
  CHECK_FALSE(PaperState{Trouble::none, true, 3}.isEnoughFor(4));
  CHECK_FALSE(PaperState{Trouble::none, false, 100}.isEnoughFor(1));
  for (const Trouble trouble :
       {Trouble::other, Trouble::offline, Trouble::paperOut, Trouble::coverOpen, Trouble::jam})
    CHECK_FALSE(PaperState{trouble, true, 100}.isEnoughFor(1));
}
