// What must hold for every file of every generation.
#include <algorithm>
#include <doctest/doctest.h>
#include <numeric>
#include <set>
#include <string>
#include <vector>

#include "card-spec/tables.hpp"
#include "tests/unit/card-spec/describe.hpp"

namespace ssc::cardspec::test {
namespace {

std::vector<const File*> allFiles() {
  std::vector<const File*> all;
  for (const auto generation : {Generation::one, Generation::two, Generation::three}) {
    for (const auto& file : files(generation))
      all.push_back(&file);
  }
  return all;
}

std::vector<const Field*> allTemplates() {
  std::vector<const Field*> all;
  for (const auto* file : allFiles()) {
    for (const auto& field : file->fields) {
      if (field.coding == Coding::nested) all.push_back(&field);
    }
  }
  return all;
}

unsigned sum(std::span<const Field> fields, unsigned headerBytes) {
  return std::accumulate(fields.begin(), fields.end(), 0U, [=](unsigned total, const Field& field) {
    return total + headerBytes + field.length;
  });
}

bool isTag(const File& file) {
  return file.type != FileType::cyclicRecord;
}

}  // namespace

TEST_CASE("the length of a B-TLV template is the sum of its inner tags, lengths and values") {
  const auto templates = allTemplates();
  REQUIRE(templates.size() > 20);
  for (const auto* field : templates) {
    CAPTURE(field->name);
    CHECK(sum(field->inner, 2) == field->length);
  }
}

TEST_CASE("only templates have inner fields, and templates are not nested") {
  for (const auto* file : allFiles()) {
    for (const auto& field : file->fields)
      CHECK((field.coding == Coding::nested) == !field.inner.empty());
  }
  for (const auto* field : allTemplates()) {
    for (const auto& inner : field->inner)
      CHECK(inner.inner.empty());
  }
}

TEST_CASE("cyclic records are as long as their parts, fixed records as their TLV") {
  unsigned cyclic = 0;
  unsigned fixed = 0;
  for (const auto* file : allFiles()) {
    CAPTURE(describe(*file));
    if (file->type == FileType::cyclicRecord) {
      CHECK(sum(file->fields, 0) == file->size);
      ++cyclic;
    }
    if (file->type == FileType::fixedRecord) {
      for (const auto& field : file->fields)
        CHECK(2U + field.length == file->size);
      ++fixed;
    }
  }
  CHECK(cyclic == 10);
  CHECK(fixed == 5);
}

TEST_CASE("size, records and fields are there for the file types that have them") {
  for (const auto* file : allFiles()) {
    CAPTURE(describe(*file));
    CHECK((file->size == 0) == (file->type == FileType::variableRecord));
    CHECK((file->records == 0) == (file->type != FileType::cyclicRecord));
    CHECK(file->fields.empty() == (file->type == FileType::transparent));
  }
}

TEST_CASE("the low byte of every file identifier is a short file identifier of 1 to 30") {
  for (const auto* file : allFiles()) {
    CAPTURE(describe(*file));
    CHECK((file->fid & 0xFF00) == 0xEF00);
    CHECK((file->fid & 0x00FF) >= 1);
    CHECK((file->fid & 0x00FF) <= 30);
  }
}

TEST_CASE("files stand in order: SSSE, then the DFs, each by file identifier, none twice") {
  for (const auto generation : {Generation::one, Generation::two, Generation::three}) {
    std::vector<std::string> order;
    for (const auto& file : files(generation)) {
      order.push_back((file.df == "SSSE" ? "0" : std::string(file.df)) + hex(file.fid, 4));
    }
    REQUIRE(order.size() >= 20);
    CHECK(std::is_sorted(order.begin(), order.end()));
    CHECK(std::adjacent_find(order.begin(), order.end()) == order.end());
  }
}

TEST_CASE("tags and names are unique in a file, and only parts of cyclic records have no tag") {
  for (const auto* file : allFiles()) {
    CAPTURE(describe(*file));
    std::set<unsigned> tags;
    std::set<std::string_view> names;
    for (const auto& field : file->fields) {
      CHECK((field.tag != 0) == isTag(*file));
      CHECK((tags.insert(field.tag).second || !isTag(*file)));
      CHECK(names.insert(field.name).second);
      CHECK(field.occurrences >= 1);
    }
  }
}

TEST_CASE("every key that a rule names exists, in the DF of the file or in SSSE") {
  unsigned rules = 0;
  for (const auto* file : allFiles()) {
    for (const auto& rule : {file->read, file->write}) {
      if (rule.key.empty()) continue;
      const auto* key = findKey(rule.key);
      CAPTURE(rule.key);
      REQUIRE(key != nullptr);
      CHECK((key->df == file->df || key->df == "SSSE"));
      ++rules;
    }
  }
  CHECK(rules > 100);
}

TEST_CASE("a rule names a key exactly when a key is part of it") {
  using Kind = AccessRule::Kind;
  for (const auto* file : allFiles()) {
    for (const auto& rule : {file->read, file->write}) {
      const bool keyless = rule.kind == Kind::free || rule.kind == Kind::pin || rule.kind == Kind::never;
      CHECK(rule.key.empty() == keyless);
    }
    CHECK((file->write.kind == Kind::key || file->write.kind == Kind::never));
  }
}

TEST_CASE("everything but issuer data without a number is personal") {
  const std::set<std::string_view> harmless = {"cardClass", "specificationVersion",
                                               "initialisingOrganisation", "issueDate", "validUntil"};
  for (const auto* file : allFiles()) {
    const bool issuer = file->df == "SSSE" && file->fid == 0xEF05;
    for (const auto& field : file->fields) {
      CAPTURE(field.name);
      CHECK(field.personal == !(issuer && harmless.contains(field.name)));
      for (const auto& inner : field.inner)
        CHECK(inner.personal);
    }
  }
}

TEST_CASE("a file, a field or a map that does not exist is not found") {
  CHECK(findFile(Generation::one, "DF07", 0xEF05) == nullptr);
  CHECK(findFile(Generation::two, "SSSE", 0xEF09) == nullptr);
  CHECK(files(static_cast<Generation>(0)).empty());
  CHECK(files(static_cast<Generation>(4)).empty());
  CHECK(findField(*findFile(Generation::one, "SSSE", 0xEF06), 0x4E) == nullptr);
  CHECK(findField(*findFile(Generation::two, "SSSE", 0xEF06), 0x4E)->name == "nameContinuation");
  CHECK(findField(*findFile(Generation::two, "DF04", 0xEF08), 0x00) == nullptr);
}

}  // namespace ssc::cardspec::test
