// What a reader touches of the other applications on the same chip: their card numbers. Both leave the social
// security environment: its key authentications are gone.
#pragma once

#include "crypto/secret.hpp"
#include "hostlib/card/navigation.hpp"

namespace ssc::card {

/// The bank card number (JR/T 0025: record 1 of SFI 2 of the debit application, tag 5A), without padding. A
/// card without that application is Fault::status with 6A82.
Result<crypto::Personal> bankCardNumber(Navigation& card);

/// The card number of the transport application, twenty digits.
Result<crypto::Personal> transportCardNumber(Navigation& card);

}  // namespace ssc::card
