// Amounts in words, as they are said in each language.
#include "kiosk-app/voice/amount_words.hpp"

#include <doctest/doctest.h>

namespace ssc::kiosk::test {
namespace {

struct Row {
  const char *text, *zh, *en;
};

constexpr Row kRows[] = {
    {"0.00", "零元", "zero yuan"},
    {"0.05", "五分", "zero point zero five yuan"},
    {"0.50", "五角", "zero point five zero yuan"},
    {"10.00", "十元", "ten yuan"},
    {"15.20", "十五元二角", "fifteen point two zero yuan"},
    {"100.05", "一百元零五分", "one hundred point zero five yuan"},
    {"110.00", "一百一十元", "one hundred ten yuan"},
    {"1,001.00", "一千零一元", "one thousand one yuan"},
    {"1,050.00", "一千零五十元", "one thousand fifty yuan"},
    {"1,234.56", "一千二百三十四元五角六分", "one thousand two hundred thirty-four point five six yuan"},
    {"10,001.00", "一万零一元", "ten thousand one yuan"},
    {"100,000.00", "十万元", "one hundred thousand yuan"},
    {"101,000.00", "十万一千元", "one hundred one thousand yuan"},
    {"100,000,010.00", "一亿零一十元", "one hundred million ten yuan"},
    {"120,034,000.00", "一亿二千零三万四千元", "one hundred twenty million thirty-four thousand yuan"},
    {"123,456,789,012.34", "一千二百三十四亿五千六百七十八万九千零一十二元三角四分",
     "one hundred twenty-three billion four hundred fifty-six million seven hundred eighty-nine thousand "
     "twelve point "
     "three four yuan"},
    {"-20.00", "负二十元", "minus twenty yuan"},
};

}  // namespace

TEST_CASE("an amount is said in words of either language") {
  for (const Row& row : kRows) {
    const auto said = [&](profile::Language language) {
      return amountInWords(QString::fromUtf8(row.text), language);
    };
    CHECK(said(profile::Language::zh) == QString::fromUtf8(row.zh));
    CHECK(said(profile::Language::en) == QString::fromUtf8(row.en));
  }
}

TEST_CASE("what is no amount, and what is beyond counting, stays as it is") {
  for (const char* text : {"-", "", "12", "1.5", "1,234,567,890,123.00", "x1.00"})
    CHECK(amountInWords(QString::fromUtf8(text), profile::Language::zh) == QString::fromUtf8(text));
}

}  // namespace ssc::kiosk::test
