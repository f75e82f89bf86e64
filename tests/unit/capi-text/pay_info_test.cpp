// pPayInfo: amounts in fen, and a time of the calendar.
#include "hostlib/capi/text/pay_info.hpp"

#include <doctest/doctest.h>

#include "apdu/bytes.hpp"
#include "hostlib/capi/text/debit_text.hpp"
#include "tests/unit/capi-text/vector_lines.hpp"

using namespace ssc;
using namespace ssc::capi;

namespace {

std::string meaningOf(const TextResult<PayInfo>& pay) {
  if (!pay) return test::described(pay.error());
  return std::to_string(pay->total) + ' ' + std::to_string(pay->accountAndPool) + ' ' +
         ssc::apdu::toHex(pay->time);
}

bool isTaken(const std::string& time) {
  return parsePayInfo("1|1|" + time + "|").has_value();
}

std::string twoDigits(unsigned number) {
  return std::string(number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

TEST_CASE("every purchase of the vector file means what it says") {
  for (const auto& line : test::vectorLines("pay-info.txt", 2)) {
    CAPTURE(line[0]);
    CHECK_EQ(meaningOf(parsePayInfo(line[0])), line[1]);
  }
}

TEST_CASE("each day of a leap year and of another is taken, and no other day") {
  const auto daysTaken = [](const std::string& year) {
    unsigned days = 0;
    for (unsigned month = 0; month < 100; ++month) {
      for (unsigned day = 0; day < 100; ++day)
        days += isTaken(year + twoDigits(month) + twoDigits(day) + "120000") ? 1U : 0U;
    }
    return days;
  };
  CHECK_EQ(daysTaken("2024"), 366);
  CHECK_EQ(daysTaken("2025"), 365);
  CHECK_EQ(daysTaken("2100"), 365);
}

TEST_CASE("each second of a day is taken, and no other time") {
  unsigned hours = 0, minutes = 0, seconds = 0;
  for (unsigned number = 0; number < 100; ++number) {
    hours += isTaken("20250630" + twoDigits(number) + "0000") ? 1U : 0U;
    minutes += isTaken("2025063000" + twoDigits(number) + "00") ? 1U : 0U;
    seconds += isTaken("202506300000" + twoDigits(number)) ? 1U : 0U;
  }
  CHECK_EQ(hours, 24);
  CHECK_EQ(minutes, 60);
  CHECK_EQ(seconds, 60);
}

TEST_CASE("an amount that the list of purchases writes is read as the same fen") {
  for (const std::uint32_t fen : {0U, 1U, 9U, 10U, 99U, 100U, 101U, 12345U, 4294967200U, 4294967295U}) {
    const auto pay = parsePayInfo(yuan(fen) + "|0|20250630123059|");
    REQUIRE(pay.has_value());
    CHECK_EQ(pay->total, fen);
  }
}
