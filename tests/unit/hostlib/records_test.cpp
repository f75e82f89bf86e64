// The records of a file and the texts in them: padding, joined names, damaged text.
#include "hostlib/card/records.hpp"

#include <algorithm>
#include <doctest/doctest.h>

#include "hostlib/flows/basic_fields.hpp"
#include "tests/unit/apdu/hex.hpp"

using namespace ssc;
using flows::readableText;
using test::hex;

namespace {

card::Records recordsOf(std::string_view text) {
  card::Records records;
  REQUIRE(records.add(hex(text)).has_value());
  return records;
}

std::string repeated(std::string_view byte, int times) {
  std::string text;
  for (int i = 0; i < times; ++i)
    text += byte;
  return text;
}

std::string nameOf(const std::string& head, const std::string& tail) {
  return apdu::toHex(card::joinedName(recordsOf("091E" + head + (tail.empty() ? "" : "4E14" + tail))));
}

flows::BasicFields fieldsOf(std::string_view issuer, std::string_view holder) {
  card::Identity identity;
  identity.region = "999900";
  identity.historicalBytes = hex("00815453548699999900000001");
  identity.issuer = recordsOf(issuer);
  return {flows::BasicCard{std::move(identity), recordsOf(holder), "999900000001", 0, 0}, ""};
}

}  // namespace

TEST_CASE("a text field ends at its padding, whether 00, 20 or FF") {
  for (const std::string_view padding : {"00", "20", "FF"}) {
    const auto records = recordsOf("0704" + std::string("5430") + repeated(padding, 2));
    CHECK_EQ(apdu::toHex(records.text(0x07)), "5430");
    CHECK_EQ(apdu::toHex(records.value(0x07)).size(), 8);
  }
  CHECK(recordsOf("0704FF200020").text(0x07).empty());
}

TEST_CASE("a number field ends at its nibbles F; the hexadecimal form keeps them") {
  const auto records = recordsOf("0504 2025010F 0604 FFFFFFFF 0104 999900FF");
  CHECK_EQ(records.digits(0x05), "2025010");
  CHECK(records.digits(0x06).empty());
  CHECK_EQ(records.hex(0x01), "999900FF");
}

TEST_CASE("a missing tag gives empty values, the first of several gives the value") {
  const auto records = recordsOf("0201 33 0201 34");
  CHECK(records.value(0x77).empty());
  CHECK(records.digits(0x77).empty());
  CHECK_FALSE(records.has(0x77));
  CHECK_EQ(apdu::toHex(records.value(0x02)), "33");
  CHECK_EQ(records.count(), 2);
  CHECK_EQ(records.bytes(), 6);
}

TEST_CASE("bytes that are no records add nothing") {
  card::Records records;
  for (const std::string_view text : {"0203", "020333", "00", "FF01", "0201 33 07"}) {
    CHECK_FALSE(records.add(hex(text)).has_value());
    CHECK_EQ(records.count(), 0);
    CHECK_EQ(records.bytes(), 0);
  }
}

TEST_CASE("a name is joined over both fields without padding, also where a character lies across the joint") {
  const std::string fourteen = repeated("D5C5", 14);
  CHECK_EQ(nameOf(repeated("D5C5", 15), "C8FD" + repeated("00", 18)), repeated("D5C5", 15) + "C8FD");
  // The first byte of 三 (C8FD) ends tag 09, the second begins 4E.
  CHECK_EQ(nameOf("41" + fourteen + "C8", "FD" + repeated("00", 19)), "41" + fourteen + "C8FD");
  // A four-byte character, split 1 + 3, 2 + 2 and 3 + 1.
  CHECK_EQ(nameOf("41" + fourteen + "95", "32823641" + repeated("20", 16)), "41" + fourteen + "9532823641");
  CHECK_EQ(nameOf(fourteen + "9532", "8236" + repeated("00", 18)), fourteen + "95328236");
  CHECK_EQ(nameOf("41" + repeated("D5C5", 13) + "953282", "36" + repeated("00", 19)),
           "41" + repeated("D5C5", 13) + "95328236");
}

TEST_CASE("a short name, a name without continuation and a blank name") {
  CHECK_EQ(nameOf("D5C5C8FD" + repeated("00", 26), repeated("00", 20)), "D5C5C8FD");
  CHECK_EQ(nameOf("D5C5C8FD" + repeated("20", 26), ""), "D5C5C8FD");
  CHECK_EQ(nameOf(repeated("00", 30), repeated("20", 20)), "");
}

TEST_CASE("an issuer that pads the first field before continuing gives no hole in the name") {
  for (const std::string_view padding : {"00", "20", "FF"}) {
    CHECK_EQ(nameOf(repeated("D5C5", 14) + repeated(padding, 2), "C8FD" + repeated("00", 18)),
             repeated("D5C5", 14) + "C8FD");
  }
}

TEST_CASE("characters whose second byte looks like a bar or a backslash stay whole") {
  // 8A7C and 8A5C are GBK characters with 7C (|) and 5C (\) in second place.
  const auto fields = fieldsOf("010499990000", "091E 8A7C8A5C" + repeated("00", 26));
  CHECK_EQ(apdu::toHex(apdu::toBytes(fields[flows::BasicField::name].reveal())), "8A7C8A5C");
  const std::string utf8 = fields.joinedUtf8().reveal();
  CHECK_EQ(std::count(utf8.begin(), utf8.end(), '|'), 11);
  CHECK_EQ(utf8.find('\\'), std::string::npos);
}

TEST_CASE(
    "a bar or a control character in a text of the card becomes a blank: no card shifts the fields behind "
    "it") {
  const auto fields =
      fieldsOf("010499990000 0709 547C30303030303238",
               "0812 39397C393030313939303031303130303134 091E 41427C0A43" + repeated("00", 25));
  CHECK_EQ(fields[flows::BasicField::name].reveal(), "AB  C");
  CHECK_EQ(fields[flows::BasicField::cardNumber].reveal(), "T 0000028");
  CHECK_EQ(fields[flows::BasicField::socialSecurityNumber].reveal(), "99 900199001010014");
  const std::string joined = fields.joined().reveal();
  CHECK_EQ(std::count(joined.begin(), joined.end(), '|'), 11);
}

TEST_CASE("four-byte characters of GB 18030 are read and given back byte by byte") {
  // U+20087, on the second ideographic plane: GB 18030 95 32 90 31 (GB 18030-2005, four-byte region).
  const auto fields = fieldsOf("010499990000", "091E 95329031" + repeated("00", 26));
  CHECK_EQ(apdu::toHex(apdu::toBytes(fields[flows::BasicField::name].reveal())), "95329031");
  CHECK_EQ(fields.utf8(flows::BasicField::name).reveal(), "\xF0\xA0\x82\x87");
}

TEST_CASE("text that is no GB 18030 shows U+FFFD for the broken bytes and keeps the rest") {
  CHECK_EQ(readableText(hex("D5C5C8FD")), "张三");
  CHECK_EQ(readableText(hex("D5C5FFC8FD")), "张\uFFFD三");
  CHECK_EQ(readableText(hex("D5C5C8")), "张\uFFFD");
  CHECK_EQ(readableText(hex("41FF42")),
           "A\uFFFD"
           "B");
  CHECK_EQ(readableText(hex("FFFFFF")), "\uFFFD\uFFFD\uFFFD");
  CHECK_EQ(readableText(hex("9532FFC8FD")).substr(0, 3), "\uFFFD");
  CHECK_EQ(readableText({}), "");
}

TEST_CASE("only the first nine characters of the card number count") {
  const auto fields = fieldsOf("010499990000 0710 54303030303030323841424344454647", "080100");
  CHECK_EQ(fields[flows::BasicField::cardNumber].reveal(), "T00000028");
}

TEST_CASE("a card of nothing but padding gives empty fields and eleven bars") {
  const auto fields = fieldsOf("0110999900D15600000500000001FFFFFFFF", "0812" + repeated("00", 18));
  CHECK_EQ(fields.joined().reveal(),
           "999900|||999900D15600000500000001FFFFFFFF||00815453548699999900000001||||999900000001||");
}
