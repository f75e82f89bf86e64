// Replies: reads, purchases, and the steps of the HSM functions, against texts written by hand.
#include <doctest/doctest.h>

#include "hostlib/capi/text/debit_text.hpp"
#include "hostlib/capi/text/hsm_text.hpp"
#include "hostlib/capi/text/read_answer.hpp"
#include "tests/unit/apdu/hex.hpp"

using namespace ssc;
using namespace ssc::capi;
using cardspec::Algorithm;
using cardspec::Generation;
using test::hex;

namespace {

Address addressOf(std::string_view text) {
  auto address = parseAddress(text);
  REQUIRE(address.has_value());
  return *address;
}

FileValues valuesOf(std::initializer_list<const char*> texts) {
  FileValues values;
  for (const char* text : texts)
    values.emplace_back(std::string(text));
  return values;
}

std::string answer(std::string_view request, const std::vector<FileValues>& values) {
  return readAnswer(addressOf(request), values).reveal();
}

std::size_t bound(std::string_view request, std::optional<Generation> generation = std::nullopt,
                  Encoding encoding = Encoding::gb18030) {
  return largestReply(addressOf(request), generation, encoding);
}

template <std::size_t N>
std::array<std::uint8_t, N> block(std::string_view text) {
  const auto bytes = hex(text);
  REQUIRE_EQ(bytes.size(), N);
  std::array<std::uint8_t, N> array{};
  std::copy(bytes.begin(), bytes.end(), array.begin());
  return array;
}

DebitResult purchase() {
  DebitResult result;
  result.tac = block<4>("11223344");
  result.cardSequence = block<2>("001A");
  result.amounts = {0, 10000, 8000};
  result.terminalNumber = "999900000001";
  result.terminalSequence = block<4>("0000001F");
  result.time = block<7>("20250630123059");
  result.algorithm = Algorithm::sm4;
  return result;
}

const cardspec::File& debitFile() {
  const auto* file = cardspec::findFile(Generation::two, "DF04", 0xEF08);
  REQUIRE_NE(file, nullptr);
  return *file;
}

std::string listOf(const std::vector<apdu::Bytes>& records, std::size_t limit = 4095) {
  const std::vector<apdu::ByteView> views(records.begin(), records.end());
  const auto list = debitRecords(debitFile(), views, limit);
  REQUIRE(list.has_value());
  return list->reveal();
}

const apdu::Bytes& largestRecord() {
  static const apdu::Bytes record = hex("FFFF32 999900000001 20250630123059 FFFFFFFF FFFFFFFF FFFFFFFF");
  return record;
}

}  // namespace

TEST_CASE("a read answers with the request, each item replaced by its value") {
  CHECK_EQ(answer("SSSEEF06|09|$", {valuesOf({"name"})}), "SSSEEF06|name|$");
  CHECK_EQ(answer("SSSEEF05|01|07|$DF01EF15|40:02|$", {valuesOf({"a", ""}), valuesOf({"1^2^3"})}),
           "SSSEEF05|a||$DF01EF15|1^2^3|$");
  CHECK_EQ(answer("DF04EF08|$", {valuesOf({"r1", "r2"})}), "DF04EF08|r1|r2|$");
  CHECK_EQ(answer("DF04EF08|$", {valuesOf({})}), "DF04EF08|$");
}

TEST_CASE("files stand in the answer as the caller wrote them") {
  CHECK_EQ(answer("3F00EF06|09|$MFef06|09|$", {valuesOf({"a"}), valuesOf({"b"})}), "3F00EF06|a|$MFef06|b|$");
  CHECK_EQ(answer("DF04EF08:03$", {valuesOf({"r"})}), "DF04EF08:03|r|$");
}

TEST_CASE("an answer has the files there are values for") {
  CHECK_EQ(answer("SSSEEF06|09|$SSSEEF05|07|$", {valuesOf({"a"})}), "SSSEEF06|a|$");
}

TEST_CASE("the largest reply counts names, values, bars, ends and the NUL") {
  CHECK_EQ(bound("SSSEEF06|09|$"), 8 + 1 + 30 + 1 + 1 + 1);
  CHECK_EQ(bound("SSSEEF06|09|0D|$"), 8 + 1 + 30 + 1 + 8 + 1 + 1 + 1);
  CHECK_EQ(bound("SSSEEF06|09|$", Generation::two, Encoding::utf8), 8 + 1 + 90 + 1 + 1 + 1);
  CHECK_EQ(bound("SSSEEF08|$"), 8 + 1 + 8192 + 1 + 1 + 1);
  // 203^080901^…: 3 + 1 + 6 + 1 + 40
  CHECK_EQ(bound("DF01EF15|40|$"), 8 + 1 + 51 + 1 + 1 + 1);
  // a record of the purchase list in hexadecimal: 4 + 1 + 12 + 14 + 3 · 8 and six ^
  CHECK_EQ(bound("DF04EF08:03$"), 11 + 1 + 61 + 1 + 1 + 1);
  CHECK_EQ(bound("DF04EF08|$"), 8 + 1 + 30 * 62 + 1 + 1);
}

TEST_CASE("where the generation is not known yet, the longest field of any counts") {
  // 84: a hospital's name of 70 bytes, later a region of 3
  CHECK_EQ(bound("DF04EF05|84|$", Generation::one), 8 + 1 + 70 + 1 + 1 + 1);
  CHECK_EQ(bound("DF04EF05|84|$", Generation::two), 8 + 1 + 6 + 1 + 1 + 1);
  CHECK_EQ(bound("DF04EF05|84|$"), bound("DF04EF05|84|$", Generation::one));
}

TEST_CASE("what no card has counts as empty") {
  CHECK_EQ(bound("SSSEEF99|09|0A|$"), 8 + 1 + 2 + 1 + 1);
  CHECK_EQ(bound("SSSEEF06|99|$"), 8 + 1 + 1 + 1 + 1);
  CHECK_EQ(bound("SSSEEF06|$"), 8 + 1 + 1 + 1);
}

TEST_CASE("the result of a purchase has ten fields") {
  CHECK_EQ(debitResult(purchase()).reveal(),
           "11223344||001A|000000000000271000001F40|32|999900000001|0000001F|20250630123059|03||");
}

TEST_CASE("on the way over the security module of the back office it names MAC2 and key too") {
  DebitResult result = purchase();
  result.mac2 = block<4>("AABBCCDD");
  result.algorithm = Algorithm::tripleDes;
  result.keyReference = "DTK-99";
  CHECK_EQ(
      debitResult(result).reveal(),
      "11223344|AABBCCDD|001A|000000000000271000001F40|32|999900000001|0000001F|20250630123059|01|DTK-99|");
}

TEST_CASE("amounts are yuan with two decimals") {
  CHECK_EQ(yuan(0), "0.00");
  CHECK_EQ(yuan(5), "0.05");
  CHECK_EQ(yuan(50), "0.50");
  CHECK_EQ(yuan(100), "1.00");
  CHECK_EQ(yuan(8001), "80.01");
  CHECK_EQ(yuan(0xFFFFFFFF), "42949672.95");
}

TEST_CASE("the list of purchases is in the order of the records, fields joined with ^") {
  CHECK_EQ(listOf({}), "");
  CHECK_EQ(listOf({hex("001A32 999900000001 20250630123059 00000000 00002710 00001F40"),
                   hex("000131 110000000012 20250101000000 00000001 00000000 FFFFFFFF")}),
           "26^2^999900000001^20250630123059^0.00^100.00^80.00|"
           "1^1^110000000012^20250101000000^0.01^0.00^42949672.95|");
}

TEST_CASE("a record without the later amounts has empty ones; one broken off inside a field is no record") {
  CHECK_EQ(listOf({hex("001A32 999900000001 20250630123059 000003E8")}),
           "26^2^999900000001^20250630123059^10.00^^|");
  const apdu::Bytes broken = hex("001A32 999900000001 20250630123059 0003E8");
  const std::vector<apdu::ByteView> views{broken};
  const auto list = debitRecords(debitFile(), views, 4095);
  REQUIRE_FALSE(list.has_value());
  CHECK_EQ(list.error(), TextError{TextFault::cardData, 16, "accountAmount"});
}

TEST_CASE("thirty of the largest records fit 4 KiB, and a shorter list ends with a whole record") {
  const std::vector<apdu::Bytes> records(30, largestRecord());
  const std::string one = "65535^2^999900000001^20250630123059^42949672.95^42949672.95^42949672.95|";
  REQUIRE_EQ(one.size(), 72);
  CHECK_EQ(listOf({largestRecord()}), one);
  CHECK_EQ(listOf(records).size(), 30 * 72);
  CHECK_EQ(listOf(records, 30 * 72).size(), 30 * 72);
  CHECK_EQ(listOf(records, 30 * 72 - 1).size(), 29 * 72);
  CHECK_EQ(listOf(records, 72), one);
  CHECK_EQ(listOf(records, 71), "");
  CHECK_EQ(listOf(records, 0), "");
}

TEST_CASE("more records than fit end the list, they do not overrun it") {
  const std::vector<apdu::Bytes> records(254, largestRecord());
  CHECK_EQ(listOf(records).size(), 4095 / 72 * 72);
}

TEST_CASE("the first step of a basic read has eight fields, the last two empty before generation 3") {
  BasicReadStep1 step;
  step.region = "999900";
  step.historicalBytes = hex("00815453548699999900000001");
  step.algorithm = Algorithm::tripleDes;
  step.cardId = crypto::Personal("999900D15600000500000001E692B037");
  step.internal = {block<8>("0102030405060708"), block<8>("1112131415161718")};
  const std::string head =
      "999900|00815453548699999900000001|01|999900D15600000500000001E692B037|0102030405060708|"
      "1112131415161718|";
  CHECK_EQ(basicReadStep1(step).reveal(), head + "||");
  step.external = Challenge{block<8>("2122232425262728"), block<8>("3132333435363738")};
  CHECK_EQ(basicReadStep1(step).reveal(), head + "2122232425262728|3132333435363738|");
  step.terminalNumber = "000000000000";
  CHECK_EQ(basicReadStep1(step).reveal(), head + "2122232425262728|3132333435363738|000000000000|");
}

TEST_CASE("the first step of read, write, reload and unblock has four fields") {
  const Challenge challenge{block<8>("0102030405060708"), block<8>("1112131415161718")};
  CHECK_EQ(authenticationStep1(Algorithm::sm4, "88", challenge).reveal(),
           "03|88|0102030405060708|1112131415161718|");
  CHECK_EQ(authenticationStep1(Algorithm::ssf33, "", challenge).reveal(),
           "02||0102030405060708|1112131415161718|");
}

TEST_CASE("the second step of reload and unblock gives the header, reload the new PIN too") {
  SecureMessagingStep2 step;
  step.keyReference = "STKSSSE";
  step.factor = block<8>("0102030405060708");
  step.header = block<5>("8424000114");
  step.newPin = crypto::Personal("123456");
  CHECK_EQ(secureMessagingStep2(step).reveal(), "03|STKSSSE|0102030405060708|8424000114|123456|");
  step.header = block<5>("8424000004");
  step.newPin = crypto::Personal();
  CHECK_EQ(secureMessagingStep2(step).reveal(), "03|STKSSSE|0102030405060708|8424000004||");
}

TEST_CASE("the first step of a purchase has eight fields, the amounts joined") {
  DebitStep1 step;
  step.keyReference = "DPK";
  step.cardRandom = block<4>("A1A2A3A4");
  step.cardSequence = block<2>("001A");
  step.total = 10000;
  step.accountAndPool = 8000;
  step.terminalNumber = "000000000000";
  step.time = block<7>("20250630123059");
  CHECK_EQ(debitStep1(step).reveal(),
           "03|DPK|A1A2A3A4|001A|0000271000001F40|32|000000000000|20250630123059|");
}
