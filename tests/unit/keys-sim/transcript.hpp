// Runs a written transcript against a simulated chip.
//   card FILE | psam FILE       a sample profile, switched on
//   kept PART HEX               what the next chip has kept over power-off
//   card-text … end             a card profile in the transcript itself
//   reset HEX                   the ATR of a reset
//   random HEX                  what the chip's generator gives next
//   > HEX                       a command APDU (a Le byte as on the contact interface)
//   < HEX                       the whole answer with its status
//   < first N                   N data bytes and 9000
//   < halves HEX                the two halves of the data xored, and 9000
#pragma once

#include <string>
#include <vector>

namespace ssc::sim::test {

struct TranscriptResult {
  std::size_t exchanges = 0;
  std::vector<std::string> mismatches;  ///< line number, what was expected, what came
};

TranscriptResult runTranscript(const std::string& name);

/// Runs it as part of a test case: no mismatch, and `exchanges` commands in all.
void checkTranscript(const std::string& name, std::size_t exchanges);

}  // namespace ssc::sim::test
