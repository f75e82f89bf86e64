#include "hostlib/render/settlement.hpp"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include "hostlib/capi/text/pay_info.hpp"

namespace ssc::render {
namespace {

constexpr std::chrono::hours kBeijing{8};

flows::Failure refused(const capi::TextError& error) {
  return {flows::Reason::badInput, "settlement: " + std::string(capi::toText(error.fault)), {}};
}

}  // namespace

std::string beijingTime(std::chrono::system_clock::time_point now) {
  return fmt::format("{:%Y%m%d%H%M%S}", fmt::gmtime(std::chrono::system_clock::to_time_t(now + kBeijing)));
}

flows::Outcome<card::BcdTime> settlementTime(std::string_view digits) {
  return capi::parseTime(digits).map_error(refused);
}

flows::Outcome<flows::DebitOrder> debitOrder(std::string_view total, std::string_view accountAndPool,
                                             std::string_view time) {
  const auto pay =
      capi::parsePayInfo(fmt::format("{}|{}|{}|", total, accountAndPool, time)).map_error(refused);
  if (!pay) return tl::unexpected(pay.error());
  return flows::DebitOrder{pay->total, pay->accountAndPool, pay->time};
}

}  // namespace ssc::render
