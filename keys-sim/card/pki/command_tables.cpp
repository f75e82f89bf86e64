#include "keys-sim/card/pki/command_tables.hpp"

#include <array>

#include "keys-sim/card/command_checks.hpp"
#include "keys-sim/card/commands/writing.hpp"
#include "keys-sim/card/pki/commands/commands.hpp"
#include "keys-sim/card/pki/pki_pin.hpp"

namespace ssc::sim::pki {
namespace {

using apdu::Command;
using apdu::Header;
using Row = CommandRow<CardOs>;

constexpr std::size_t kBlock = 16;

bool challengeLength(const Command& command) {
  const auto length = command.expected().value_or(0);
  return command.data().empty() && (length == kBlock / 2 || length == kBlock);
}
bool pinParameters(const Header& header) {
  return header.p1 == 0x01 && isPinReference(header.p2);
}
bool pinObjectLength(const Command& command) {
  return command.data().size() > 2;
}
bool proofLength(const Command& command) {
  return command.data().empty() || command.data().size() == kBlock;
}
bool ciphertextLength(const Command& command) {
  return command.data().size() >= kShortestCiphertext;
}

// In both directories.
constexpr Row kSelect{
    0x00, 0xA4, "SELECT", Direction::incoming, acceptsSelectParameters, acceptsSelectLengths, select, true};
constexpr Row kChallenge{
    0x00, 0x84, "GET CHALLENGE", Direction::outgoing, noParameters, challengeLength, getChallenge};
constexpr Row kDigest{
    0x80, 0xC4, "DIGEST PIN", Direction::incoming, parameters<0x01, 0x03>, pinObjectLength, digestPin};
constexpr Row kAuthenticate{0x00,         0x82,           "AUTHENTICATE MASTER KEY", Direction::incoming,
                            noParameters, dataOf<kBlock>, authenticateMasterKey};
constexpr Row kReplace{
    0x84,         0xD4,           "CHANGE MASTER KEY", Direction::incoming, parameters<0x01, 0x00>,
    dataOf<0x24>, changeMasterKey};

constexpr std::array kEnvironmentCommands{kSelect, kChallenge, kDigest, kAuthenticate, kReplace};

constexpr auto kApplicationCommands = std::to_array<Row>({
    kSelect,
    kChallenge,
    kDigest,
    kAuthenticate,
    kReplace,
    {0x00, 0xB0, "READ BINARY", Direction::outgoing, acceptsBinaryParameters, noData, readBinary},
    {0x00, 0xD6, "UPDATE BINARY", Direction::incoming, acceptsBinaryParameters, someData, updateBinary},
    {0x00, 0x20, "VERIFY", Direction::incoming, pinParameters, proofLength, verifyPin},
    {0x84, 0x5E, "CHANGE PIN", Direction::incoming, pinParameters, dataOf<0x14>, changePin},
    {0x80, 0x40, "GENERATE KEY PAIR", Direction::incoming, noParameters, dataOf<8>, generateKeyPair},
    {0x80, 0xC9, "CHOOSE PUBLIC KEY", Direction::incoming, parameters<0x82, 0x00>, dataOf<8>,
     choosePublicKey},
    {0x80, 0xC9, "EXPORT PUBLIC KEY", Direction::outgoing, parameters<0x82, 0x80>, noData, exportPublicKey},
    {0x80, 0x4E, "OPEN ENVELOPE", Direction::incoming, parameters<0x00, 0x01>, someData, openEnvelope},
    {0x80, 0x4A, "IMPORT TRANSPORT KEY", Direction::incoming, parameters<0x02, 0x10>, dataOf<0x12>,
     importTransportKey},
    {0x80, 0xC2, "IMPORT PUBLIC KEY", Direction::incoming, parameters<0x40, 0x00>, dataOf<0x46>,
     importPublicKey},
    {0x80, 0xC2, "IMPORT PRIVATE KEY", Direction::incoming, parameters<0xC0, 0x01>, dataOf<0x26>,
     importPrivateKey},
    {0x00, 0x22, "MANAGE SECURITY ENVIRONMENT", Direction::incoming, parameters<0x41, 0xB6>, dataOf<3>,
     setSigningEnvironment},
    {0x00, 0x22, "MANAGE SECURITY ENVIRONMENT", Direction::incoming, parameters<0x41, 0xB8>, dataOf<3>,
     setDecipherEnvironment},
    {0x00, 0x2A, "COMPUTE DIGITAL SIGNATURE", Direction::incoming, parameters<0x9E, 0x9A>, dataOf<0x20>,
     computeSignature},
    {0x00, 0x2A, "DECIPHER", Direction::incoming, parameters<0x80, 0x86>, ciphertextLength, decipherData},
});

}  // namespace

std::span<const Row> environmentCommands() {
  return kEnvironmentCommands;
}

std::span<const Row> applicationCommands() {
  return kApplicationCommands;
}

}  // namespace ssc::sim::pki
