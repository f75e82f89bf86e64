// Every file of the simulated cards that the PIN opens, over a contact reader's habits (61xx, 6Cxx): what is
// read, what is written and read back, and how many exchanges it takes.
#include <algorithm>
#include <doctest/doctest.h>

#include "hostlib/card/pin.hpp"
#include "hostlib/card/write.hpp"
#include "tests/unit/apdu/hex.hpp"
#include "tests/unit/hostlib/simulated_card.hpp"

using namespace ssc;
using cardspec::AccessRule;
using cardspec::File;
using cardspec::FileType;

namespace {

using test::SimulatedCard;

constexpr std::size_t kMost = 256;
constexpr double kAllowed = 1.15;  // of the least number of exchanges

bool opensWithPin(const AccessRule& rule) {
  return rule.kind == AccessRule::Kind::free || rule.kind == AccessRule::Kind::pin ||
         rule.kind == AccessRule::Kind::pinOrKey;
}

std::size_t pieces(std::size_t bytes) {
  return (bytes + kMost - 1) / kMost;
}

// The fewest READ commands for a whole file: whole records packed in order into answers of 256 bytes.
std::size_t leastExchanges(const File& file) {
  if (file.type == FileType::transparent) return pieces(file.size);
  if (file.type == FileType::cyclicRecord) return 1;
  std::size_t exchanges = 1, used = 0;
  for (const cardspec::Field& field : file.fields) {
    for (unsigned n = 0; n < field.occurrences; ++n) {
      const std::size_t bytes = 2U + field.length;
      if (used + bytes > kMost) {
        ++exchanges;
        used = 0;
      }
      used += bytes;
    }
  }
  return exchanges;
}

std::size_t recordCount(const File& file) {
  std::size_t count = 0;
  for (const cardspec::Field& field : file.fields)
    count += field.occurrences;
  return count;
}

// Reads the whole file and checks that everything the map promises came.
void readWhole(card::Navigation& here, const File& file) {
  CAPTURE(card::placeOf(file));
  if (file.type == FileType::cyclicRecord) {
    CHECK(card::readCyclicFile(here, file).has_value());
  } else if (file.type == FileType::transparent) {
    const auto content = card::readTransparent(here, file);
    REQUIRE(content.has_value());
    CHECK_EQ(content->size(), file.size);
  } else {
    const auto records = card::readAll(here, file);
    REQUIRE(records.has_value());
    CHECK_EQ(records->count(), recordCount(file));
  }
}

}  // namespace

TEST_CASE("a full dump of what the PIN opens takes hardly more exchanges than it must, on every generation") {
  for (const char* name : {"card-a.toml", "card-b.toml", "card-c.toml"}) {
    CAPTURE(name);
    SimulatedCard simulated(name);
    std::size_t least = 0;
    std::string_view df = "SSSE";
    const std::size_t before = simulated.session->exchanges();
    for (const File& file : cardspec::files(simulated.generation)) {
      if (!opensWithPin(file.read) || file.fileClass == cardspec::FileClass::local) continue;
      least += leastExchanges(file) + (file.df == df ? 0 : 1);
      df = file.df;
      readWhole(*simulated.here, file);
    }
    const std::size_t used = simulated.session->exchanges() - before;
    MESSAGE(std::string(name) << ": " << used << " exchanges, least " << least);
    CHECK_LE(static_cast<double>(used), kAllowed * static_cast<double>(least));
  }
}

TEST_CASE("ten fields of four files take one exchange a file and one SELECT an application") {
  SimulatedCard simulated("card-a.toml");
  const std::size_t before = simulated.session->exchanges();
  const auto read = [&](std::string_view df, std::uint16_t fid, std::vector<card::RecordKey> keys) {
    const auto values = card::readFields(*simulated.here, simulated.file(df, fid), keys);
    REQUIRE_MESSAGE(values.has_value(), values.error().where << " " << apdu::toText(values.error().sw));
    CHECK_EQ(values->size(), keys.size());
  };
  read("SSSE", 0xEF05, {{0x01}, {0x03}, {0x07}});
  read("DF01", 0xEF05, {{0x20}, {0x21}, {0x0E}});
  read("DF01", 0xEF15, {{0x2A}, {0x40, 1}, {0x40, 3}});
  read("DF03", 0xEF07, {{0x70}});
  CHECK_EQ(simulated.session->exchanges() - before, 6);
}

TEST_CASE("each record read alone is the one the whole file holds") {
  SimulatedCard simulated("card-b.toml");
  for (const File& file : cardspec::files(simulated.generation)) {
    const bool hasRecords = file.type == FileType::variableRecord || file.type == FileType::fixedRecord;
    if (!hasRecords || !opensWithPin(file.read) || file.fileClass == cardspec::FileClass::local) continue;
    CAPTURE(card::placeOf(file));
    const auto all = card::readAll(*simulated.here, file);
    REQUIRE(all.has_value());
    for (const cardspec::Field& field : file.fields) {
      for (std::uint8_t occurrence = 1; occurrence <= field.occurrences; ++occurrence) {
        const auto value = card::readField(*simulated.here, file, {field.tag, occurrence});
        REQUIRE(value.has_value());
        CHECK_EQ(apdu::toHex(value->reveal()), apdu::toHex(all->value(field.tag, occurrence)));
      }
    }
  }
}

TEST_CASE("a wrong PIN costs a try, the query none") {
  SimulatedCard simulated("card-a.toml");
  CHECK_FALSE(card::verifyPin(*simulated.card, *card::packPin("000000")).has_value());
  for (int i = 0; i < 3; ++i) {
    const auto state = card::queryPin(*simulated.card);
    REQUIRE(state.has_value());
    CHECK_EQ(state->triesLeft, 5);
  }
}

TEST_CASE("without its key nothing is written") {
  SimulatedCard simulated("card-a.toml");
  const auto written =
      card::updateField(*simulated.here, simulated.file("DF01", 0xEF07), {0x29}, test::hex("31"));
  REQUIRE_FALSE(written.has_value());
  CHECK_EQ(written.error().sw.value(), 0x6982);
}
