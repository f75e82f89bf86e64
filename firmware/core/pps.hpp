// Protocol and parameters selection (ISO/IEC 7816-3 §9). At TPDU level the host makes the request and judges
// the answer (CCID §4.2.1); the core carries both and only needs to know where the answer ends.
#pragma once

#include <cstdint>
#include <span>

#include "firmware/core/bytes.hpp"
#include "firmware/core/exchange.hpp"
#include "firmware/core/ports.hpp"
#include "firmware/core/state_table.hpp"

namespace ssc::fw {

inline constexpr std::uint8_t kPpss = 0xFF;
inline constexpr std::size_t kMaxPps = 6;

enum class PpsState : std::uint8_t { idle, initial, format, rest, done, failed };
enum class PpsEvent : std::uint8_t { request, character, lastCharacter, extraCharacter, silence, parity };

class PpsExchange {
 public:
  using Action = void (PpsExchange::*)(std::uint8_t character);
  using Row = StateRow<PpsState, PpsEvent, Action>;
  static std::span<const Row> rows();

  /// PPSS PPS0 [PPS1] [PPS2] [PPS3] PCK, as long as PPS0 says.
  [[nodiscard]] static SlotError check(ByteView request);

  void start(ByteView request, CharacterPort& card);
  void onCharacter(std::uint8_t character, CharacterPort& card);
  void onFault(LineFault fault, CharacterPort& card);
  void end();

  [[nodiscard]] PpsState state() const { return state_; }
  [[nodiscard]] ExchangeView view() const;
  /// The event in the present state; a pair without a row is ignored.
  void apply(PpsEvent event, std::uint8_t character);

 private:
  [[nodiscard]] PpsEvent classify() const;

  void nothing(std::uint8_t) {}
  void keep(std::uint8_t character) { response_.append(character); }
  void failMute(std::uint8_t) { fault_ = SlotError::mute; }
  void failParity(std::uint8_t) { fault_ = SlotError::parity; }
  void failOverrun(std::uint8_t) { fault_ = SlotError::overrun; }

  PpsState state_ = PpsState::idle;
  SlotError fault_ = SlotError::none;
  Buffer<kMaxPps> response_;
};

}  // namespace ssc::fw
