// How single values read.
#include "hostlib/cli/cell_text.hpp"

#include <doctest/doctest.h>

#include "hostlib/render/value_text.hpp"

namespace ssc::cli::test {
namespace {

using profile::Language;

const Json kStatus = {
    {"id", "status"}, {"kind", "code"}, {"codes", {{"active", {{"zh", "正常参保"}, {"en", "Insured"}}}}}};

}  // namespace

TEST_CASE("yuan have separators and two decimals") {
  CHECK(render::moneyText("0") == "0.00");
  CHECK(render::moneyText("728.88") == "728.88");
  CHECK(render::moneyText("1234.5") == "1,234.50");
  CHECK(render::moneyText("999999.00") == "999,999.00");
  CHECK(render::moneyText("1234567.89") == "1,234,567.89");
  CHECK(render::moneyText("-50000.01") == "-50,000.01");
}

TEST_CASE("what is no amount stays as it is") {
  CHECK(render::moneyText("12a") == "12a");
  CHECK(render::moneyText("1.234") == "1.234");
  CHECK(render::moneyText("-") == "-");
}

TEST_CASE("days, months and times read as the language writes them") {
  CHECK(render::dateText("2026-11-22", Language::zh) == "2026年11月22日");
  CHECK(render::dateText("2026-11-22", Language::en) == "2026-11-22");
  CHECK(render::dateText("2026-01-06", Language::zh) == "2026年1月6日");
  CHECK(render::dateText("2026-11", Language::zh) == "2026年11月");
  CHECK(render::dateText("2026-11", Language::en) == "2026-11");
  CHECK(render::dateText("2026-01-06 11:12:13", Language::zh) == "2026年1月6日 11:12");
  CHECK(render::dateText("20261122", Language::en) == "2026-11-22");
  CHECK(render::dateText("20261122160959123", Language::zh) == "2026年11月22日 16:09");
}

TEST_CASE("ranges of months are listed") {
  CHECK(render::dateText("2024-12~2026-10", Language::en) == "2024-12 to 2026-10");
  CHECK(render::dateText("2024-12~2025-03;2025-05~2026-10", Language::zh) ==
        "2024年12月至2025年3月；2025年5月至2026年10月");
}

TEST_CASE("what is no time stays as it is") {
  CHECK(render::dateText("soon", Language::zh) == "soon");
  CHECK(render::dateText("2026", Language::zh) == "2026");
  CHECK(render::dateText("2026-11-22 soon", Language::zh) == "2026-11-22 soon");
}

TEST_CASE("a code reads as its text, and as itself where nobody knows it") {
  CHECK(cellText(kStatus, "active", Language::zh) == "正常参保");
  CHECK(cellText(kStatus, "active", Language::en) == "Insured");
  CHECK(cellText(kStatus, "vanished", Language::zh) == "vanished");
}

TEST_CASE("nothing is a dash, and an identifier of digits is no date") {
  CHECK(cellText(kStatus, "", Language::zh) == "-");
  CHECK(cellText({{"id", "bill"}, {"kind", "text"}}, "20261122", Language::zh) == "20261122");
  CHECK(cellText({{"id", "list"}, {"kind", "text"}}, "食堂;图书馆", Language::zh) == "食堂、图书馆");
}

}  // namespace ssc::cli::test
