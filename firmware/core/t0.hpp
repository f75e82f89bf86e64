// T=0, the half-duplex transmission of characters (ISO/IEC 7816-3 §10.3): one TPDU and its procedure bytes.
#pragma once

#include <cstdint>
#include <span>

#include "firmware/core/bytes.hpp"
#include "firmware/core/exchange.hpp"
#include "firmware/core/ports.hpp"
#include "firmware/core/state_table.hpp"

namespace ssc::fw {

inline constexpr std::size_t kT0Header = 5;
inline constexpr std::size_t kMaxT0Out = 255;
inline constexpr std::size_t kMaxT0In = 256;
inline constexpr std::size_t kMaxT0Command = kT0Header + kMaxT0Out;
inline constexpr std::size_t kMaxT0Response = kMaxT0In + 2;

enum class T0State : std::uint8_t { idle, procedure, data, status, done, failed };

enum class T0Event : std::uint8_t {
  command,     ///< a TPDU from the host
  null,        ///< 60: the card needs more time
  ackAllOut,   ///< INS, and data for the card is left
  ackOneOut,   ///< INS xor FF, and data for the card is left
  ackAllIn,    ///< INS, and data from the card is awaited
  ackOneIn,    ///< INS xor FF, and data from the card is awaited
  statusByte,  ///< 6x (not 60) or 9x: SW1
  conflict,    ///< any other byte, or an acknowledge with nothing left to transfer
  dataMore,    ///< a data character, and more of them follow without a procedure byte
  dataLast,    ///< a data character, the next one is a procedure byte
  character,   ///< a character where its value does not matter
  silence,     ///< the work waiting time is over
  parity,      ///< a character stayed wrong after its repetitions
};

class T0Exchange {
 public:
  using Action = void (T0Exchange::*)(std::uint8_t character, CharacterPort& card);
  using Row = StateRow<T0State, T0Event, Action>;
  static std::span<const Row> rows();

  /// Whether these bytes are a T=0 TPDU: 4 (case 1), 5 (case 2, or case 1 with P3 = 00), or 5 + P3 bytes.
  /// A case-4 command may bring its Le along; it is no part of the TPDU (§12.2.5) and is not sent.
  [[nodiscard]] static SlotError check(ByteView tpdu);

  /// Sends the header. `tpdu` must have passed check().
  void start(ByteView tpdu, CharacterPort& card);
  void onCharacter(std::uint8_t character, CharacterPort& card);
  void onFault(LineFault fault, CharacterPort& card);
  /// Back to idle; what was sent and received is overwritten.
  void end();

  [[nodiscard]] T0State state() const { return state_; }
  [[nodiscard]] ExchangeView view() const;

  /// The event in the present state; a pair without a row is ignored. The entry point of table tests.
  void apply(T0Event event, std::uint8_t character, CharacterPort& card);

 private:
  [[nodiscard]] T0Event classify(std::uint8_t character) const;
  [[nodiscard]] T0Event classifyProcedure(std::uint8_t character) const;
  [[nodiscard]] T0Event acknowledge(T0Event out, T0Event in) const;
  [[nodiscard]] std::uint8_t ins() const { return command_[1]; }

  void sendHeader(std::uint8_t, CharacterPort& card);
  void waitOn(std::uint8_t, CharacterPort&) {}
  void sendRest(std::uint8_t, CharacterPort& card);
  void sendOne(std::uint8_t, CharacterPort& card);
  void awaitRest(std::uint8_t, CharacterPort&);
  void awaitOne(std::uint8_t, CharacterPort&);
  void keepData(std::uint8_t character, CharacterPort&);
  void keep(std::uint8_t character, CharacterPort&);
  void failConflict(std::uint8_t, CharacterPort&);
  void failMute(std::uint8_t, CharacterPort&);
  void failParity(std::uint8_t, CharacterPort&);
  void failOverrun(std::uint8_t, CharacterPort&);

  T0State state_ = T0State::idle;
  SlotError fault_ = SlotError::none;
  std::uint16_t sent_ = 0;    // characters of command_ that went out
  std::uint16_t inLeft_ = 0;  // data characters the card may still send
  std::uint16_t burst_ = 0;   // of these, without a further procedure byte
  Buffer<kMaxT0Command> command_;
  Buffer<kMaxT0Response> response_;
};

}  // namespace ssc::fw
