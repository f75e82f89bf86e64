// What travels between terminal and center: batches, acknowledgements, statements. Strict in both directions.
#include <doctest/doctest.h>

#include "wire/settlement/acknowledgement.hpp"
#include "wire/settlement/batch.hpp"
#include "wire/settlement/statement.hpp"

using namespace ssc::wire::settlement;

TEST_CASE("a batch is read as it was written, and counts what is in it") {
  BatchLine line;
  line.canonical = "1|999999000017|SIMH00000001|17|S";
  line.link.fill(0xA8);
  line.mac.fill(0x5C);
  line.person = "c2VhbGVk";
  const std::string file = batchLine(line) + batchLine(line);
  const auto lines = parseBatch(file);
  REQUIRE(lines.has_value());
  REQUIRE(lines->size() == 2);
  CHECK(lines->front().canonical == line.canonical);
  CHECK(lines->front().link == line.link);
  CHECK(lines->front().mac == line.mac);
  CHECK(lines->front().person == line.person);
  CHECK(lines->front().fees.empty());
  CHECK(sealedName('f', 17) == "f.17");
  CHECK(countsOf({RecordType::settled, RecordType::exception, RecordType::settled, RecordType::aborted}) ==
        "S2A1E1");
}

TEST_CASE("what is no batch is refused, and the line is named") {
  const std::string good = batchLine({"x", {}, {}, {}, {}});
  std::string many;
  for (std::size_t i = 0; i <= kMostBatch; ++i)
    many += good;
  struct Row {
    std::string file, place;
  };
  for (const Row& row : {Row{good + "{}\n", "line 2: c"}, Row{good + "x\n", "line 2: byte 1"},
                         Row{good.substr(0, good.size() - 1), "line 1"}, Row{many, "line 101"},
                         Row{R"({"c":"x","h":"00","m":"00"})"
                             "\n",
                             "line 1: h"},
                         Row{good.substr(0, good.size() - 2) + ",\"q\":\"1\"}\n", "line 1: q"}}) {
    CAPTURE(row.file.substr(0, 60));
    const auto lines = parseBatch(row.file);
    REQUIRE_FALSE(lines.has_value());
    CHECK(lines.error().place == row.place);
  }
}

TEST_CASE("a person is read as it was written") {
  const auto person = decodePerson(encodePerson({"999999195001010018", "张三"}).reveal());
  REQUIRE(person.has_value());
  CHECK(person->number == "999999195001010018");
  CHECK(person->name == "张三");
  CHECK_FALSE(
      decodePerson(ssc::crypto::bytesOf(std::string_view(R"({"aac002":"1","aac003":"x"})"))).has_value());
}

TEST_CASE("an acknowledgement is read as it was written") {
  const Acknowledgement written{"999999000017",
                                {{17, AckResult::accepted, 0, 4, "20260106"},
                                 {18, AckResult::held, 6102, 5, ""},
                                 {19, AckResult::refused, 6105, 9, ""},
                                 {17, AckResult::duplicate, 0, 10, "20260107"}}};
  const std::string text = acknowledgementText(written);
  CHECK(text ==
        "SSC-OFFLINE-ACK|999999000017|4\n17|A||4|20260106\n18|H|6102|5|\n19|R|6105|9|\n17|D||10|20260107\n");
  const auto read = parseAcknowledgement(text);
  REQUIRE(read.has_value());
  CHECK(read->terminalId == written.terminalId);
  CHECK(read->lines == written.lines);
}

TEST_CASE("what is no acknowledgement is refused") {
  for (const char* text :
       {"", "x", "SSC-OFFLINE-ACK|99999900001|0\n", "SSC-OFFLINE-ACK|999999000017|1\n",
        "SSC-OFFLINE-ACK|999999000017|0\n17|A||4|20260106\n",
        "SSC-OFFLINE-ACK|999999000017|1\n0|A||4|20260106\n",
        "SSC-OFFLINE-ACK|999999000017|1\n17|X||4|20260106\n",
        "SSC-OFFLINE-ACK|999999000017|1\n17|A||0|20260106\n",
        "SSC-OFFLINE-ACK|999999000017|1\n17|A||04|20260106\n",
        "SSC-OFFLINE-ACK|999999000017|1\n17|A||4|20260231\n", "SSC-OFFLINE-ACK|999999000017|1\n17|A|61|4|\n",
        "SSC-OFFLINE-ACK|999999000017|1\n17|A||4|20260106",
        "SSC-OFFLINE-ACK|999999000017|2\n17|A||4|\n18|A||4|\n", "SSC-OFFLINE-ACK|999999000017|501\n"}) {
    CAPTURE(text);
    CHECK_FALSE(parseAcknowledgement(text).has_value());
  }
}

TEST_CASE("two sides of a day are held against each other, line by line") {
  const auto line = [](std::uint32_t number, std::uint64_t total, bool reversed = false) {
    return StatementLine{
        settlementName("999999000017", number), reversed, total, 0, total, Difference::equal};
  };
  const std::vector<StatementLine> terminal{line(1, 100), line(2, 200), line(3, 300), line(5, 500)};
  const std::vector<StatementLine> center{line(1, 100), line(2, 201), line(3, 300, true), line(4, 400)};
  const auto all = compared(terminal, center);
  REQUIRE(all.size() == 5);
  CHECK(all[0].difference == Difference::equal);
  CHECK(all[1].difference == Difference::amount);
  CHECK(all[2].difference == Difference::state);
  CHECK(all[3].difference == Difference::centerOnly);
  CHECK(all[4].difference == Difference::localOnly);
  CHECK(totalsOf(terminal) == StatementTotals{4, 1100, 0, 1100});
  CHECK(totalsOf(center) == StatementTotals{3, 701, 0, 701});
  const Statement written{"999999000017", "20260106", all};
  const auto read = parseStatement(statementText(written));
  REQUIRE(read.has_value());
  CHECK(read->lines == all);
  for (const char* text :
       {"", "SSC-STATEMENT|1|999999000017|20260106|1\n", "SSC-STATEMENT|1|999999000017|20261306|0\n",
        "SSC-STATEMENT|1|999999000017|20260106|1\nx|2|1|0|1|equal|\n",
        "SSC-STATEMENT|1|999999000017|20260106|1\nx|0|1|0|1|same|\n",
        "SSC-STATEMENT|1|999999000017|20260106|0\nx|0|1|0|1|equal|\n"})
    CHECK_FALSE(parseStatement(text).has_value());
}
