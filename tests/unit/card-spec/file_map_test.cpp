// The file tables against the second transcription in tests/vectors/card-spec.
#include <algorithm>
#include <doctest/doctest.h>

#include "tests/unit/card-spec/describe.hpp"
#include "tests/unit/card-spec/vector_file.hpp"

namespace ssc::cardspec::test {
namespace {

std::vector<std::string> described(Generation generation) {
  std::vector<std::string> lines;
  for (const auto& file : files(generation)) {
    if (file.fileClass != FileClass::local) lines.push_back(describe(file));
  }
  return lines;
}

/// Every item of a published line stands in the description; with "…" the description may have more.
bool agrees(const std::string& published, const std::string& description) {
  auto expected = words(published);
  if (expected.back() != "…") return published == description;
  expected.pop_back();
  const auto actual = words(description);
  return std::equal(expected.begin(), expected.begin() + 4, actual.begin()) &&
         std::all_of(expected.begin(), expected.end(), [&](const std::string& word) {
           return std::find(actual.begin(), actual.end(), word) != actual.end();
         });
}

/// Records as READ RECORD(S) returns them together: tag, length, value, once per occurrence.
unsigned wholeFile(Generation generation, std::uint16_t fid) {
  const auto* file = findFile(generation, "SSSE", fid);
  REQUIRE(file != nullptr);
  unsigned total = 0;
  for (const auto& field : file->fields)
    total += field.occurrences * (2U + field.length);
  return total;
}

}  // namespace

TEST_CASE("generation 2 is the item table of the V2.0 notice, file by file and item by item") {
  const auto published = vectorLines("file-map.txt");
  const auto actual = described(Generation::two);
  REQUIRE(published.size() == 40);
  REQUIRE(actual.size() == published.size());
  for (std::size_t i = 0; i < published.size(); ++i)
    CHECK(actual[i] == published[i]);
}

TEST_CASE("generation 1 agrees with everything that is published of it") {
  const auto published = vectorLines("file-map-v1.txt");
  const auto actual = described(Generation::one);
  REQUIRE(published.size() == 20);
  REQUIRE(actual.size() == published.size());
  for (std::size_t i = 0; i < published.size(); ++i) {
    CAPTURE(actual[i]);
    CAPTURE(published[i]);
    CHECK(agrees(published[i], actual[i]));
  }
}

TEST_CASE(
    "generation 3 differs from generation 2 in EF06 behind RKSSSE, DF05 in use and the local EF0D only") {
  for (const auto& file : files(Generation::three)) {
    const auto* before = findFile(Generation::two, file.df, file.fid);
    CAPTURE(describe(file));
    if (file.df == "SSSE" && file.fid == 0xEF06) {
      CHECK(file.read.kind == AccessRule::Kind::key);
      CHECK(file.read.key == "RKSSSE");
      CHECK(before->read.kind == AccessRule::Kind::free);
      CHECK(file.fields.data() == before->fields.data());
    } else if (file.df == "SSSE" && file.fid == 0xEF0D) {
      CHECK(before == nullptr);
      CHECK(describe(file) == "SSSEEF0D V RKSSSE UKEF0D EA:an0C EB:cn03");
    } else {
      REQUIRE(before != nullptr);
      CHECK(describe(file) == describe(*before));
      CHECK((file.fileClass == before->fileClass) == (file.df != "DF05"));
    }
  }
  CHECK(files(Generation::three).size() == files(Generation::two).size() + 1);
  CHECK(findFile(Generation::three, "DF05", 0xEF05)->fileClass == FileClass::enabled);
}

TEST_CASE("EF05 and EF06 have the whole-file lengths that cards answer with") {
  CHECK(wholeFile(Generation::one, 0xEF05) == 0x40);
  CHECK(wholeFile(Generation::two, 0xEF05) == 0x40);
  CHECK(wholeFile(Generation::three, 0xEF05) == 0x40);
  CHECK(wholeFile(Generation::one, 0xEF06) == 0x45);
  CHECK(wholeFile(Generation::two, 0xEF06) == 0x5B);
  CHECK(wholeFile(Generation::three, 0xEF06) == 0x5B);
}

TEST_CASE("tag 60 exists in one file of a card") {
  for (const auto generation : {Generation::one, Generation::two, Generation::three}) {
    CHECK(findField(*findFile(generation, "DF02", 0xEF06), 0x60) != nullptr);
    CHECK(findField(*findFile(generation, "DF03", 0xEF05), 0x60) == nullptr);
  }
}

TEST_CASE("local files are marked as local and carry the published access keys") {
  const auto* number = findFile(Generation::three, "SSSE", 0xEF0C);
  REQUIRE(number != nullptr);
  CHECK(number->fileClass == FileClass::local);
  CHECK(number->read.kind == AccessRule::Kind::pinAndKey);
  CHECK(findKey(number->read.key)->kid == 0x07);
  const auto* person = findFile(Generation::three, "SSSE", 0xEF0D);
  REQUIRE(person != nullptr);
  CHECK(person->fileClass == FileClass::local);
  CHECK(findKey(person->write.key)->kid == 0x0D);
}

TEST_CASE("preset and reserved files are marked as the notice does") {
  CHECK(findFile(Generation::two, "SSSE", 0xEF06)->fileClass == FileClass::enabled);
  CHECK(findFile(Generation::two, "SSSE", 0xEF08)->fileClass == FileClass::preset);
  CHECK(findFile(Generation::two, "DF02", 0xEF05)->fileClass == FileClass::preset);
  CHECK(findFile(Generation::two, "DF07", 0xEF05)->fileClass == FileClass::preset);
  CHECK(findFile(Generation::two, "DF01", 0xEF1A)->fileClass == FileClass::reserved);
}

}  // namespace ssc::cardspec::test
