// pFileAddr: what is accepted and what it means, what is refused and where.
#include "hostlib/capi/text/address.hpp"

#include <doctest/doctest.h>

#include "hostlib/capi/text/input.hpp"
#include "hostlib/capi/text/located_file.hpp"
#include "hostlib/capi/text/reply_text.hpp"
#include "tests/unit/capi-text/vector_lines.hpp"

using namespace ssc;
using namespace ssc::capi;
using ssc::cardspec::Generation;
using test::described;

namespace {

std::string meaningOf(const FileItem& file) {
  std::string text = file.name();
  if (file.record) text += ':' + hexOf(*file.record);
  for (const AddressItem& item : file.items)
    text += ' ' + hexOf(item.tag) + (item.occurrence == 1 ? "" : ':' + hexOf(item.occurrence));
  return text;
}

std::string meaningOf(const TextResult<Address>& address) {
  if (!address) return described(address.error());
  std::string text;
  for (const FileItem& file : *address)
    text += (text.empty() ? "" : " + ") + meaningOf(file);
  return text;
}

std::string placeOf(const std::string& request, Generation generation) {
  const auto address = parseAddress(request);
  REQUIRE(address.has_value());
  const auto located = locate(address->front(), generation);
  return located ? std::string(located->file->label) : described(located.error());
}

/// As many items as fill a request of this length.
std::string requestOf(std::size_t length) {
  std::string request = "SSSEEF06|";
  while (request.size() + 3 < length)
    request += "09|";
  request.resize(length - 1, '|');
  return request + '$';
}

}  // namespace

TEST_CASE("every request of the vector file means what it says") {
  for (const auto& line : test::vectorLines("address.txt", 2)) {
    CAPTURE(line[0]);
    CHECK_EQ(meaningOf(parseAddress(line[0])), line[1]);
  }
}

TEST_CASE("a file is remembered as it was asked for, with its alias, case and number") {
  const auto address = parseAddress("mfEF06|09|$DF04ef08:3$");
  REQUIRE(address.has_value());
  CHECK_EQ(address->at(0).asked, "mfEF06");
  CHECK_EQ(address->at(0).name(), "SSSEEF06");
  CHECK_EQ(address->at(0).itemName(0), "SSSEEF06|09");
  CHECK_EQ(address->at(0).itemName(1), "SSSEEF06");
  CHECK_EQ(address->at(1).asked, "DF04ef08:3");
}

TEST_CASE("every beginning of a request lacks its end") {
  const std::string whole = "SSSEEF05|01|07|$DF04EF08:03$DF01EF15|40:02|$";
  REQUIRE(parseAddress(whole).has_value());
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const auto part = parseAddress(std::string_view(whole).substr(0, length));
    CAPTURE(length);
    if (whole.substr(0, length).ends_with('$')) {
      CHECK(part.has_value());
    } else {
      REQUIRE_FALSE(part.has_value());
      CHECK_EQ(part.error(), TextError{TextFault::noEnd, length, ""});
    }
  }
}

TEST_CASE("every number 01 to FF is taken, with one digit or two") {
  for (unsigned number = 1; number <= 0xFF; ++number) {
    const std::string digits = hexOf(static_cast<std::uint8_t>(number));
    const auto address = parseAddress("DF01EF15:" + digits + "|40:" + digits + "|$");
    REQUIRE(address.has_value());
    CHECK_EQ(address->front().record.value_or(0), number);
    CHECK_EQ(address->front().items.front().occurrence, number);
    if (number > 0xF) continue;
    const auto brief = parseAddress("DF01EF15|40:" + digits.substr(1) + "|$");
    REQUIRE(brief.has_value());
    CHECK_EQ(brief->front().items.front().occurrence, number);
  }
}

TEST_CASE("a request of 4095 characters is read, one of 4096 is too long") {
  // 4095 = 9 + 3 · 1361 + 3: the last item has one digit of number more
  std::string longest = requestOf(kMostFileAddress - 2);
  longest.insert(11, ":1");
  REQUIRE_EQ(longest.size(), kMostFileAddress);
  const auto text = boundedText(longest.c_str(), kMostFileAddress);
  REQUIRE(text.has_value());
  const auto address = parseAddress(*text);
  REQUIRE(address.has_value());
  CHECK_EQ(address->front().items.size(), 1361);
  const std::string longer = requestOf(kMostFileAddress + 1);
  REQUIRE_EQ(longer.size(), kMostFileAddress + 1);
  CHECK_EQ(boundedText(longer.c_str(), kMostFileAddress).error().fault, TextFault::tooLong);
}

TEST_CASE("the card's generation decides which files and items there are") {
  CHECK_EQ(placeOf("SSSEEF06|09|4E|$", Generation::two), "持卡人基本信息");
  CHECK_EQ(placeOf("SSSEEF06|09|4E|$", Generation::one), "! no such item @0 SSSEEF06|4E");
  CHECK_EQ(placeOf("MFEF06|99|$", Generation::two), "! no such item @0 SSSEEF06|99");
  CHECK_EQ(placeOf("SSSEEF06|00|$", Generation::two), "! no such item @0 SSSEEF06|00");
  CHECK_EQ(placeOf("SSSEEF99|09|$", Generation::two), "! no such file @0 SSSEEF99");
  CHECK_EQ(placeOf("DF0AEF05|09|$", Generation::three), "! no such file @0 DF0AEF05");
  CHECK_EQ(placeOf("SSSEEF08|$", Generation::two), "数字相片");
  CHECK_EQ(placeOf("SSSEEF08|$", Generation::one), "! no such file @0 SSSEEF08");
}

TEST_CASE("occurrences beyond those a file keeps do not exist, items of files without items neither") {
  CHECK_EQ(placeOf("DF01EF15|40:03|$", Generation::two), "学历");
  CHECK_EQ(placeOf("DF01EF15|40:04|$", Generation::two), "! no such item @0 DF01EF15|40");
  CHECK_EQ(placeOf("DF01EF15|2A:02|$", Generation::two), "! no such item @0 DF01EF15|2A");
  CHECK_EQ(placeOf("DF04EF08|01|$", Generation::two), "! no such item @0 DF04EF08|01");
  CHECK_EQ(placeOf("SSSEEF08|01|$", Generation::two), "! no such item @0 SSSEEF08|01");
}

TEST_CASE("only cyclic files have record numbers; how many records there are, the card knows") {
  CHECK_EQ(placeOf("DF04EF08:03|$", Generation::two), "医疗交易明细");
  CHECK_EQ(placeOf("DF04EF08:FE|$", Generation::two), "医疗交易明细");
  CHECK_EQ(placeOf("SSSEEF08:01|$", Generation::two), "! not a number 01 to FF @0 SSSEEF08");
  CHECK_EQ(placeOf("SSSEEF06:01|09|$", Generation::two), "! not a number 01 to FF @0 SSSEEF06");
}
