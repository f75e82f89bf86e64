// What became of records, as the center signs it (services 6.6): one line each,
// `offlineSeq|result|code|centreSerial|clrDate` and LF, behind a first line that says whose it is:
//
//   SSC-OFFLINE-ACK|<terminal>|<lines>
//   17|A||1|20260106
//
// centreSerial rises by one with every line that the center gives this terminal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "wire/bad_message.hpp"

namespace ssc::wire::settlement {

enum class AckResult : char {
  accepted = 'A',
  duplicate = 'D',  ///< known already; counts as accepted
  refused = 'R',
  held = 'H',  ///< to be decided
};

struct AckLine {
  std::uint32_t sequence = 0;  ///< offlineSeq
  AckResult result = AckResult::accepted;
  unsigned code = 0;         ///< of services 12; 0: none. Also with A: 6108 late, 6109 shortfall
  std::uint64_t serial = 0;  ///< centreSerial
  std::string clearingDate;  ///< yyyyMMdd; empty: none yet
  friend bool operator==(const AckLine&, const AckLine&) = default;
};

struct Acknowledgement {
  static constexpr std::size_t kMostLines = 500;
  std::string terminalId;
  std::vector<AckLine> lines;
};

std::string acknowledgementText(const Acknowledgement& acknowledgement);
/// Strict. Serials rise.
tl::expected<Acknowledgement, BadMessage> parseAcknowledgement(std::string_view text);

}  // namespace ssc::wire::settlement
