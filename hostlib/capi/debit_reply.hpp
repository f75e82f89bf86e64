// The reply of a purchase, by PSAM or by HSM, and what both are asked for.
#pragma once

#include "hostlib/capi/call_frame.hpp"
#include "hostlib/capi/text/pay_info.hpp"
#include "hostlib/flows/debit.hpp"

namespace ssc::capi {

flows::DebitOrder orderFrom(const PayInfo& pay);

/// A card's sequence number as two bytes, big endian.
std::array<std::uint8_t, 2> bytesOf(card::PurchaseSequence sequence);

/// `TAC|MAC2|…|`. MAC2 is left out where the terminal's own module has checked it.
crypto::Personal debitReply(const profile::Config& config, const flows::DebitReceipt& receipt,
                            std::string_view region);

}  // namespace ssc::capi
