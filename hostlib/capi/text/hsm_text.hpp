// What the steps of the HSM functions hand out: the values that the back office's security module works on.
// Every field ends with a bar. Algorithms are two digits (01 3DES, 02 SSF33, 03 SM4); key references are
// copied as configured.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "apdu/bytes.hpp"
#include "card-spec/tables.hpp"
#include "crypto/secret.hpp"
#include "hostlib/capi/text/key_text.hpp"

namespace ssc::capi {

/// What an authentication starts from: the second random of the card and the first.
struct Challenge {
  Block8 factor{};  ///< 过程因子
  Block8 data{};    ///< 原始信息
};

struct BasicReadStep1 {
  std::string region;  ///< six digits
  apdu::Bytes historicalBytes;
  cardspec::Algorithm algorithm = cardspec::Algorithm::sm4;
  crypto::Personal cardId;  ///< 32 hexadecimal digits
  Challenge internal;
  std::optional<Challenge> external;          ///< third-generation cards only; else both fields are empty
  std::optional<std::string> terminalNumber;  ///< a ninth field, for programs that read one
};
/// `region|historical bytes|algorithm|card id|factor|data|factor|data|`
crypto::Personal basicReadStep1(const BasicReadStep1& step);

/// Step1 of read, write, reload and unblock: `algorithm|key reference|factor|data|`
crypto::Personal authenticationStep1(cardspec::Algorithm algorithm, const std::string& keyReference,
                                     const Challenge& external);

struct SecureMessagingStep2 {
  cardspec::Algorithm algorithm = cardspec::Algorithm::sm4;
  std::string keyReference;
  Block8 factor{};
  std::array<std::uint8_t, 5> header{};  ///< CLA INS P1 P2 Lc
  crypto::Personal newPin;               ///< digits; empty for unblock
};
/// Step2 of reload and unblock: `algorithm|key reference|factor|header|new PIN|`. The one reply that holds a
/// PIN.
crypto::Personal secureMessagingStep2(const SecureMessagingStep2& step);

struct DebitStep1 {
  cardspec::Algorithm algorithm = cardspec::Algorithm::sm4;
  std::string keyReference;
  Block4 cardRandom{};
  std::array<std::uint8_t, 2> cardSequence{};
  std::uint32_t total = 0;           ///< fen
  std::uint32_t accountAndPool = 0;  ///< fen
  std::uint8_t type = 0x32;
  std::string terminalNumber;  ///< 12 digits
  BcdTime time{};
};
/// `algorithm|key reference|random|card sequence|amounts (16)|type|terminal number|time|`
crypto::Personal debitStep1(const DebitStep1& step);

}  // namespace ssc::capi
