// File control information of the social security environment (ISO/IEC 7816-4 §7.4; card specification, part
// 5).
#pragma once

#include <optional>
#include <tl/expected.hpp>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"
#include "card-spec/tables.hpp"

namespace ssc::card {

struct Fci {
  apdu::Bytes dfName;                            ///< tag 84; may be empty
  std::optional<std::uint8_t> directorySfi;      ///< tag 88
  std::optional<cardspec::Algorithm> algorithm;  ///< 9F0C/86; empty when the card does not say
};

/// An empty answer is a valid FCI that says nothing. A value of 86 that is no known algorithm is
/// ParseFault::badValue.
tl::expected<Fci, apdu::ParseError> parseFci(apdu::ByteView bytes);

}  // namespace ssc::card
