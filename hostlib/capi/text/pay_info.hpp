// pPayInfo: what a purchase costs, how much of it account and pool bear, and when it is made.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "hostlib/capi/text/text_error.hpp"

namespace ssc::capi {

/// CCYYMMDDHHMMSS, packed
using BcdTime = std::array<std::uint8_t, 7>;

struct PayInfo {
  std::uint32_t total = 0;           ///< fen
  std::uint32_t accountAndPool = 0;  ///< fen; may exceed the total: that is for the caller to judge
  BcdTime time{};
};

/// `total|account and pool|YYYYMMDDHHMMSS|`; the last bar may be missing. Amounts are yuan with no, one or
/// two decimals, 0 to 42949672.95; the time is one of the calendar.
TextResult<PayInfo> parsePayInfo(std::string_view text);

/// `YYYYMMDDHHMMSS` alone.
TextResult<BcdTime> parseTime(std::string_view text);

}  // namespace ssc::capi
