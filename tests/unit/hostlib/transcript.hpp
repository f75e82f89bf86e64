// The literal transcript of one basic read (tests/vectors/hostlib/basic-read-*.txt): what is sent to card and
// PSAM, what they answer, which randoms the terminal draws, and the fields that come of it.
#pragma once

#include <string>
#include <string_view>

#include "apdu/bytes.hpp"
#include "tests/support/scripted_channel.hpp"

namespace ssc::test {

using Steps = std::vector<ScriptedChannel::Step>;

struct Transcript {
  int generation = 0;
  int algorithm = 0;
  apdu::Bytes cardAtr, psamAtr;
  apdu::Bytes random;  ///< what the terminal's random source gives, in order
  std::string device;  ///< configured device number
  apdu::Bytes name;    ///< GB 18030
  std::string fields;  ///< the eleven fields, UTF-8
  Steps card, psam;
};

/// `letter` is a, b or c.
Transcript basicRead(char letter);

/// Replaces every occurrence of `from` (hexadecimal) in the answers; at least one must be there.
void replaceInAnswers(Steps& steps, std::string_view from, std::string_view to);
/// The step whose command begins with `start` (hexadecimal).
ScriptedChannel::Step& stepOf(Steps& steps, std::string_view start);
/// Gives the step that begins with `start` this answer and drops what follows it.
void endWith(Steps& steps, std::string_view start, std::string_view answer);

}  // namespace ssc::test
