#include "keys-sim/card/command_table.hpp"

#include <array>

#include "keys-sim/card/command_checks.hpp"
#include "keys-sim/card/commands/commands.hpp"
#include "keys-sim/card/commands/writing.hpp"
#include "keys-sim/card/medical/commands/commands.hpp"
#include "keys-sim/card/secure_messaging.hpp"

namespace ssc::sim {
namespace {

using apdu::Command;
using apdu::Header;
using medical::admitted;

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

constexpr auto kCommands = std::to_array<CommandRow<CardOs>>({
    {0x00, 0xA4, "SELECT", Direction::incoming, acceptsSelectParameters, acceptsSelectLengths, select, true},
    {0x00, 0xB2, "READ RECORD", Direction::outgoing, acceptsRecordParameters, noData, readRecord},
    {0x00, 0xB0, "READ BINARY", Direction::outgoing, acceptsBinaryParameters, noData, readBinary},
    {0x00, 0x84, "GET CHALLENGE", Direction::outgoing, noParameters, challengeLength, getChallenge},
    {0x00, 0x88, "INTERNAL AUTHENTICATE", Direction::incoming, firstParameterZero, authenticationLength,
     internalAuthenticate},
    {0x00, 0x82, "EXTERNAL AUTHENTICATE", Direction::incoming, firstParameterZero, authenticationLength,
     externalAuthenticate},
    {0x00, 0x20, "VERIFY", Direction::incoming, noParameters, pinLength, verify},
    {0x00, 0xDC, "UPDATE RECORD", Direction::incoming, acceptsUpdateRecordParameters, someData, updateRecord},
    {0x04, 0xDC, "UPDATE RECORD", Direction::incoming, acceptsUpdateRecordParameters, someData, updateRecord},
    {0x00, 0xD6, "UPDATE BINARY", Direction::incoming, acceptsBinaryParameters, someData, updateBinary},
    {0x04, 0xD6, "UPDATE BINARY", Direction::incoming, acceptsBinaryParameters, someData, updateBinary},
    {0x80, 0x5E, "CHANGE PIN", Direction::incoming, acceptsChangePinParameters, acceptsChangePinLengths,
     changePin},
    {0x84, 0x24, "PIN CHANGE/UNBLOCK", Direction::incoming, acceptsUnblockParameters, acceptsUnblockLengths,
     pinChangeUnblock},
    {0x84, 0x1E, "APPLICATION BLOCK", Direction::incoming, parameters<0x00, 0x01>, dataOf<kMacLength>,
     applicationBlock},
    {0x84, 0x16, "CARD BLOCK", Direction::incoming, noParameters, dataOf<kMacLength>, cardBlock},
    {0xB0, 0x28, "INITIALIZE FOR LOAD", Direction::incoming, parameters<0x00, 0x01>, dataOf<0x0B>,
     admitted<medical::initializeForLoad>},
    {0xB0, 0x28, "INITIALIZE FOR PURCHASE", Direction::incoming, parameters<0x01, 0x01>, dataOf<0x13>,
     admitted<medical::initializeForPurchase>},
    {0xB0, 0x2A, "CREDIT FOR LOAD", Direction::incoming, noParameters, dataOf<0x0B>,
     admitted<medical::creditForLoad>},
    {0xB0, 0x2C, "DEBIT FOR PURCHASE", Direction::incoming, parameters<0x01, 0x00>, dataOf<0x0F>,
     admitted<medical::debitForPurchase>},
    {0xB0, 0x26, "GET BALANCE", Direction::outgoing, medical::acceptsBalanceParameters, noData,
     admitted<medical::getBalance>},
    {0xB0, 0x2E, "GET TRANSACTION PROOF", Direction::incoming, medical::acceptsProofParameters, dataOf<2>,
     admitted<medical::getTransactionProof>},
    {0xB0, 0x56, "UPDATE STARTING DAY", Direction::incoming, noParameters, dataOf<2>,
     admitted<medical::updateStartingDay>},
    {0xB0, 0x56, "GET STARTING DAY", Direction::outgoing, parameters<0x01, 0x00>, noData,
     admitted<medical::getStartingDay>},
});

}  // namespace

std::span<const CommandRow<CardOs>> cardCommands() {
  return kCommands;
}

}  // namespace ssc::sim
