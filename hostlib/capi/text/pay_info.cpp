#include "hostlib/capi/text/pay_info.hpp"

#include <algorithm>
#include <chrono>
#include <limits>

#include "hostlib/capi/text/scanner.hpp"

namespace ssc::capi {
namespace {

constexpr std::size_t kTimeDigits = 14, kMostDecimals = 2;
constexpr std::uint64_t kMostFen = std::numeric_limits<std::uint32_t>::max();

// Stays above the bound once it is there, so that any number of digits may follow.
std::uint64_t withDigit(std::uint64_t value, char digit) {
  return std::min(value * 10 + static_cast<std::uint64_t>(digit - '0'), kMostFen * 10);
}

/// One amount, in fen.
TextResult<std::uint32_t> takeAmount(Scanner& scanner) {
  const std::size_t place = scanner.offset();
  const auto yuan = scanner.takeWhile(isDecimal);
  if (yuan.empty()) return refuse(TextFault::badAmount, place);
  const bool point = scanner.skip('.');
  const auto decimals = point ? scanner.takeWhile(isDecimal, kMostDecimals) : std::string_view();
  if (point && decimals.empty()) return refuse(TextFault::badAmount, scanner.offset());
  std::uint64_t fen = 0;
  for (const char digit : yuan)
    fen = withDigit(fen, digit);
  for (std::size_t i = 0; i < kMostDecimals; ++i)
    fen = withDigit(fen, i < decimals.size() ? decimals[i] : '0');
  if (!scanner.sees('|')) return refuse(TextFault::badAmount, scanner.offset());
  if (fen > kMostFen) return refuse(TextFault::amountTooLarge, place);
  scanner.skip('|');
  return static_cast<std::uint32_t>(fen);
}

unsigned number(std::string_view digits) {
  unsigned value = 0;
  for (const char digit : digits)
    value = value * 10 + static_cast<unsigned>(digit - '0');
  return value;
}

bool isTime(std::string_view digits) {
  constexpr unsigned kHours = 24, kMinutes = 60, kSeconds = 60;
  const auto year = number(digits.substr(0, 4));
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(number(digits.substr(4, 2))),
                                         std::chrono::day(number(digits.substr(6, 2)))};
  return year > 0 && date.ok() && number(digits.substr(8, 2)) < kHours &&
         number(digits.substr(10, 2)) < kMinutes && number(digits.substr(12, 2)) < kSeconds;
}

BcdTime packTime(std::string_view digits) {
  BcdTime time{};
  for (std::size_t i = 0; i < time.size(); ++i)
    time.at(i) = static_cast<std::uint8_t>(hexNumber(digits.substr(i * 2, 2)));
  return time;
}

TextResult<BcdTime> takeTime(Scanner& scanner) {
  const std::size_t place = scanner.offset();
  const auto digits = scanner.takeWhile(isDecimal, kTimeDigits);
  if (digits.size() != kTimeDigits || !isTime(digits)) return refuse(TextFault::badTime, place);
  return packTime(digits);
}

}  // namespace

TextResult<PayInfo> parsePayInfo(std::string_view text) {
  Scanner scanner(text);
  const auto total = takeAmount(scanner);
  if (!total) return tl::unexpected(total.error());
  const auto accountAndPool = takeAmount(scanner);
  if (!accountAndPool) return tl::unexpected(accountAndPool.error());
  const auto time = takeTime(scanner);
  if (!time) return tl::unexpected(time.error());
  scanner.skip('|');
  if (!scanner.atEnd()) return refuse(TextFault::badPayInfo, scanner.offset());
  return PayInfo{*total, *accountAndPool, *time};
}

TextResult<BcdTime> parseTime(std::string_view text) {
  Scanner scanner(text);
  auto time = takeTime(scanner);
  if (time && !scanner.atEnd()) return refuse(TextFault::badTime, scanner.offset());
  return time;
}

}  // namespace ssc::capi
