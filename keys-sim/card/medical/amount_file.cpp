#include "keys-sim/card/medical/amount_file.hpp"

#include <limits>

#include "keys-sim/keys/numbers.hpp"

namespace ssc::sim::medical {
namespace {

constexpr std::size_t kSize = 20;
constexpr unsigned kOneYear = 10000;  // in dates read as decimal numbers CCYYMMDD

std::uint32_t sumUpToMaximum(std::uint32_t total, std::uint32_t amount) {
  constexpr auto kMaximum = std::numeric_limits<std::uint32_t>::max();
  return amount > kMaximum - total ? kMaximum : total + amount;
}

// A day before the pay year began counts as a day of it.
bool isWithinPayYear(const AmountFile& file, unsigned date) {
  return date < (file.payYear + 1) * kOneYear + file.startDay;
}

unsigned payYearOf(unsigned date, unsigned startDay) {
  const unsigned year = date / kOneYear;
  return date % kOneYear < startDay ? year - 1 : year;
}

}  // namespace

apdu::Bytes encode(const AmountFile& file) {
  return apdu::join({bigEndian(file.loadCounter, 2), bigEndian(file.purchaseCounter, 2),
                     bigEndian(file.balance, 4), bigEndian(file.selfPayYearTotal, 4),
                     bigEndian(file.poolYearTotal, 4), packedDecimal(file.payYear, 2),
                     packedDecimal(file.startDay, 2)});
}

std::optional<AmountFile> decodeAmountFile(apdu::ByteView bytes) {
  if (bytes.size() != kSize) return std::nullopt;
  const auto year = decimalOf(bytes.subspan(16, 2));
  const auto day = decimalOf(bytes.subspan(18, 2));
  if (!year || !day) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t size) { return numberOf(bytes.subspan(at, size)); };
  return AmountFile{static_cast<std::uint16_t>(number(0, 2)),
                    static_cast<std::uint16_t>(number(2, 2)),
                    static_cast<std::uint32_t>(number(4, 4)),
                    static_cast<std::uint32_t>(number(8, 4)),
                    static_cast<std::uint32_t>(number(12, 4)),
                    *year,
                    *day};
}

PurchaseAmounts purchaseAmounts(apdu::ByteView twelveBytes) {
  const auto amount = [&](std::size_t at) {
    return static_cast<std::uint32_t>(numberOf(twelveBytes.subspan(at, 4)));
  };
  return {amount(0), amount(4), amount(8)};
}

void addPurchase(AmountFile& file, const PurchaseAmounts& amounts, unsigned date) {
  if (!isWithinPayYear(file, date)) {
    file.payYear = payYearOf(date, file.startDay);
    file.selfPayYearTotal = file.poolYearTotal = 0;
  }
  file.balance -= amounts.account;
  file.selfPayYearTotal = sumUpToMaximum(file.selfPayYearTotal, amounts.selfPay);
  file.poolYearTotal = sumUpToMaximum(file.poolYearTotal, amounts.pool);
  ++file.purchaseCounter;
}

}  // namespace ssc::sim::medical
