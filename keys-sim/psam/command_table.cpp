#include "keys-sim/psam/command_table.hpp"

#include <array>

#include "keys-sim/psam/commands/commands.hpp"

namespace ssc::sim {
namespace {

using apdu::Command;
using apdu::Header;

bool noParameters(const Header& header) {
  return header.p1 == 0 && header.p2 == 0;
}
bool anyParameters(const Header&) {
  return true;
}
bool readLength(const Command& command) {
  return command.data().empty();
}
bool oneByte(const Command& command) {
  return command.data().size() == 1;
}
bool firstParameterOne(const Header& header) {
  return header.p1 == 1 && header.p2 == 0;
}
bool fourBytes(const Command& command) {
  return command.data().size() == 4;
}
bool anyData(const Command& command) {
  return !command.data().empty();
}

bool challengeLength(const Command& command) {
  const auto length = command.expected().value_or(0);
  return command.data().empty() && (length == 4 || length == 8 || length == 16);
}

constexpr auto kCommands = std::to_array<CommandRow<PsamOs>>({
    {0x00, 0xA4, "SELECT", Direction::incoming, psam::acceptsSelectParameters, psam::acceptsSelectLengths,
     psam::select},
    {0x00, 0xB0, "READ BINARY", Direction::outgoing, anyParameters, readLength, psam::readBinary},
    {0x00, 0x84, "GET CHALLENGE", Direction::outgoing, noParameters, challengeLength, psam::getChallenge},
    {0xBF, 0xEC, "INITIALIZE ENVIRONMENT", Direction::incoming, noParameters, oneByte,
     psam::initializeEnvironment},
    {0xBF, 0xDE, "DELIVERY SESSION KEY", Direction::incoming, anyParameters, anyData,
     psam::deliverSessionKey},
    {0x80, 0xFA, "CIPHER DATA", Direction::incoming, psam::acceptsCipherParameters, anyData,
     psam::cipherData},
    {0x80, 0x70, "INIT SAM FOR PURCHASE", Direction::incoming, firstParameterOne,
     psam::acceptsPurchaseLengths, psam::initSamForPurchase},
    {0x80, 0x72, "CREDIT SAM FOR PURCHASE", Direction::incoming, noParameters, fourBytes,
     psam::creditSamForPurchase},
});

}  // namespace

std::span<const CommandRow<PsamOs>> psamCommands() {
  return kCommands;
}

}  // namespace ssc::sim
