// Why something with the card did not work: a kind, the place, and what the card or the channel said.
#pragma once

#include <cstdint>
#include <string>

#include "apdu/error.hpp"
#include "apdu/status_word.hpp"

namespace ssc::card {

enum class Fault : std::uint8_t {
  channel,    ///< no exchange: see `channel`
  status,     ///< the card refused: see `sw`
  wrongCard,  ///< no social security environment
  badCardId,  ///< card identification code without a decimal region
  badData,    ///< an answer that does not parse, or data that no command of the card can carry
  crypto,     ///< the cipher library refused its work
};

struct Error {
  Fault fault;
  std::string where;  ///< the step or file ("SSSE/EF05"), never data of the card
  apdu::ChannelError channel = apdu::ChannelError::internal;
  apdu::StatusWord sw{};
};

inline Error channelError(std::string where, apdu::ChannelError error) {
  return {Fault::channel, std::move(where), error, {}};
}
inline Error statusError(std::string where, apdu::StatusWord sw) {
  return {Fault::status, std::move(where), apdu::ChannelError::internal, sw};
}
inline Error dataError(std::string where) {
  return {Fault::badData, std::move(where), apdu::ChannelError::internal, {}};
}

/// The meaning of a status word: the card's own rows first, then ISO/IEC 7816-4.
std::string_view meaningOf(apdu::StatusWord sw);

}  // namespace ssc::card
