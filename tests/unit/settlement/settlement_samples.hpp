// The worked example of the specification of settlements (services 14.6, 14.7): published values, not ours.
#pragma once

#include <string>

#include "wire/settlement/record.hpp"

namespace ssc::wire::settlement::samples {

/// Record 17 of terminal 999999000017, an S with three fee lines, and record 18, an A.
Record settled();
Record aborted();
extern const char* const kSettledText;
extern const char* const kAbortedText;
extern const char* const kFeeText;
extern const char* const kFeeDigest;  ///< hexadecimal

/// An E without a card, an R and a V of earlier records.
Record exception();
Record resolution();
Record reversal();

}  // namespace ssc::wire::settlement::samples
