// A settlement as people and ssc.h give it: yuan, and a time of the calendar.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "hostlib/flows/debit.hpp"

namespace ssc::render {

/// 14 digits CCYYMMDDHHMMSS: settlement time is Beijing time, wherever the terminal stands.
std::string beijingTime(std::chrono::system_clock::time_point now);
/// badInput for anything but 14 digits that are a time of the calendar.
flows::Outcome<card::BcdTime> settlementTime(std::string_view digits);
/// Amounts in yuan with at most two decimals ("128.5"); badInput says what is wrong, never with the amount.
flows::Outcome<flows::DebitOrder> debitOrder(std::string_view total, std::string_view accountAndPool,
                                             std::string_view time);

}  // namespace ssc::render
