// Where the card stands in a medical transaction, until power goes or something else happens.
#pragma once

#include "apdu/bytes.hpp"

namespace ssc::sim::medical {

enum class Phase : std::uint8_t { idle, load, purchase };

struct State {
  Phase phase = Phase::idle;
  /// What the INITIALIZE was given and answered; meaningful in its phase only.
  struct Pending {
    std::uint8_t keyIndex = 0;
    apdu::Bytes amounts;   ///< purchase: account, self-pay, pool (12 bytes); load: the amount (4)
    apdu::Bytes terminal;  ///< 6
    apdu::Bytes random;    ///< 4
  } pending;
};

}  // namespace ssc::sim::medical
