#include "firmware/core/protocol.hpp"

#include <array>
#include <type_traits>
#include <utility>

namespace ssc::fw {
namespace {

template <auto Member>
constexpr Protocol operationsOf(const char* name, Micros (*waiting)(const Line&)) {
  using Exchange = std::remove_reference_t<decltype(std::declval<Exchanges&>().*Member)>;
  return {
      name,
      &Exchange::check,
      [](Exchanges& all, ByteView block, CharacterPort& card) { (all.*Member).start(block, card); },
      [](Exchanges& all, std::uint8_t character, CharacterPort& card) {
        (all.*Member).onCharacter(character, card);
      },
      [](Exchanges& all, LineFault fault, CharacterPort& card) { (all.*Member).onFault(fault, card); },
      [](Exchanges& all) { (all.*Member).end(); },
      [](const Exchanges& all) { return (all.*Member).view(); },
      waiting,
  };
}

Micros workWaiting(const Line& line) {
  return line.workWaiting();
}

// ISO/IEC 7816-3 §9: the initial waiting time still holds.
Micros initialWaiting(const Line& line) {
  return line.etus(kInitialWaitingEtu);
}

struct ProtocolRow {
  unsigned number;
  Protocol operations;
};

constexpr auto kProtocols =
    std::to_array<ProtocolRow>({{0, operationsOf<&Exchanges::t0>("T=0", &workWaiting)}});
constexpr Protocol kPps = operationsOf<&Exchanges::pps>("PPS", &initialWaiting);

}  // namespace

const Protocol* protocolOf(unsigned number) {
  for (const ProtocolRow& row : kProtocols) {
    if (row.number == number) return &row.operations;
  }
  return nullptr;
}

const Protocol& ppsProtocol() {
  return kPps;
}

}  // namespace ssc::fw
