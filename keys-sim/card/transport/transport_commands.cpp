#include <array>

#include "keys-sim/card/command_checks.hpp"
#include "keys-sim/card/commands/commands.hpp"
#include "keys-sim/card/secure_messaging.hpp"
#include "keys-sim/card/transport/transport.hpp"

namespace ssc::sim::transport {
namespace {

using Row = CommandRow<CardOs>;

constexpr std::array<std::uint8_t, 4> kTestBalance{0x00, 0x00, 0x27, 0x10};  // 100.00 yuan, in fen

bool challengeLength(const apdu::Command& command) {
  return command.data().empty() && (command.expected() == 4U || command.expected() == 8U);
}
bool roomForMac(const apdu::Command& command) {
  return command.data().size() > kMacLength;
}

constexpr auto kCommands = std::to_array<Row>({
    {0x00, 0xA4, "SELECT", Direction::incoming, acceptsSelectParameters, acceptsSelectLengths, select, true},
    {0x00, 0xB0, "READ BINARY", Direction::outgoing, acceptsBinaryParameters, noData, readBinary},
    {0x00, 0x84, "GET CHALLENGE", Direction::outgoing, noParameters, challengeLength, getChallenge},
    {0x04, 0xD6, "UPDATE BINARY", Direction::incoming, acceptsBinaryParameters, roomForMac, updateUnderMac},
    {0x80, 0x5C, "GET BALANCE", Direction::outgoing, parameters<0x00, 0x02>, noData, getBalance},
});

}  // namespace

std::span<const Row> commands() {
  return kCommands;
}

apdu::Response getBalance(CardOs&, const apdu::Command&) {
  return {apdu::Bytes(kTestBalance.begin(), kTestBalance.end()), apdu::sw::kOk};
}

}  // namespace ssc::sim::transport
