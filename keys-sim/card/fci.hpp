// File control information that SELECT answers (ISO/IEC 7816-4 §7.4.3) and the records of DIR (§12.2.2).
#pragma once

#include "keys-sim/card/card_profile.hpp"

namespace ssc::sim {

struct Directory;

/// 6F { 84 name [, A5 { 88 SFI of DIR [, 9F0C { 86 algorithm }] }] } as each directory of the card answers.
apdu::Bytes fciOf(const Directory& directory, const CardProfile& profile);

/// 61 { 4F name, 50 label }.
apdu::Bytes applicationTemplate(apdu::ByteView name, apdu::ByteView label);

/// One BER object with a one-byte tag or (9F0C) a two-byte tag; the value is shorter than 128 bytes.
apdu::Bytes berObject(std::uint16_t tag, apdu::ByteView value);

}  // namespace ssc::sim
