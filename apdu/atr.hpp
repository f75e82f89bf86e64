// The answer to reset of a contact card (ISO/IEC 7816-3 §8).
#pragma once

#include <cstdint>
#include <optional>
#include <tl/expected.hpp>
#include <vector>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"

namespace ssc::apdu {

/// One group of interface bytes TAi TBi TCi TDi. `protocol` is the T that these bytes speak of: none for i =
/// 1 (global).
struct AtrGroup {
  std::optional<std::uint8_t> ta, tb, tc, td;
  std::optional<std::uint8_t> protocol;
};

class Atr {
 public:
  static constexpr std::size_t kMaxBytes = 33;  // TS and at most 32 characters, §8.2.1

  /// Parses every byte; TCK is checked where a protocol other than T=0 is offered (§8.2.5).
  static tl::expected<Atr, ParseError> parse(ByteView bytes);

  [[nodiscard]] const Bytes& bytes() const { return bytes_; }
  [[nodiscard]] ByteView historicalBytes() const { return historical_; }
  [[nodiscard]] bool inverseConvention() const { return bytes_[0] == 0x3F; }
  [[nodiscard]] const std::vector<AtrGroup>& groups() const { return groups_; }
  /// Offered protocols T, in order, without T=15; {0} when no TD says otherwise.
  [[nodiscard]] const std::vector<std::uint8_t>& protocols() const { return protocols_; }
  [[nodiscard]] bool offers(std::uint8_t protocol) const;
  [[nodiscard]] bool hasTck() const { return hasTck_; }

  // TA1 (§8.3): clock-rate conversion F, baud-rate adjustment D, maximum clock in kHz. Empty for reserved
  // values.
  [[nodiscard]] std::optional<unsigned> f() const;
  [[nodiscard]] std::optional<unsigned> d() const;
  [[nodiscard]] std::optional<unsigned> maxClockKhz() const;
  /// TC1: extra guard time N in etu; 255 = the shortest the protocol allows.
  [[nodiscard]] std::uint8_t extraGuardTime() const;
  /// TA2 present: the card works in specific mode with this protocol; empty = negotiable (§8.3).
  [[nodiscard]] std::optional<std::uint8_t> specificProtocol() const;
  /// TC2: waiting-time integer WI of T=0, 10 by default (§10.2).
  [[nodiscard]] std::uint8_t waitingInteger() const;

  // First TA, TB, TC for T=1 (§11.4): IFSC (32 by default and for the reserved 00 and FF), CWI (13), BWI (4),
  // true when the error code is CRC.
  [[nodiscard]] std::uint8_t ifsc() const;
  [[nodiscard]] std::uint8_t cwi() const;
  [[nodiscard]] std::uint8_t bwi() const;
  [[nodiscard]] bool usesCrc() const;

  // First TA for T=15 (§8.3): clock stop (bits 8–7) and supply classes (bits 6–1: 1 A, 2 B, 4 C). Empty = not
  // stated.
  [[nodiscard]] std::optional<std::uint8_t> clockStop() const;
  [[nodiscard]] std::optional<std::uint8_t> supplyClasses() const;

 private:
  Atr() = default;
  using InterfaceByte = std::optional<std::uint8_t> AtrGroup::*;
  [[nodiscard]] std::optional<std::uint8_t> firstFor(std::uint8_t protocol, InterfaceByte byte) const;

  Bytes bytes_;
  Bytes historical_;
  std::vector<AtrGroup> groups_;
  std::vector<std::uint8_t> protocols_;
  bool hasTck_ = false;
};

}  // namespace ssc::apdu
