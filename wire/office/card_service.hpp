// What a holder, or a clerk for a holder, does to the state of a card: 8303, 8304, 8306.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "wire/office/identity.hpp"

namespace ssc::wire::office {

/// 3101 where the card is in another state than the operation begins in: "cardState at=aaz502.9-4" names
/// both. 2109 with the evidence that is missing: card, pin, face, idCard, newPin.
struct CardChanged {
  std::string operationNo;    ///< of the register of operations; on the slip
  std::string before, after;  ///< aaz502
  std::string doneAt;         ///< yyyyMMddHHmmssSSS
};

/// Members of all three.
struct CardOperation {
  using Answer = CardChanged;
  std::string sessionId;
  std::string staffSessionId;  ///< of the clerk who does it; empty: the holder
  std::string aaz501;   ///< identification code; empty: the card of the sign-in, or else the holder's own
  std::string reason;   ///< one sentence; may be empty
  bool proven = false;  ///< the card is here and proved itself to the security module
  /// Between centers only: what the terminal's center saw, and "clerk" where one did it. 1107 from a
  /// terminal.
  std::vector<std::string> evidence;
};

/// 8303, second part: 0 → 1. Needs the id card, a face like its photo, the card, and a PIN that is not the
/// initial one any more.
struct EnableCard : CardOperation {
  static constexpr std::string_view kInfno = "8303";
  Sealed idNumber;      ///< what the id card says, in a session by the social security card; else empty
  bool newPin = false;  ///< the initial PIN was replaced
};

/// 8304: 1 → 4. Whoever is signed in, the card need not be there. The e-card is suspended, the card is on the
/// stop-list, and its sessions end.
struct ReportLoss : CardOperation {
  static constexpr std::string_view kInfno = "8304";
};

/// 8306: 4 → 1. Needs the card, its PIN and a face. The stop-list entry ends, the e-card is usable again.
struct ReleaseCard : CardOperation {
  static constexpr std::string_view kInfno = "8306";
};

}  // namespace ssc::wire::office
