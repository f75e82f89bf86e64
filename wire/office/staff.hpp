// Members of staff at a terminal: they sign in, help, release, and a person may act for another.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wire/office/identity.hpp"

namespace ssc::wire::office {

/// 8114: somebody presses the button for help.
struct HelpCalled {
  std::string ticket;       ///< number of the day
  std::uint32_t ahead = 0;  ///< others who wait at this center
};
struct HelpCall {
  using Answer = HelpCalled;
  static constexpr std::string_view kInfno = "8114";
  std::string sessionId;  ///< empty: nobody is signed in
  std::string reason;     ///< one word
};

/// 8117: a member of staff, signed in as a person at L2 by card and PIN or by e-card, takes up duty. The
/// person's own session ends with it.
struct StaffSignedIn {
  std::string staffSessionId;
  std::string staffNo, role;
  std::uint32_t idleSeconds = 300;  ///< without a message of theirs it ends
  std::string validUntil;           ///< yyyyMMddHHmmssSSS
};
struct StaffSignIn {
  using Answer = StaffSignedIn;
  static constexpr std::string_view kInfno = "8117";
  std::string sessionId;
};

/// 8118
struct StaffSignOut {
  using Answer = Done;
  static constexpr std::string_view kInfno = "8118";
  std::string staffSessionId;
};

/// 8115: a clerk has the person and the id before them, and says why.
struct ClerkRelease {
  using Answer = LevelReached;
  static constexpr std::string_view kInfno = "8115";
  std::string staffSessionId;
  std::string sessionId;
  std::string release;      ///< identity: to L2; clerk: L2 to L3; print: beyond the monthly limit
  std::string reason;       ///< never empty
  bool personSeen = false;  ///< both are needed
  bool idSeen = false;
};

/// 8116: whether the presenter may act for the subject; if so, the session is the subject's from here on.
struct AuthorityGiven {
  std::uint8_t level = 0;
  std::string maskedName;  ///< of the subject
  std::string relation;
  std::string validUntil;  ///< yyyyMMddHHmmssSSS
};
struct AuthorityCheck {
  using Answer = AuthorityGiven;
  static constexpr std::string_view kInfno = "8116";
  std::string sessionId;  ///< of the presenter, L2
  std::string way;        ///< cards: the subject's card is here; ecard: a relative's; mandate
  std::string relation;   ///< cards: 1, 21, 22, 31, 32, 4, 6, 7, 8
  std::string aaz501;     ///< cards: identification code of the subject's card
  bool proven = false;    ///< cards: it proved itself to the security module
  std::string pin;        ///< cards: ok, none
  bool initialPin = false;
  std::string
      loginId;  ///< ecard: a sign-in by code that the presenter's phone confirmed with the relative's e-card
  std::string mandateNo;  ///< mandate
  std::string service;    ///< catalogue id that it is for
};

}  // namespace ssc::wire::office
