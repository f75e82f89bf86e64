#include "wire/document_code.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>

#include "tests/unit/crypto/vector_file.hpp"
#include "tests/unit/wire/text.hpp"
#include "wire/base32.hpp"

using ssc::crypto::Key;
using ssc::crypto::Sm3Digest;
using ssc::test::VectorBlock;
using namespace ssc::wire;
using namespace std::chrono_literals;

namespace {

VectorBlock vectorRow() {
  const std::string path = "tests/vectors/wire/document-code.vec";
  std::ifstream in(path);
  REQUIRE(in.good());
  const auto blocks = ssc::test::parseVectors(path, in);
  REQUIRE(blocks.size() == 1);
  return blocks.front();
}

int integer(const VectorBlock& vector, const std::string& name) {
  return std::stoi(vector.text(name));
}

Sm3Digest digestOf(const VectorBlock& vector) {
  Sm3Digest digest{};
  std::ranges::copy(vector.bytes("body-hash"), digest.begin());
  return digest;
}

const std::string kNumber = "SIM9999990220260105000001";
const std::string kCode = "8SC7MGCM7151H";

}  // namespace

TEST_CASE("number, code, printed form and text of a document are the published ones") {
  const VectorBlock vector = vectorRow();
  const Key key(vector.bytes("key"));
  const DocumentNumber number{
      vector.text("area"), vector.text("type"),
      std::chrono::year(integer(vector, "year")) / integer(vector, "month") / integer(vector, "day"),
      static_cast<std::uint32_t>(integer(vector, "serial"))};

  CHECK(makeDocumentNumber(number) == vector.text("number"));
  CHECK(ssc::crypto::sm3(ssc::crypto::bytesOf(vector.text("body"))) == digestOf(vector));
  const auto code = makeDocumentCode(key, vector.text("number"), digestOf(vector));
  CHECK(code == vector.text("code"));
  CHECK(printedDocumentCode(*code) == vector.text("printed"));
  const auto text = makeDocumentText({vector.text("number"), *code});
  CHECK(text == vector.text("text"));
  CHECK(text->size() == kDocumentTextLength);
}

TEST_CASE("a document's text gives its number and code again") {
  const VectorBlock vector = vectorRow();
  const auto document = parseDocumentText(vector.text("text"));
  REQUIRE(document.has_value());
  CHECK(document->number == vector.text("number"));
  CHECK(document->code == vector.text("code"));

  const auto number = parseDocumentNumber(document->number);
  REQUIRE(number.has_value());
  CHECK(number->area == "999999");
  CHECK(number->type == "02");
  CHECK(number->date == 2026y / 1 / 5);
  CHECK(number->serial == 1);
}

TEST_CASE("a code is right for its key, number and facts only") {
  const VectorBlock vector = vectorRow();
  const Key key(vector.bytes("key"));
  const Sm3Digest facts = digestOf(vector);
  REQUIRE(isDocumentCode(key, kNumber, facts, kCode));

  Sm3Digest otherFacts = facts;
  otherFacts.back() ^= 1U;
  CHECK_FALSE(isDocumentCode(key, kNumber, otherFacts, kCode));
  CHECK_FALSE(isDocumentCode(key, "SIM9999990220260105000002", facts, kCode));
  CHECK_FALSE(isDocumentCode(key, "SIM9999990120260105000001", facts, kCode));
  CHECK_FALSE(
      isDocumentCode(Key(ssc::test::fromHex("00112233445566778899AABBCCDDEEFE")), kNumber, facts, kCode));
  CHECK_FALSE(isDocumentCode(Key(), kNumber, facts, kCode));
  CHECK_FALSE(isDocumentCode(key, kNumber, facts, ""));
  CHECK_FALSE(isDocumentCode(key, kNumber, facts, kCode + "0"));
}

TEST_CASE("every single changed character of a document's text is refused, or is another number") {
  const VectorBlock vector = vectorRow();
  const Key key(vector.bytes("key"));
  const std::string& good = vector.text("text");
  for (std::size_t place = 0; place < good.size(); ++place)
    for (int other = 0; other < 256; ++other) {
      std::string changed = good;
      changed[place] = static_cast<char>(other);
      const auto read = parseDocumentText(changed);
      if (changed == good || !read) continue;
      CHECK(read->number != kNumber);
      CHECK_FALSE(isDocumentCode(key, read->number, digestOf(vector), read->code));
    }
}

TEST_CASE("a typed code may have lower case, blanks, hyphens and letters that look like digits") {
  for (const char* typed : {"8SC7MGCM7151H", "8SC7-MGCM-7151H", "8sc7-mgcm-7151h", " 8SC7 MGCM 7151H ",
                            "8SC7MGCM7I5IH", "8SC7MGCM7l5LH", "8sc7mgcm7i5ih", "--8SC7----MGCM7151H--"})
    CHECK(readTypedDocumentCode(typed) == kCode);

  const std::string zeros = std::string("000000000000") + luhnSymbol("000000000000").value();
  CHECK(readTypedDocumentCode("oOoO-0000-0000o") == zeros);
}

TEST_CASE("a typed code with a slip is refused before anybody is asked") {
  struct {
    std::string typed;
    std::string_view why;
  } const rows[] = {
      {"", "code: has a wrong length"},
      {"8SC7-MGCM-7151", "code: has a wrong length"},
      {"8SC7-MGCM-7151HH", "code: has a wrong length"},
      {"8SC7-MGCM-7151J", "code: has a wrong check symbol"},
      {"9SC7-MGCM-7151H", "code: has a wrong check symbol"},
      {"S8C7-MGCM-7151H", "code: has a wrong check symbol"},
      {"8SC7-MGCM-715UH", "code: has a character outside base 32"},
      {"8SC7-MGCM-715uH", "code: has a character outside base 32"},
      {"8SC7_MGCM_7151H", "code: has a wrong length"},
      {"8SC7.MGCM7151", "code: has a character outside base 32"},
      {"8SC7MGCM7151\n", "code: has a character outside base 32"},
      {std::string("8SC7MGCM7151\0", 13), "code: has a character outside base 32"},
      {std::string(52, ' ') + kCode, "code: is too long"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.typed);
    const auto read = readTypedDocumentCode(row.typed);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().text() == row.why);
  }
}

TEST_CASE("what is no document number is refused") {
  struct {
    std::string number;
    std::string_view why;
  } const rows[] = {
      {"", "number: has not 25 characters"},
      {"SIM999999022026010500001", "number: has not 25 characters"},
      {"SIM99999902202601050000010", "number: has not 25 characters"},
      {"XIM9999990220260105000001", "number: is not of the simulated center"},
      {"sim9999990220260105000001", "number: is not of the simulated center"},
      {"SIM99999902202601050000O1", "number: has a character that is no digit"},
      {"SIM99999902202601050000+1", "number: has a character that is no digit"},
      {"SIM9999990220261305000001", "date: is not a day of the calendar"},
      {"SIM9999990220260005000001", "date: is not a day of the calendar"},
      {"SIM9999990220260229000001", "date: is not a day of the calendar"},
      {"SIM9999990220260100000001", "date: is not a day of the calendar"},
      {"SIM9999990200000105000001", "date: is not a day of the calendar"},
  };
  for (const auto& row : rows) {
    CAPTURE(row.number);
    const auto read = parseDocumentNumber(row.number);
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().text() == row.why);
  }
  CHECK(parseDocumentNumber("SIM9999990220240229999999").has_value());
}

TEST_CASE("what is no document's text is refused") {
  for (const std::string& text :
       {std::string(), std::string("SSV1."), "ssv1." + kNumber + "." + kCode, "SSC1." + kNumber + "." + kCode,
        "SSV1." + kNumber + "." + kCode + " ", "SSV1." + kNumber + "-" + kCode,
        "SSV1." + kNumber + "." + "8sc7mgcm7151h", "SSV1." + kNumber + "." + "8SC7MGCM7I51H",
        "SSV1." + kNumber + "." + "8SC7MGCM7151J", "SSV1." + kNumber.substr(1) + "." + kCode + "0",
        "SSV1.SIM99999902.0260105000001." + kCode, std::string(1'000'000, 'S')})
    CHECK_FALSE(parseDocumentText(text).has_value());
}

TEST_CASE("what could not be read is not made") {
  const VectorBlock vector = vectorRow();
  const DocumentNumber good{"999900", "02", 2026y / 1 / 5, 1};
  REQUIRE(makeDocumentNumber(good) == "SIM9999000220260105000001");

  for (const auto& [number, place] :
       {std::pair{DocumentNumber{"99990", "02", good.date, 1}, "area"},
        std::pair{DocumentNumber{"99990A", "02", good.date, 1}, "area"},
        std::pair{DocumentNumber{"999900", "2", good.date, 1}, "type"},
        std::pair{DocumentNumber{"999900", "02", 2026y / 2 / 30, 1}, "date"},
        std::pair{DocumentNumber{"999900", "02", 10000y / 1 / 5, 1}, "date"},
        std::pair{DocumentNumber{"999900", "02", good.date, 1'000'000}, "serial"}})
    CHECK(makeDocumentNumber(number).error().place == place);
  CHECK(makeDocumentCode(Key(), kNumber, digestOf(vector)).error().place == "key");
  CHECK(makeDocumentCode(Key(vector.bytes("key")), "SIM", digestOf(vector)).error().place == "number");
  CHECK(makeDocumentText({kNumber, "8SC7MGCM7151J"}).error().place == "code");
  CHECK(printedDocumentCode("8SC7").empty());
}
