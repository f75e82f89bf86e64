#include "keys-sim/card/medical/amount_profile.hpp"

#include <limits>

#include "keys-sim/card/medical/starting_day.hpp"
#include "keys-sim/keys/numbers.hpp"

namespace ssc::sim::medical {
namespace {

template <typename Number>
Number number(Section& section, std::string_view key) {
  return static_cast<Number>(section.integer(key, 0, std::numeric_limits<Number>::max(), 0));
}

unsigned startDay(Section& section) {
  const auto bytes = apdu::fromHex(section.stringOr("start-day", "0101"));
  const auto day = bytes ? startingDay(*bytes) : std::nullopt;
  if (!day) section.fail("start-day", "must be month and day, \"0101\" to \"1231\"");
  return day.value_or(0);
}

}  // namespace

AmountFile readAmounts(Section section) {
  AmountFile file;
  file.loadCounter = number<std::uint16_t>(section, "load-counter");
  file.purchaseCounter = number<std::uint16_t>(section, "purchase-counter");
  file.balance = number<std::uint32_t>(section, "balance");
  file.selfPayYearTotal = number<std::uint32_t>(section, "self-pay-total");
  file.poolYearTotal = number<std::uint32_t>(section, "pool-total");
  file.payYear = static_cast<unsigned>(section.integer("pay-year", 1, 9998, file.payYear));
  file.startDay = startDay(section);
  section.rejectUnknown();
  return file;
}

}  // namespace ssc::sim::medical
