// P1 P2 of READ and UPDATE BINARY (ISO/IEC 7816-4 §11.2.2): P1 100sssss names an EF and P2 is the offset;
// else P1 P2 is a 15-bit offset in the current EF.
#pragma once

#include "apdu/command.hpp"

namespace ssc::sim {

inline bool namesFile(const apdu::Header& header) {
  return (header.p1 & 0x80) != 0;
}

/// The short file identifier; 0: the current EF.
inline std::uint8_t fileOf(const apdu::Header& header) {
  return namesFile(header) ? header.p1 & 0x1F : std::uint8_t{0};
}

inline std::size_t offsetOf(const apdu::Header& header) {
  return namesFile(header) ? header.p2 : static_cast<std::size_t>((header.p1 << 8) | header.p2);
}

}  // namespace ssc::sim
