// Commands that are wrong in several ways at once: the first check of the card specification's order decides.
#include <array>

#include "tests/unit/keys-sim/fixtures.hpp"

namespace ssc::sim::test {
namespace {

enum class Start : std::uint8_t { mf, ssse, df01WithEf05, blockedDf, blockedCard };

struct Row {
  Start start;
  std::string_view command, answer, why;
};

constexpr std::array<Row, 31> kRows{{
    {Start::blockedCard, "FFFFFFFF", "6A81", "card blocked before class"},
    {Start::blockedCard, "00A40000023F00", "6A81", "card blocked before everything"},
    {Start::ssse, "FFB2FF0700", "6E00", "class before instruction and parameters"},
    {Start::ssse, "08B0000000", "6E00", "no command of this class"},
    {Start::ssse, "00FFFFFF00", "6D00", "instruction before parameters"},
    {Start::ssse, "00E20000021122", "6D00", "instruction unknown with data"},
    {Start::ssse, "00A4030001FF", "6A86", "parameters before length"},
    {Start::ssse, "0020010001FF", "6A86", "parameters before length"},
    {Start::ssse, "0082010A01FF", "6A86", "parameters before length"},
    {Start::ssse, "0084000101", "6A86", "parameters before length"},
    {Start::blockedDf, "00B2010703112233", "6A86", "parameters before blocked"},
    {Start::blockedDf, "0084000005", "6700", "length before blocked"},
    {Start::blockedDf, "0082007E01FF", "6700", "length before blocked"},
    {Start::blockedDf, "00B201E400", "9303", "blocked before file"},
    {Start::blockedDf, "00B2010400", "9303", "blocked before current EF"},
    {Start::blockedDf, "00A4020002EF99", "9303", "blocked before file"},
    {Start::blockedDf, "0084000008", "9303", "use of a blocked DF"},
    {Start::blockedDf, "00A4000002DF01", "9303", "selection of a blocked DF"},
    {Start::ssse, "00B201E400", "6A82", "file before everything of a file"},
    {Start::ssse, "00B0990000", "6A82", "file before structure"},
    {Start::ssse, "00B2010400", "6986", "current EF"},
    {Start::ssse, "00B0000000", "6986", "current EF"},
    {Start::mf, "00B2010400", "6986", "current EF of the MF"},
    {Start::ssse, "00B0860000", "6981", "structure before access (EF06 is locked)"},
    {Start::ssse, "00B2013C00", "6981", "structure before access (EF07 is locked)"},
    {Start::df01WithEf05, "00B0000000", "6981", "structure before access"},
    {Start::df01WithEf05, "00B2770400", "6982", "access before record"},
    {Start::ssse, "00B2FE3400", "6982", "access before record"},
    {Start::ssse, "00B087FF00", "6982", "access before offset"},
    {Start::ssse, "00B2082C00", "6A83", "record"},
    {Start::ssse, "00820083101122334455667788A1A2A3A4A5A6A7A8", "6A88", "key before challenge"},
}};

void bring(CardOs& card, Start start) {
  if (start == Start::mf || start == Start::blockedCard) return;
  REQUIRE(ask(card, kSelectSsse).ends_with("9000"));
  if (start == Start::df01WithEf05) {
    REQUIRE(ask(card, "00A4000002DF01").ends_with("9000"));
    REQUIRE(ask(card, "00A4020002EF05") == "9000");
  }
  // Blocking comes with a command of its own; a card that is blocked while it stands in DF01 stays there.
  if (start == Start::blockedDf) card.state().directory = card.tree().find("DF01");
}

PersistentState blockedBefore(Start start) {
  PersistentState state;
  if (start == Start::blockedCard) state.blocked.insert("MF");
  if (start == Start::blockedDf) state.blocked.insert("DF01");
  return state;
}

}  // namespace

TEST_CASE("the first of several mistakes decides the status word") {
  for (const auto& row : kRows) {
    CAPTURE(row.command);
    CAPTURE(row.why);
    ScriptedRandom random;
    MemoryStore store;
    REQUIRE(store.save(blockedBefore(row.start)).has_value());
    const auto card = makeCard(sampleCard("card-a.toml"), random, store);
    bring(*card, row.start);
    CHECK(ask(*card, row.command) == row.answer);
  }
}

TEST_CASE("a blocked application can be left and its neighbours still work") {
  ScriptedRandom random;
  MemoryStore store;
  REQUIRE(store.save(blockedBefore(Start::blockedDf)).has_value());
  const auto card = makeCard(sampleCard("card-a.toml"), random, store);
  bring(*card, Start::blockedDf);
  CHECK(ask(*card, "00A4000002DF02").ends_with("9000"));
  CHECK(ask(*card, kSelectSsse).ends_with("9000"));
}

}  // namespace ssc::sim::test
