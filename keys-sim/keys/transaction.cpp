#include "keys-sim/keys/transaction.hpp"

#include <array>

#include "apdu/bytes.hpp"

namespace ssc::sim {
namespace {

constexpr std::array<std::uint8_t, 2> kLoadEnd{0x80, 0x00};
constexpr std::size_t kTerminalPart = 2;

}  // namespace

CryptoResult<Key> loadSession(Algorithm environment, const Key& dlk, ByteView random, ByteView sequence) {
  return sessionKey(environment, dlk, apdu::join({random, sequence, kLoadEnd}));
}

CryptoResult<Key> purchaseSession(Algorithm environment, const Key& dpk, ByteView random, ByteView sequence,
                                  ByteView terminalSequence) {
  return sessionKey(environment, dpk, apdu::join({random, sequence, terminalSequence.last(kTerminalPart)}));
}

Bytes purchaseMac1Message(ByteView amounts, std::uint8_t type, ByteView terminal, ByteView time) {
  return apdu::join({amounts, std::array{type}, terminal, time});
}

CryptoResult<Mac> transactionCode(Algorithm environment, const Key& dtk, ByteView message) {
  return cardMac(environment, tacKey(environment, dtk), message);
}

std::uint8_t algorithmByte(Algorithm environment) {
  return environment == Algorithm::sm4 ? 0x03 : 0x00;
}

}  // namespace ssc::sim
