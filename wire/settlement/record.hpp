// The record of a medical settlement made without the network, in its canonical form: 25 fields joined by
// '|', UTF-8, integers without sign or leading zero, amounts in fen (services 6.4). The terminal writes it,
// the center reads it, and everything that proves it (chain, MAC, TAC) is computed over exactly these bytes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "crypto/digest.hpp"
#include "wire/bad_message.hpp"

namespace ssc::wire::settlement {

using Fen = std::uint64_t;  ///< 0.01 yuan; at most kMostFen
using Tac = std::array<std::uint8_t, 4>;

inline constexpr Fen kMostFen = 0xFFFF'FFFF;         ///< what the card's amounts can hold
inline constexpr std::size_t kMostCanonical = 1024;  ///< bytes: no record is longer

enum class RecordType : char {
  settled = 'S',
  aborted = 'A',     ///< the card has debited nothing
  unknown = 'U',     ///< whether the card has debited is not known
  resolution = 'R',  ///< of a U
  reversal = 'V',    ///< of an S that has not been sent
  exception = 'E',   ///< cash paid, to be entered again later
};

/// Clearing classes in use.
enum class Business : std::uint8_t { outpatient = 11, pharmacy = 41 };

struct Amounts {
  Fen total = 0, fund = 0, account = 0, cash = 0;  ///< total is the sum of the others
  friend bool operator==(const Amounts&, const Amounts&) = default;
};

/// Whose card it was. All empty in an E without a card.
struct Holder {
  std::string region;      ///< aab301, six digits
  std::string cardNumber;  ///< aaz500, 9 characters
  std::string cardId;      ///< aaz501, 32 upper-case hexadecimal digits
  std::string tag;         ///< 12 lower-case hexadecimal digits: ssnTag()
  friend bool operator==(const Holder&, const Holder&) = default;
};

struct Record {
  std::string terminalId;      ///< 12 digits, not all zero
  std::string institution;     ///< orgId, 12 digits and upper-case letters
  std::uint32_t sequence = 0;  ///< offlineSeq, from 1
  RecordType type = RecordType::settled;
  Business business = Business::outpatient;
  Holder holder;
  std::uint16_t cardSequence = 0;  ///< the card's purchase counter
  std::string time;                ///< yyyyMMddHHmmss: of DEBIT (S, A, U), else of writing
  Amounts amounts;
  std::uint16_t feeLines = 0;
  crypto::Sm3Digest feeDigest{};          ///< SM3 of the fee text; of the empty text where there are no lines
  std::string reason;                     ///< why offline: a row of reasons()
  std::string policyVersion;              ///< 10 digits
  std::string operatorId;                 ///< 1 to 20 letters and digits
  std::optional<Tac> tac;                 ///< S: by the card
  std::optional<std::uint32_t> original;  ///< R: sequence of the U; V: of the S
  std::uint32_t terminalSequence = 0;     ///< S, U: what the security module gave to the purchase
  std::string visit;                      ///< the institution's number of visit or sale, up to 30 bytes
};

/// Refuses whatever parseRecord() would refuse: BadMessage::place names the field.
tl::expected<std::string, BadMessage> canonical(const Record& record);
/// Strict: one record has exactly one text.
tl::expected<Record, BadMessage> parseRecord(std::string_view text);

/// Why a terminal works without the network, in words.
struct OfflineReason {
  std::string_view code;  ///< N01 …; the second digit is odd where a number had been obtained already
  std::string_view zh, en;
};
std::span<const OfflineReason> offlineReasons();
bool isOfflineReason(std::string_view code);

}  // namespace ssc::wire::settlement
