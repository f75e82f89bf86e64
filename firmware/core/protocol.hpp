// What a slot can run on its line: one row of operations per protocol. T=1 and contactless become further
// rows.
#pragma once

#include <cstdint>

#include "firmware/core/exchange.hpp"
#include "firmware/core/line.hpp"
#include "firmware/core/pps.hpp"
#include "firmware/core/t0.hpp"

namespace ssc::fw {

/// The exchanges a slot owns, so that nothing is allocated.
struct Exchanges {
  T0Exchange t0;
  PpsExchange pps;
};

struct Protocol {
  const char* name;
  SlotError (*check)(ByteView block);
  void (*start)(Exchanges& exchanges, ByteView block, CharacterPort& card);
  void (*onCharacter)(Exchanges& exchanges, std::uint8_t character, CharacterPort& card);
  void (*onFault)(Exchanges& exchanges, LineFault fault, CharacterPort& card);
  void (*end)(Exchanges& exchanges);
  ExchangeView (*view)(const Exchanges& exchanges);
  /// How long the line may stay silent.
  Micros (*waiting)(const Line& line);
};

/// The operations of T=`number`; nullptr where the firmware does not speak it.
const Protocol* protocolOf(unsigned number);

/// The selection right after an ATR.
const Protocol& ppsProtocol();

}  // namespace ssc::fw
