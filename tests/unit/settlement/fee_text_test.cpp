#include "wire/settlement/fee_text.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "tests/unit/settlement/settlement_samples.hpp"

namespace ssc::wire::settlement {
namespace {

std::vector<FeeLine> published() {
  return {{"SIMX0001", "阿莫西林胶囊", "2", "18.5", 3700},
          {"SIMX0002", "维生素C片", "1", "9.8", 980},
          {"SIMZ0003", "血常规", "1", "81.7", 8170}};
}

std::string placeOf(const std::vector<FeeLine>& lines) {
  const auto text = makeFeeText(lines);
  return text ? "" : text.error().text();
}

}  // namespace

TEST_CASE("the published fee text and its digest") {
  const auto text = makeFeeText(published());
  REQUIRE(text.has_value());
  CHECK_EQ(*text, samples::kFeeText);
  CHECK_EQ(crypto::toLowerHex(crypto::sm3(crypto::bytesOf(*text)).value()), samples::kFeeDigest);
  CHECK_EQ(sumOf(published()), 12850);
}

TEST_CASE("the digest of nothing is that of the library") {
  CHECK(emptyFeeDigest() == crypto::sm3({}).value());
  CHECK_EQ(makeFeeText({}).value(), "");
  CHECK(parseFeeText("")->empty());
}

TEST_CASE("what is written is what is read") {
  const auto lines = parseFeeText(samples::kFeeText);
  REQUIRE(lines.has_value());
  CHECK_EQ(makeFeeText(*lines).value(), samples::kFeeText);
  CHECK_EQ((*lines)[1].name, "维生素C片");
}

TEST_CASE("300 lines and not one more") {
  const std::vector<FeeLine> most(300, published()[0]);
  const auto text = makeFeeText(most);
  REQUIRE(text.has_value());
  CHECK_EQ(parseFeeText(*text)->size(), 300);
  CHECK(!makeFeeText(std::vector<FeeLine>(301, published()[0])));
  CHECK(!parseFeeText(*text + "301|SIMX0001|药|2|18.5|3700\n"));
}

TEST_CASE("a bad line is named") {
  for (const char* number : {"", "0", "01", "1.", ".5", "1.50", "1.23456", "-1", "1e3", "1 ", "1234567890"}) {
    auto lines = published();
    lines[2].quantity = number;
    CHECK_EQ(placeOf(lines), "line 3: quantity");
    lines = published();
    lines[1].price = number;
    CHECK_EQ(placeOf(lines), "line 2: price");
  }
  for (const char* word : {"", "a|b", "a\nb", "a\rb"}) {
    auto lines = published();
    lines[0].code = word;
    CHECK_EQ(placeOf(lines), "line 1: code");
    lines = published();
    lines[0].name = word;
    CHECK_EQ(placeOf(lines), "line 1: name");
  }
  auto lines = published();
  lines[0].amount = 1ULL << 40U;
  CHECK_EQ(placeOf(lines), "line 1: amount");
}

TEST_CASE("one list of fees has one text") {
  const std::string good = samples::kFeeText;
  for (const char* bad :
       {"1|a|b|1|1|1", "2|a|b|1|1|1\n", "01|a|b|1|1|1\n", "1|a|b|1|1|01\n", "1|a|b|1|1|\n", "\n",
        "1|a|b|1|1\n", "1|a|b|1|1|1|\n", "1|a|b|1|1|1\n\n", "1|a|b|1|1|1\r\n", "1|a|b|1.0|1|1\n"}) {
    CAPTURE(bad);
    CHECK(!parseFeeText(bad));
  }
  CHECK(!parseFeeText(std::string(kMostFeeText + 1, '1')));
}

}  // namespace ssc::wire::settlement
