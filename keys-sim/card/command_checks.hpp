// What rows of command tables say about parameters and lengths.
#pragma once

#include "apdu/command.hpp"

namespace ssc::sim {

inline bool noParameters(const apdu::Header& header) {
  return header.p1 == 0 && header.p2 == 0;
}
template <std::uint8_t P1, std::uint8_t P2>
bool parameters(const apdu::Header& header) {
  return header.p1 == P1 && header.p2 == P2;
}

inline bool noData(const apdu::Command& command) {
  return command.data().empty();
}
inline bool someData(const apdu::Command& command) {
  return !command.data().empty();
}
template <std::size_t Length>
bool dataOf(const apdu::Command& command) {
  return command.data().size() == Length;
}

}  // namespace ssc::sim
