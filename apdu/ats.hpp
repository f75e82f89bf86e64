// The answer to select of a contactless card of type A (ISO/IEC 14443-4 §5.2).
#pragma once

#include <cstdint>
#include <optional>
#include <tl/expected.hpp>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"

namespace ssc::apdu {

class Ats {
 public:
  /// TL, T0, TA(1) TB(1) TC(1) as T0 announces, historical bytes; TL counts itself and must fit exactly.
  static tl::expected<Ats, ParseError> parse(ByteView bytes);

  [[nodiscard]] ByteView historicalBytes() const { return historical_; }
  /// Largest frame the card takes, in bytes (FSC); 32 by default.
  [[nodiscard]] std::size_t maxFrame() const;
  [[nodiscard]] std::uint8_t frameWaitingInteger() const;  ///< FWI, 4 by default and for the reserved 15
  [[nodiscard]] std::uint8_t startupGuardInteger() const;  ///< SFGI, 0 by default and for the reserved 15
  [[nodiscard]] bool supportsCid() const;                  ///< true by default
  [[nodiscard]] bool supportsNad() const;
  [[nodiscard]] std::optional<std::uint8_t> bitRates() const { return ta_; }

 private:
  Ats() = default;
  std::optional<std::uint8_t> t0_, ta_, tb_, tc_;
  Bytes historical_;
};

}  // namespace ssc::apdu
