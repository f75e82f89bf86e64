// Answer to reset (ISO/IEC 7816-3 §8.2), received character by character.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "firmware/core/bytes.hpp"
#include "firmware/core/slot_error.hpp"
#include "firmware/core/state_table.hpp"

namespace ssc::fw {

inline constexpr std::size_t kMaxAtr = 33;  ///< TS and at most 32 characters

/// The other convention (§8.1): Z is a zero and the most significant bit comes first.
std::uint8_t otherConvention(std::uint8_t character);

/// What the interface bytes of an ATR say (§8.3); absent ones stay empty.
struct AtrFacts {
  std::optional<std::uint8_t> fiDi;           ///< TA1
  std::optional<std::uint8_t> guardTime;      ///< TC1
  std::optional<std::uint8_t> specificMode;   ///< TA2
  std::optional<std::uint8_t> waitingT0;      ///< TC2
  std::optional<std::uint8_t> clockAndClass;  ///< first TA after T=15
  std::uint16_t protocols = 0;                ///< bit n: T=n is offered; 0 where no TD1 came, which means T=0
  std::uint8_t firstProtocol = 0;             ///< of TD1, else T=0

  /// Whether T=`protocol` may be used: one of those named, in specific mode only the one TA2 names.
  [[nodiscard]] bool offers(unsigned protocol) const;
};

enum class AtrState : std::uint8_t { start, format, interface, historical, check, complete, bad };

/// What a character brings: before T0 the kind of TS; afterwards what is due next; at the end whether TCK
/// fits.
enum class AtrEvent : std::uint8_t {
  tsDirect,
  tsInverse,
  tsForeign,
  interfaceDue,
  historicalDue,
  checkDue,
  nothingDue,
  checkGood,
  checkBad,
  tooLong,
};

class Atr {
 public:
  using Action = void (Atr::*)();
  using Row = StateRow<AtrState, AtrEvent, Action>;
  static std::span<const Row> rows();

  void reset() { *this = Atr{}; }
  /// One character as read in the direct convention; ignored once the ATR is complete or bad.
  void onCharacter(std::uint8_t raw);
  /// The event in the present state; a pair without a row makes the ATR bad.
  void apply(AtrEvent event);

  [[nodiscard]] AtrState state() const { return state_; }
  [[nodiscard]] bool complete() const { return state_ == AtrState::complete; }
  [[nodiscard]] bool bad() const { return state_ == AtrState::bad; }
  [[nodiscard]] SlotError fault() const { return fault_; }
  [[nodiscard]] bool inverse() const { return inverse_; }
  [[nodiscard]] ByteView bytes() const { return bytes_.view(); }
  [[nodiscard]] const AtrFacts& facts() const { return facts_; }

 private:
  AtrEvent read(std::uint8_t raw);
  AtrEvent readTs(std::uint8_t raw);
  void note(std::uint8_t character);
  void noteInterface(std::uint8_t character);
  void noteFact(std::uint8_t kind, std::uint8_t character);
  void noteProtocol(std::uint8_t td);
  [[nodiscard]] AtrEvent due() const;
  [[nodiscard]] AtrEvent checked() const;

  void nothing() {}
  void useInverse() { inverse_ = true; }
  void failTs() { fault_ = SlotError::badAtrTs; }
  void failTck() { fault_ = SlotError::badAtrTck; }
  void failLength() { fault_ = SlotError::overrun; }

  AtrState state_ = AtrState::start;
  SlotError fault_ = SlotError::none;
  bool inverse_ = false;
  bool checkByte_ = false;           // some T other than 0 was named, so TCK follows (§8.2.5)
  std::uint8_t pending_ = 0;         // Y bits of interface bytes still to come: TA 1, TB 2, TC 4, TD 8
  std::uint8_t group_ = 1;           // i of TAi
  std::uint8_t protocol_ = 0;        // T that the present group belongs to
  std::uint8_t historicalLeft_ = 0;  // K
  Buffer<kMaxAtr> bytes_;
  AtrFacts facts_;
};

}  // namespace ssc::fw
