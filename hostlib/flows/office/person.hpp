// Somebody who is signed in at the back office through this terminal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/secret.hpp"

namespace ssc::flows {

/// What a session opens.
enum class Level : std::uint8_t {
  none,        ///< what everybody may see
  possession,  ///< a card, an id card, a phone: its state, a loss report
  identified,  ///< and a PIN, a password, a face: personal data
  attended,    ///< and a member of staff
};

struct SignedInPerson {
  std::string sessionId;
  Level level = Level::none;
  std::string way;                  ///< card, id, phone, code
  std::string maskedName;           ///< for a screen
  std::string insuredArea;          ///< six digits: which center knows the person
  std::string cardState;            ///< aaz502
  std::vector<std::string> offers;  ///< ways to a higher level: pin, phone, face, clerk
};

}  // namespace ssc::flows
