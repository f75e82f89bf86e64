// Every field of every file of all generations: written, read back, and all of them in one request.
#include <doctest/doctest.h>

#include "card-spec/text.hpp"
#include "hostlib/capi/text/input.hpp"
#include "hostlib/capi/text/located_file.hpp"
#include "hostlib/capi/text/read_answer.hpp"
#include "hostlib/capi/text/reply_text.hpp"
#include "hostlib/capi/text/value.hpp"
#include "hostlib/capi/text/write_data.hpp"

using namespace ssc;
using namespace ssc::capi;
using cardspec::Coding;
using cardspec::Field;
using cardspec::File;
using cardspec::FileType;
using cardspec::Generation;

namespace {

constexpr std::array kGenerations{Generation::one, Generation::two, Generation::three};
constexpr std::size_t kLargestClass = 32 * 1024;

std::string repeated(std::string_view pattern, std::size_t length) {
  std::string text;
  while (text.size() + pattern.size() <= length)
    text += pattern;
  return text + std::string(length - text.size(), 'A');
}

/// A text that fills a field: 東 and 沕 (967C, 9B5E) in text fields, digits in the others.
std::string fullText(const Field& field);

std::string fullParts(std::span<const Field> fields) {
  std::string text;
  for (const Field& field : fields)
    text += (text.empty() ? "" : "^") + fullText(field);
  return text;
}

std::string fullText(const Field& field) {
  if (field.coding == Coding::nested) return fullParts(field.inner);
  if (field.coding == Coding::an) return repeated("\x96\x7C\x9B\x5E", field.length);
  return repeated("12", std::size_t{field.length} * 2);
}

void checkRoundTrip(const Field& field, const std::string& text) {
  const auto bytes = decodeValue(field, text);
  REQUIRE(bytes.has_value());
  CHECK_EQ(bytes->size(), field.length);
  const auto again = encodeValue(field, bytes->reveal(), Encoding::gb18030);
  REQUIRE(again.has_value());
  CHECK_EQ(again->reveal(), text);
}

/// Everything in a file that can be addressed, as a request and as a write.
struct Whole {
  std::string request, data;
  void add(const File& file) {
    const std::string name =
        std::string(file.df) + "EF" + hexOf(static_cast<std::uint8_t>(file.fid & 0xFF)) + '|';
    request += name;
    data += name;
    if (file.type == FileType::transparent) data += repeated("FFD8", std::size_t{file.size} * 2) + '|';
    if (file.type == FileType::cyclicRecord) data += fullParts(file.fields) + '|';
    if (file.type == FileType::variableRecord || file.type == FileType::fixedRecord) addItems(file);
    request += '$';
    data += '$';
  }
  void addItems(const File& file) {
    for (const Field& field : file.fields) {
      for (unsigned occurrence = 1; occurrence <= field.occurrences; ++occurrence) {
        request += hexOf(field.tag) +
                   (occurrence == 1 ? "" : ':' + hexOf(static_cast<std::uint8_t>(occurrence))) + '|';
        data += fullText(field) + '|';
      }
    }
  }
};

FileValues textsOf(const LocatedFile& located, const std::vector<crypto::SecretBytes>& bytes,
                   Encoding encoding) {
  FileValues values;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto value = bytes[i].reveal();
    if (i < located.fields.size()) {
      values.push_back(encodeValue(*located.fields[i], value, encoding).value());
    } else if (located.file->type == FileType::transparent) {
      values.push_back(encodeBinary(value));
    } else {
      values.push_back(encodeRecord(*located.file, value, encoding).value());
    }
  }
  return values;
}

/// Writes `data` to bytes and reads the bytes back.
std::vector<FileValues> throughTheCard(const Address& address, const std::vector<FileValues>& data,
                                       Generation generation, Encoding encoding) {
  std::vector<FileValues> texts;
  for (std::size_t i = 0; i < address.size(); ++i) {
    const auto located = locate(address[i], generation);
    REQUIRE(located.has_value());
    const auto bytes = decodeValues(address[i], *located, data[i]);
    REQUIRE(bytes.has_value());
    texts.push_back(textsOf(*located, *bytes, encoding));
  }
  return texts;
}

Whole wholeCard(Generation generation) {
  Whole whole;
  for (const File& file : cardspec::files(generation))
    whole.add(file);
  return whole;
}

/// As many of the last value as the file keeps records.
void fillCyclicFiles(const Address& address, std::vector<FileValues>& values, Generation generation) {
  for (std::size_t i = 0; i < address.size(); ++i) {
    const auto* file = cardspec::findFile(generation, address[i].df, address[i].fid);
    if (file->type == FileType::cyclicRecord) values[i].resize(file->records, values[i].front());
  }
}

}  // namespace

TEST_CASE("every field of every file keeps a full, a short and an empty text") {
  std::size_t fields = 0;
  for (const Generation generation : kGenerations) {
    for (const File& file : cardspec::files(generation)) {
      for (const Field& field : file.fields) {
        CAPTURE(file.label);
        CAPTURE(field.name);
        checkRoundTrip(field, fullText(field));
        ++fields;
        if (field.coding == Coding::an ||
            (field.coding == Coding::cn && field.name != "cardIdentificationCode")) {
          checkRoundTrip(field, fullText(field).substr(0, field.length / 4U * 2U));
          checkRoundTrip(field, "");
        }
      }
    }
  }
  CHECK_GT(fields, 300);
}

TEST_CASE("every cyclic file keeps a record") {
  std::size_t files = 0;
  for (const Generation generation : kGenerations) {
    for (const File& file : cardspec::files(generation)) {
      if (file.type != FileType::cyclicRecord) continue;
      CAPTURE(file.label);
      const std::string text = fullParts(file.fields);
      const auto bytes = decodeRecord(file, text);
      REQUIRE(bytes.has_value());
      CHECK_EQ(bytes->size(), file.size);
      CHECK_EQ(encodeRecord(file, bytes->reveal(), Encoding::gb18030).value().reveal(), text);
      ++files;
    }
  }
  CHECK_EQ(files, 2 + 4 + 4);
}

TEST_CASE("everything a card holds, written in one call, is what one call reads") {
  for (const Generation generation : kGenerations) {
    const Whole whole = wholeCard(generation);
    const auto address = parseAddress(whole.request);
    REQUIRE(address.has_value());
    const auto data = parseWriteData(whole.data, *address, Encoding::gb18030);
    REQUIRE(data.has_value());
    const auto read = throughTheCard(*address, *data, generation, Encoding::gb18030);
    CHECK_EQ(readAnswer(*address, read).reveal(), whole.data);
  }
}

TEST_CASE("the same in UTF-8") {
  for (const Generation generation : kGenerations) {
    const Whole whole = wholeCard(generation);
    const std::vector<std::uint8_t> gb(whole.data.begin(), whole.data.end());
    const auto utf8 = cardspec::toUtf8(gb);
    REQUIRE(utf8.has_value());
    const auto address = parseAddress(whole.request);
    REQUIRE(address.has_value());
    const auto data = parseWriteData(*utf8, *address, Encoding::utf8);
    REQUIRE(data.has_value());
    const auto read = throughTheCard(*address, *data, generation, Encoding::utf8);
    CHECK_EQ(readAnswer(*address, read).reveal(), *utf8);
  }
}

TEST_CASE("a request for every item of every file may be made, and its reply fits the largest class") {
  for (const Generation generation : kGenerations) {
    const Whole whole = wholeCard(generation);
    CHECK_LE(whole.request.size(), kMostFileAddress);
    CHECK_LE(whole.data.size(), kMostWriteData);
    const auto address = parseAddress(whole.request);
    REQUIRE(address.has_value());
    CHECK_LE(largestReply(*address, generation, Encoding::gb18030), kLargestClass);
    CHECK_LE(largestReply(*address, std::nullopt, Encoding::gb18030), kLargestClass);
  }
}

TEST_CASE("a full card takes exactly the largest reply") {
  for (const Generation generation : kGenerations) {
    const Whole whole = wholeCard(generation);
    const auto address = parseAddress(whole.request);
    REQUIRE(address.has_value());
    const auto data = parseWriteData(whole.data, *address, Encoding::gb18030);
    REQUIRE(data.has_value());
    auto values = throughTheCard(*address, *data, generation, Encoding::gb18030);
    fillCyclicFiles(*address, values, generation);
    CHECK_EQ(readAnswer(*address, values).reveal().size() + 1,
             largestReply(*address, generation, Encoding::gb18030));
  }
}

TEST_CASE("a text field of damaged bytes takes exactly the largest text in UTF-8") {
  for (const Generation generation : kGenerations) {
    for (const File& file : cardspec::files(generation)) {
      for (const Field& field : file.fields) {
        if (field.coding != Coding::an) continue;
        const std::vector<std::uint8_t> damaged(field.length, 0x80);
        CHECK_EQ(encodeValue(field, damaged, Encoding::utf8).value().reveal().size(),
                 longestText(field, Encoding::utf8));
        CHECK_EQ(encodeValue(field, damaged, Encoding::gb18030).value().reveal().size(),
                 longestText(field, Encoding::gb18030));
      }
    }
  }
}
