// Switching a card on and off (ISO/IEC 7816-3 §6): the order of the contacts, cold and warm reset, and the
// ATR's waits.
#pragma once

#include <cstdint>
#include <span>

#include "firmware/core/atr.hpp"
#include "firmware/core/clock.hpp"
#include "firmware/core/line.hpp"
#include "firmware/core/ports.hpp"
#include "firmware/core/state_table.hpp"

namespace ssc::fw {

/// What the port knows about time.
struct SlotTiming {
  std::uint32_t clockKHz = kDefaultClockKHz;
  /// Added to every wait: how late the port itself may deliver a character (0 on bare metal).
  Micros slack = 0;
};

enum class ActivationState : std::uint8_t { off, classPause, coldReset, coldAtr, warmReset, warmAtr, active };
enum class ActivationEvent : std::uint8_t {
  powerUp,
  powerUpOther,  ///< with another class than the last one of this card
  powerDown,
  timeUp,
  atrComplete,
  atrBad,
};

class Activation {
 public:
  using Action = void (Activation::*)();
  using Row = StateRow<ActivationState, ActivationEvent, Action>;
  static std::span<const Row> rows();

  void attach(SlotPort& contacts, const SlotTiming& timing);

  /// From off: a cold reset with this supply; when active: a warm reset. Otherwise ignored.
  void powerUp(Voltage voltage, Instant now);
  void powerDown();
  /// The card is gone: the next one has no last class.
  void forgetClass() { voltage_ = Voltage::off; }
  /// Returns how many of the characters belonged to the ATR.
  std::size_t onCharacters(ByteView raw, Instant now);
  void onParity(Instant now);
  void onTime(Instant now);

  [[nodiscard]] ActivationState state() const { return state_; }
  [[nodiscard]] bool active() const { return state_ == ActivationState::active; }
  [[nodiscard]] bool off() const { return state_ == ActivationState::off; }
  [[nodiscard]] bool receiving() const;
  [[nodiscard]] Voltage voltage() const { return voltage_; }
  [[nodiscard]] Instant deadline() const { return deadline_; }
  /// Why the last powerUp ended in off.
  [[nodiscard]] SlotError fault() const { return fault_; }
  [[nodiscard]] const Atr& atr() const { return atr_; }

  /// The event in the present state; a pair without a row is ignored.
  void apply(ActivationEvent event, Instant now);

 private:
  void pause();
  void supply();
  void raiseReset();
  void lowerReset();
  void accept();
  void deactivate();
  void holdReset();
  void awaitNextCharacter(Instant now);

  SlotPort* contacts_ = nullptr;
  SlotTiming timing_;
  Line line_;  // the ATR comes with the default parameters
  Voltage voltage_ = Voltage::off;
  ActivationState state_ = ActivationState::off;
  SlotError fault_ = SlotError::none;
  Instant now_ = 0;
  Instant deadline_ = kNever;
  Instant atrLimit_ = kNever;
  Atr atr_;
};

}  // namespace ssc::fw
