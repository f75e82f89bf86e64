// Internal: what a refused READ RECORD means for whoever reads on.
#pragma once

#include "hostlib/card/error.hpp"

namespace ssc::card {

/// "From P1 to the last" is optional in ISO/IEC 7816-4 §11.4.3: these answers mean "not here".
inline bool meansModeUnknown(const Error& error) {
  return error.sw == apdu::sw::kWrongP1P2 || error.sw == apdu::sw::kNotSupported ||
         error.sw == apdu::sw::kWrongLength;
}

inline bool meansNoRecord(const Error& error) {
  return error.sw == apdu::sw::kRecordNotFound;
}

}  // namespace ssc::card
