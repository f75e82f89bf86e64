#include "keys-sim/card/command_table.hpp"

#include <array>

#include "keys-sim/card/commands/commands.hpp"

namespace ssc::sim {
namespace {

using apdu::Command;
using apdu::Header;

bool noParameters(const Header& header) {
  return header.p1 == 0 && header.p2 == 0;
}
bool firstParameterZero(const Header& header) {
  return header.p1 == 0;
}

bool challengeLength(const Command& command) {
  const auto length = command.expected().value_or(0);
  return command.data().empty() && (length == 4 || length == 8 || length == 16);
}

// Two 8-byte blocks, and a key version where one is given.
bool authenticationLength(const Command& command) {
  return command.data().size() == 16 || command.data().size() == 17;
}

bool pinLength(const Command& command) {
  return command.data().size() != 1 && command.data().size() <= 8;
}
bool readLength(const Command& command) {
  return command.data().empty();
}

constexpr std::array<CommandRow<CardOs>, 7> kCommands{{
    {0x00, 0xA4, "SELECT", Direction::incoming, acceptsSelectParameters, acceptsSelectLengths, select, true},
    {0x00, 0xB2, "READ RECORD", Direction::outgoing, acceptsRecordParameters, readLength, readRecord},
    {0x00, 0xB0, "READ BINARY", Direction::outgoing, acceptsBinaryParameters, readLength, readBinary},
    {0x00, 0x84, "GET CHALLENGE", Direction::outgoing, noParameters, challengeLength, getChallenge},
    {0x00, 0x88, "INTERNAL AUTHENTICATE", Direction::incoming, firstParameterZero, authenticationLength,
     internalAuthenticate},
    {0x00, 0x82, "EXTERNAL AUTHENTICATE", Direction::incoming, firstParameterZero, authenticationLength,
     externalAuthenticate},
    {0x00, 0x20, "VERIFY", Direction::incoming, noParameters, pinLength, verify},
}};

}  // namespace

std::span<const CommandRow<CardOs>> cardCommands() {
  return kCommands;
}

}  // namespace ssc::sim
