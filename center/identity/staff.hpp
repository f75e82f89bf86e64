// 8114 to 8118: members of staff on duty, what they release, and who may act for whom.
#pragma once

#include <chrono>
#include <soci/soci.h>
#include <string>

#include "center/gate/call.hpp"
#include "center/identity/sessions.hpp"
#include "wire/office/staff.hpp"

namespace ssc::center {

inline constexpr std::chrono::minutes kStaffIdle{5};
inline constexpr std::chrono::hours kStaffLasts{8};
inline constexpr std::chrono::hours kMandateLasts{24 * 366};  ///< at most

// ---- duty

struct StaffSession {
  std::string id, staffNo, number, role, devNo;  ///< number: of the person
  std::int64_t lastUsed = 0, until = 0, ended = 0;
};

/// 8117: from a session at L2 by card or e-card of somebody on the staff list; that session ends.
Answered<wire::office::StaffSignedIn> staffSignIn(const Call& call, const wire::office::StaffSignIn& body);
/// 8118
Answered<wire::office::Done> staffSignOut(const Call& call, const wire::office::StaffSignOut& body);

/// On duty at this terminal, and on the list still: 2302, 2303; 2301 after five minutes without a message or
/// eight hours; 2108 for somebody who left the list. The five minutes begin anew.
Answered<StaffSession> requireStaff(const Call& call, const std::string& id);

// ---- what they do

/// 8115
Answered<wire::office::LevelReached> clerkRelease(const Call& call, const wire::office::ClerkRelease& body);
/// Whether a clerk released this session: identity, clerk, print.
bool hasRelease(soci::session& sql, const std::string& sessionId, const std::string& release);
/// Number of the clerk who released it last; empty: none.
std::string releasedBy(soci::session& sql, const std::string& sessionId);

/// 8114: a terminal that called already keeps its ticket.
Answered<wire::office::HelpCalled> helpCall(const Call& call, const wire::office::HelpCall& body);

// ---- acting for another

/// 8116: 2108 where there is no authority, it has ended, or the subject is recorded as dead.
Answered<wire::office::AuthorityGiven> authorityCheck(const Call& call,
                                                      const wire::office::AuthorityCheck& body);
/// Whether the presenter of a session may do this for its subject, still: 2108.
Answered<void> mayActFor(const Call& call, const Session& session, const std::string& item);

struct MandatePlan {
  std::string presenter, subject, relation;
  std::string kind;   ///< mandate, guardianship
  std::string scope;  ///< catalogue ids joined by commas, or *
  wire::TimePoint until;
};
/// What a clerk registers with both ids before them: the number of the mandate. 2108 for who is dead or a
/// term of more than a year, 2302 for who is unknown.
Answered<std::string> registerMandate(const Call& call, const StaffSession& clerk, const MandatePlan& plan);

}  // namespace ssc::center
