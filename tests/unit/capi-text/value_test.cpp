// Values of fields: text to bytes and back.
#include "hostlib/capi/text/value.hpp"

#include <doctest/doctest.h>

#include "hostlib/capi/text/located_file.hpp"
#include "tests/unit/apdu/hex.hpp"
#include "tests/unit/capi-text/vector_lines.hpp"

using namespace ssc;
using namespace ssc::capi;
using cardspec::Coding;
using cardspec::FileType;
using test::described;

namespace {

constexpr auto kGeneration = cardspec::Generation::two;

/// What a column names: a field of its own, a field of a file, or a file.
struct Subject {
  cardspec::Field field{};
  const cardspec::File* file = nullptr;
  bool wholeFile = false;
};

Subject plainField(const std::string& name) {
  const auto digits = name.find_first_of("0123456789");
  REQUIRE_NE(digits, std::string::npos);
  const std::string coding = name.substr(0, digits);
  Subject subject;
  subject.field.name = "test";
  subject.field.coding = coding == "an" ? Coding::an : coding == "cn" ? Coding::cn : Coding::binary;
  subject.field.length = static_cast<std::uint16_t>(std::stoul(name.substr(digits), nullptr, 16));
  return subject;
}

Subject subjectOf(const std::string& name) {
  if (name.size() < 8) return plainField(name);
  Subject subject;
  const auto fid = static_cast<std::uint16_t>(std::stoul(name.substr(4, 4), nullptr, 16));
  subject.file = cardspec::findFile(kGeneration, name.substr(0, 4), fid);
  REQUIRE_NE(subject.file, nullptr);
  subject.wholeFile = name.size() == 8;
  if (subject.wholeFile) return subject;
  const auto tag = static_cast<std::uint8_t>(std::stoul(name.substr(9), nullptr, 16));
  const auto* field = cardspec::findField(*subject.file, tag);
  REQUIRE_NE(field, nullptr);
  subject.field = *field;
  return subject;
}

std::string written(const Subject& subject, const std::string& text) {
  const auto bytes = !subject.wholeFile                             ? decodeValue(subject.field, text)
                     : subject.file->type == FileType::cyclicRecord ? decodeRecord(*subject.file, text)
                                                                    : decodeBinary(*subject.file, text);
  return bytes ? apdu::toHex(bytes->reveal()) : described(bytes.error());
}

std::string read(const Subject& subject, const std::string& bytes, Encoding encoding) {
  const auto text = subject.wholeFile ? encodeRecord(*subject.file, ssc::test::hex(bytes), encoding)
                                      : encodeValue(subject.field, ssc::test::hex(bytes), encoding);
  return text ? text->reveal() : described(text.error());
}

std::string decodedInto(const std::string& request, FileValues values) {
  const auto address = parseAddress(request);
  REQUIRE(address.has_value());
  const auto located = locate(address->front(), kGeneration);
  REQUIRE(located.has_value());
  const auto bytes = decodeValues(address->front(), *located, values);
  if (!bytes) return described(bytes.error());
  std::string text;
  for (const auto& one : *bytes)
    text += apdu::toHex(one.reveal()) + ' ';
  return text;
}

}  // namespace

TEST_CASE("every value of the vector file is written and read as it says") {
  for (const auto& line : test::vectorLines("values.txt", 3)) {
    CAPTURE(line[0]);
    CAPTURE(line[1]);
    const auto [direction, name] = test::firstWord(line[0]);
    const Subject subject = subjectOf(name);
    if (direction == "write") {
      CHECK_EQ(written(subject, line[1]), line[2]);
    } else {
      CHECK_EQ(read(subject, line[1], direction == "utf8" ? Encoding::utf8 : Encoding::gb18030), line[2]);
    }
  }
}

TEST_CASE("a transparent file takes as many bytes as it has, and not one more") {
  const auto* file = cardspec::findFile(kGeneration, "SSSE", 0xEF08);
  REQUIRE_NE(file, nullptr);
  const std::string whole(std::size_t{file->size} * 2, 'A');
  REQUIRE(decodeBinary(*file, whole).has_value());
  CHECK_EQ(decodeBinary(*file, whole)->size(), 0x1000);
  CHECK_EQ(encodeBinary(decodeBinary(*file, whole)->reveal()).reveal(), whole);
  CHECK_EQ(decodeBinary(*file, whole + "AA").error(), TextError{TextFault::valueTooLong, whole.size(), ""});
}

TEST_CASE("the values of a file become bytes for each of its items") {
  CHECK_EQ(decodedInto("SSSEEF06|0A|0D|$", {crypto::Personal("1"), crypto::Personal("19900101")}),
           "31 19900101 ");
  CHECK_EQ(decodedInto("DF04EF15|$", {crypto::Personal("001A^2")}), "001A32 ");
  CHECK_EQ(decodedInto("SSSEEF08|$", {crypto::Personal("FFD8")}), "FFD8 ");
}

TEST_CASE("a value that does not fit is told by file and item, and not shown") {
  CHECK_EQ(decodedInto("SSSEEF06|0A|0D|$", {crypto::Personal("1"), crypto::Personal("1990010A")}),
           "! not decimal digits @7 SSSEEF06|0D");
  CHECK_EQ(decodedInto("DF04EF15|$", {crypto::Personal("001A")}), "! not the number of parts @0 DF04EF15");
}

TEST_CASE("a file of records cannot be written as a whole") {
  CHECK_EQ(decodedInto("SSSEEF06|$", {crypto::Personal("1")}), "! not the shape of the address @0 SSSEEF06");
}
