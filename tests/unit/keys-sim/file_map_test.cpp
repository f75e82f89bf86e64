// The simulated cards have every file of the file map, readable as written, and the sample cards fill them.
#include <array>

#include "tests/unit/keys-sim/scenario.hpp"

namespace ssc::sim::test {
namespace {

using cardspec::FileClass;
using cardspec::FileType;

constexpr std::array kSamples{"card-a.toml", "card-b.toml", "card-c.toml"};

void proveEverything(CardOs& card) {
  card.state().pinVerified = true;
  for (const auto& key : cardspec::keys())
    (key.df == "SSSE" ? card.state().globalKeys : card.state().localKeys).insert(std::string(key.name));
}

std::string twoDigits(std::size_t value) {
  return apdu::toHex(std::array{static_cast<std::uint8_t>(value)});
}

std::vector<apdu::Bytes> recordsRead(CardOs& card, std::uint8_t sfi) {
  std::vector<apdu::Bytes> records;
  for (std::size_t number = 1;; ++number) {
    const auto answer =
        ask(card, "00B2" + twoDigits(number) + twoDigits((std::size_t{sfi} << 3U) | 4U) + "00");
    if (answer == "6A83") return records;
    REQUIRE(answer.ends_with("9000"));
    records.push_back(hex(answer.substr(0, answer.size() - 4)));
  }
}

apdu::Bytes bytesRead(CardOs& card) {
  apdu::Bytes content;
  for (;;) {
    const auto answer =
        ask(card, "00B0" + twoDigits(content.size() >> 8U) + twoDigits(content.size() & 0xFFU) + "00");
    if (answer == "6B00") return content;
    REQUIRE(answer.ends_with("9000"));
    apdu::append(content, hex(answer.substr(0, answer.size() - 4)));
  }
}

// One record a tag, as often as it occurs, in the order of the table.
void checkRecords(const cardspec::File& file, const std::vector<apdu::Bytes>& records) {
  std::size_t at = 0;
  for (const auto& field : file.fields) {
    for (std::size_t i = 0; i < field.occurrences; ++i, ++at) {
      REQUIRE(at < records.size());
      CHECK(records[at].size() == 2U + field.length);
      CHECK(records[at][0] == field.tag);
      CHECK(records[at][1] == field.length);
    }
  }
  CHECK(at == records.size());
}

void checkCyclic(const cardspec::File& file, const std::vector<apdu::Bytes>& records) {
  CHECK(records.size() <= file.records);
  for (const auto& record : records)
    CHECK(record.size() == file.size);
}

void checkFile(CardOs& card, const cardspec::File& file) {
  const std::string fid = twoDigits(file.fid >> 8U) + twoDigits(file.fid & 0xFFU);
  prepare(card, file.df == "SSSE" ? "ssse" : std::string(file.df));
  proveEverything(card);
  REQUIRE(ask(card, "00A4020002" + fid) == "9000");
  if (file.type == FileType::transparent) {
    CHECK(bytesRead(card).size() == file.size);
  } else if (file.type == FileType::cyclicRecord) {
    checkCyclic(file, recordsRead(card, static_cast<std::uint8_t>(file.fid & 0x1F)));
  } else {
    checkRecords(file, recordsRead(card, static_cast<std::uint8_t>(file.fid & 0x1F)));
  }
}

// Transactions come with the medical commands; cards A and B have made none.
bool isFilledByTransactions(const cardspec::File& file) {
  return file.df == "DF04" && (file.fid == 0xEF08 || file.fid == 0xEF15);
}

bool mustBeFilled(const CardProfile& profile, const cardspec::File& file) {
  const bool newCard = profile.generation != cardspec::Generation::one;
  if (newCard && isFilledByTransactions(file)) return false;
  return file.fileClass == FileClass::enabled;
}

}  // namespace

TEST_CASE("the cards of all generations have every file of the file map, and everything in it can be read") {
  for (const char* sample : kSamples) {
    ScriptedRandom random;
    MemoryStore store;
    const auto card = makeCard(sampleCard(sample), random, store);
    prepare(*card, "ssse");
    const auto files = cardspec::files(card->profile().generation);
    REQUIRE(files.size() >= 20);
    for (const auto& file : files) {
      CAPTURE(sample);
      CAPTURE(file.df);
      CAPTURE(file.fid);
      checkFile(*card, file);
    }
  }
}

TEST_CASE("the sample cards hold something in every enabled file") {
  for (const char* sample : kSamples) {
    const auto profile = sampleCard(sample);
    for (const auto& file : cardspec::files(profile.generation)) {
      CAPTURE(sample);
      CAPTURE(file.df);
      CAPTURE(file.fid);
      if (mustBeFilled(profile, file)) CHECK(profile.files.contains({std::string(file.df), file.fid}));
    }
  }
}

TEST_CASE("the photo of cards A and B is a JPEG inside the file") {
  for (const char* sample : {"card-a.toml", "card-b.toml"}) {
    const auto profile = sampleCard(sample);
    const auto photo = apdu::toHex(profile.files.at({"SSSE", 0xEF08}).data);
    CHECK(photo.starts_with("FFD8FFE0"));
    CHECK(photo.ends_with("FFD9"));
  }
}

TEST_CASE("tables spell out nested items and cyclic records") {
  const auto profile = sampleCard("card-a.toml");
  const auto& degrees = profile.files.at({"DF02", 0xEF15}).values.at(0x99);
  REQUIRE(degrees.size() == 1);
  CHECK(apdu::toHex(degrees[0]) ==
        "1003303430"
        "110420200610"
        "1203999900");
  const auto& policies = profile.files.at({"DF02", 0xEF16}).rows;
  REQUIRE(policies.size() == 2);
  CHECK(apdu::toHex(policies[0]) ==
        "303430"
        "20200615"
        "20200620"
        "20200720"
        "999900");
}

TEST_CASE("mistakes inside such tables say where") {
  struct Mistake {
    std::string_view text, error;
  };
  for (const auto& [text, error] : std::vector<Mistake>{
           {"[[files.DF02.EF15.99]]\n10 = \"0100\"", "x: files.DF02.EF15.99[0].10: longer than 3 bytes"},
           {"[[files.DF02.EF15.99]]\n[[files.DF02.EF15.99]]\n11 = \"1.1.\"",
            "x: files.DF02.EF15.99[1].11: not a value of this field (digits, text, or hex:…)"},
           {"[[files.DF02.EF15.99]]\n13 = \"1\"", "x: files.DF02.EF15.99[0].13: is not a known key"},
           {"[[files.DF02.EF15.99]]\n10 = 10", "x: files.DF02.EF15.99[0].10: must be a text"},
           {"[[files.DF02.EF15.0F]]\n10 = \"1\"", "x: files.DF02.EF15.0F[0].10: is not a known key"},
           {"[[files.DF02.EF16.rows]]\ntype = \"010\"",
            "x: files.DF02.EF16.rows[0].type: is not a known key"},
           {"[files.DF02.EF16]\nrows = [\"00\"]",
            "x: files.DF02.EF16.rows: each row must be 18 bytes in hexadecimal"},
       }) {
    CAPTURE(text);
    const std::string head =
        "name = \"X\"\ngeneration = 3\nalgorithm = \"sm4\"\npin = \"\"\n"
        "historical-bytes = \"00815453548699999900000001\"\n";
    const auto profile = parseCardProfile(head + std::string(text), "x");
    REQUIRE_FALSE(profile.has_value());
    CHECK(profile.error().text() == error);
  }
}

}  // namespace ssc::sim::test
