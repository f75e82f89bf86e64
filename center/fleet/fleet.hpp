// The life of a terminal: register, power on, sign in, heartbeat, ask after a message.
#pragma once

#include "center/gate/call.hpp"
#include "wire/office/fleet.hpp"

namespace ssc::center {

/// 9020, over TLS without a certificate of the terminal: the one-time code and the signature with the new key
/// stand for it. JSON text of the answer.
Answered<std::string> registerTerminal(const Services& services, const wire::office::Request& request);

Answered<wire::office::PoweredOn> powerOn(const Call& call, const wire::office::PowerOn& body);
Answered<wire::office::SignedIn> signIn(const Call& call, const wire::office::SignIn& body);
Answered<wire::office::Done> signOut(const Call& call, const wire::office::SignOut& body);
Answered<wire::office::Beaten> heartbeat(const Call& call, const wire::office::Heartbeat& body);
Answered<wire::office::Asked> askAfter(const Call& call, const wire::office::AskAfter& body);

// ---- what the operator does

struct TerminalPlan {
  std::string devNo;            ///< 12 digits, the first six a region; not all zeros
  std::string institutionCode;  ///< 12 characters
  std::string institutionName, place;
  bool attended = false;
};
/// A terminal that may register with the code, within 30 minutes. Again for a new code.
Answered<std::string> announceTerminal(const Services& services, const TerminalPlan& plan);

/// Who issues the terminals' certificates.
struct Issuers;
/// Checks done by eye: the terminal gets its certificates, for a year.
Answered<void> approveTerminal(const Services& services, const Issuers& issuers, const std::string& devNo);
/// Suspends, resumes, retires: revoked certificates are those of a terminal that is retired, which is for
/// good. wrongStep for what a terminal in its state cannot become.
Answered<void> changeTerminal(const Services& services, const std::string& devNo, TerminalState state);

}  // namespace ssc::center
