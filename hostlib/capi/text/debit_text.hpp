// Replies about purchases: the result of one, and the list of the last ones.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "apdu/bytes.hpp"
#include "card-spec/tables.hpp"
#include "crypto/secret.hpp"
#include "hostlib/capi/text/key_text.hpp"

namespace ssc::capi {

inline constexpr std::uint8_t kSettlement = 0x32;  ///< transaction type: ASCII '2'

struct DebitResult {
  Block4 tac{};
  std::optional<Block4> mac2;  ///< none where the PSAM has checked it
  std::array<std::uint8_t, 2> cardSequence{};
  std::array<std::uint32_t, 3> amounts{};  ///< fen, as in the card: 0, total, account and pool
  std::uint8_t type = kSettlement;
  std::string terminalNumber;  ///< 12 digits
  Block4 terminalSequence{};
  BcdTime time{};
  cardspec::Algorithm algorithm = cardspec::Algorithm::sm4;
  std::string keyReference;  ///< of the TAC key, as configured; may be empty
};

/// `TAC|MAC2|card sequence|amounts|type|terminal number|terminal sequence|time|algorithm|key reference|`.
/// Fields 4 to 8 joined are what the TAC is made over.
crypto::Personal debitResult(const DebitResult& result);

/// "42949672.95"
std::string yuan(std::uint32_t fen);

/// `sequence^type^terminal number^time^amount^amount^amount|` for each record, as given (newest first). Only
/// whole records: the list ends before the one that would exceed `limit` bytes. `file` is DF04/EF08 of the
/// card's generation. cardData where a record breaks off inside a field; missing fields of shorter records
/// (old cards) are empty.
TextResult<crypto::Personal> debitRecords(const cardspec::File& file, std::span<const apdu::ByteView> records,
                                          std::size_t limit);

}  // namespace ssc::capi
