// The amount file of the medical application (card specification, part 3: 医疗保险金额文件): what the card
// counts and sums up, in a file of its own that only the medical commands reach.
#pragma once

#include <optional>

#include "apdu/bytes.hpp"

namespace ssc::sim::medical {

/// Amounts in fen. A new card has zeros and the pay year 2025 from 1 January.
struct AmountFile {
  std::uint16_t loadCounter = 0;       ///< online transactions: the next load sequence
  std::uint16_t purchaseCounter = 0;   ///< offline transactions: the next purchase sequence
  std::uint32_t balance = 0;           ///< CIA, the medical account
  std::uint32_t selfPayYearTotal = 0;  ///< SPIP
  std::uint32_t poolYearTotal = 0;     ///< SPFP
  unsigned payYear = 2025;             ///< CCYY
  unsigned startDay = 101;             ///< MMDD: the day a pay year begins

  friend bool operator==(const AmountFile&, const AmountFile&) = default;
};

/// A counter that stands here starts no transaction any more.
inline constexpr std::uint16_t kCounterAtMaximum = 0xFFFF;

/// counters 2 + 2, balance 4, SPIP 4, SPFP 4, pay year cn 2, starting day cn 2.
apdu::Bytes encode(const AmountFile& file);
/// Empty when the bytes are not 20, or year or day are no digits.
std::optional<AmountFile> decodeAmountFile(apdu::ByteView bytes);

struct PurchaseAmounts {
  std::uint32_t account = 0, selfPay = 0, pool = 0;
};
PurchaseAmounts purchaseAmounts(apdu::ByteView twelveBytes);

/// Takes a purchase on the day `date` (CCYYMMDD) into balance, year totals and counter. Within the pay year
/// the totals grow; from the starting day of a later one they begin anew. A total that is full stays full: it
/// is information, the records are the evidence. `amounts.account` is at most the balance.
void addPurchase(AmountFile& file, const PurchaseAmounts& amounts, unsigned date);

}  // namespace ssc::sim::medical
