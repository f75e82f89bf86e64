// One slot: presence, activation, parameters and the exchange that runs on its line. Slots know nothing of
// each other.
#pragma once

#include <array>
#include <cstdint>

#include "firmware/core/activation.hpp"
#include "firmware/core/protocol.hpp"

namespace ssc::fw {

/// CCID §6.2.6, bmICCStatus.
enum class IccStatus : std::uint8_t { active = 0, inactive = 1, absent = 2 };

/// The end of a command, or that it goes on. `data` is valid until release().
struct Outcome {
  bool ended = false;
  SlotError error = SlotError::none;
  ByteView data;
};

/// abProtocolDataStructure for T=0 (CCID §6.1.7).
struct T0Parameters {
  std::uint8_t fiDi = kDefaultFiDi;
  std::uint8_t convention = 0x00;  ///< bmTCCKST0: 00 direct, 02 inverse
  std::uint8_t guardTime = 0;
  std::uint8_t waitingInteger = kDefaultWaitingInteger;
  std::uint8_t clockStop = 0;
  static constexpr std::size_t kSize = 5;
  [[nodiscard]] std::array<std::uint8_t, kSize> bytes() const;
};

/// Bit n: the class of Voltage n may be tried.
using VoltageClasses = std::uint8_t;
constexpr VoltageClasses classBit(Voltage voltage) {
  return static_cast<VoltageClasses>(1U << static_cast<unsigned>(voltage));
}

class Slot final : private CharacterPort {
 public:
  /// NULL procedure bytes cannot hold a slot longer than this.
  static constexpr Micros kLongestExchange = 120'000'000;

  void attach(SlotPort& contacts, const SlotTiming& timing, VoltageClasses classes);

  /// `voltage` off = automatic: the profile's classes one after the other, A first.
  Outcome powerOn(Voltage voltage, Instant now);
  void powerOff();
  Outcome transfer(ByteView block, Instant now);
  /// Ends what runs, without an answer of its own.
  void abort();
  /// The answer is on its way: what the exchange carried is overwritten.
  void release() { endExchange(); }

  Outcome onCharacters(ByteView raw, Instant now);
  Outcome onParity(Instant now);
  Outcome onTime(Instant now);
  Outcome onPresence(bool present);

  /// `none`, or the field that cannot be set.
  SlotError setParameters(ByteView t0);
  void resetParameters();
  SlotError stopClock();
  void startClock();

  [[nodiscard]] const T0Parameters& parameters() const { return parameters_; }
  [[nodiscard]] IccStatus iccStatus() const;
  [[nodiscard]] bool clockRunning() const { return clockRunning_; }
  [[nodiscard]] bool busy() const { return running_ != nullptr || starting_; }
  [[nodiscard]] Instant deadline() const;

 private:
  void send(ByteView characters) override;

  [[nodiscard]] const Protocol* protocolFor(ByteView block) const;
  Outcome activationOutcome(Instant now);
  Outcome exchangeOutcome(Instant now);
  [[nodiscard]] Voltage nextClass();
  void adoptAtr();
  void endExchange();

  SlotPort* contacts_ = nullptr;
  SlotTiming timing_;
  VoltageClasses classes_ = 0;
  VoltageClasses classesLeft_ = 0;
  bool present_ = false;
  bool starting_ = false;  // a powerOn runs
  bool fresh_ = false;     // nothing was exchanged since the ATR: a PPS may come
  bool clockRunning_ = false;
  Activation activation_;
  T0Parameters parameters_;
  Line line_;
  const Protocol* running_ = nullptr;
  Exchanges exchanges_;
  std::size_t charactersSent_ = 0;  // since the wait was last set
  Instant deadline_ = kNever;
  Instant limit_ = kNever;
};

}  // namespace ssc::fw
