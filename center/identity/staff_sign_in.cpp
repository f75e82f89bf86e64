#include <algorithm>
#include <optional>

#include "center/identity/staff.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

constexpr std::size_t kIdBytes = 16;
constexpr std::string_view kItem = "LP-HR-095";

struct Member {
  std::string staffNo, role;
};

/// Who is on the staff list, and active.
std::optional<Member> findMember(soci::session& sql, const std::string& number) {
  Member member;
  sql << "SELECT staff_no, role FROM staff_members WHERE aac002 = :number AND state = 'active' ORDER BY seq "
         "LIMIT 1",
      soci::use(number), soci::into(member.staffNo), soci::into(member.role);
  return sql.got_data() ? std::optional(member) : std::nullopt;
}

std::optional<StaffSession> find(soci::session& sql, const std::string& id) {
  StaffSession session;
  long long lastUsed = 0, until = 0, ended = 0;
  sql << "SELECT staff_session_id, staff_no, aac002, role, dev_no, last_used, until, ended FROM "
         "staff_sessions "
         "WHERE staff_session_id = :id",
      soci::use(id), soci::into(session.id), soci::into(session.staffNo), soci::into(session.number),
      soci::into(session.role), soci::into(session.devNo), soci::into(lastUsed), soci::into(until),
      soci::into(ended);
  if (!sql.got_data()) return std::nullopt;
  session.lastUsed = lastUsed;
  session.until = until;
  session.ended = ended;
  return session;
}

void end(const Call& call, const std::string& id) {
  const long long now = call.at();
  call.sql << "UPDATE staff_sessions SET ended = :now WHERE staff_session_id = :id AND ended = 0",
      soci::use(now), soci::use(id);
}

/// One member of staff at a terminal: whoever was on duty there is not any more.
void open(const Call& call, const StaffSession& session, const std::string& way) {
  const long long now = call.at(), until = session.until;
  call.sql << "UPDATE staff_sessions SET ended = :now WHERE dev_no = :dev AND ended = 0", soci::use(now),
      soci::use(session.devNo);
  call.sql << "INSERT INTO staff_sessions (staff_session_id, staff_no, aac002, role, dev_no, way, started, "
              "last_used, "
              "until) VALUES (:id, :no, :number, :role, :dev, :way, :now, :used, :until)",
      soci::use(session.id), soci::use(session.staffNo), soci::use(session.number), soci::use(session.role),
      soci::use(session.devNo), soci::use(way), soci::use(now), soci::use(now), soci::use(until);
}

}  // namespace

Answered<StaffSignedIn> staffSignIn(const Call& call, const StaffSignIn& body) {
  const auto person = requireSession(call.sql, call, body.sessionId, kIdentified);
  if (!person) return tl::unexpected(person.error());
  // By the staff card with its PIN, or by the e-card: not by a face, not for another, not by a colleague's
  // yes.
  const bool own = person->way != "id" && person->presenter == person->subject;
  const auto member = findMember(call.sql, person->subject);
  if (!own || !member || hasRelease(call.sql, person->id, "identity")) return refuse(ErrorCode::notPossible);
  auto id = randomId(call.services.random, kIdBytes);
  if (!id) return tl::unexpected(id.error());
  const StaffSession session{std::move(*id),
                             member->staffNo,
                             person->subject,
                             member->role,
                             call.terminal.devNo,
                             call.at(),
                             toStored(call.now + kStaffLasts)};
  open(call, session, person->way);
  if (auto noted = noteAccess(call, *person, std::string(kItem)); !noted)
    return tl::unexpected(noted.error());
  endSession(call.sql, person->id, call.at());
  return StaffSignedIn{session.id, session.staffNo, session.role,
                       static_cast<std::uint32_t>(std::chrono::seconds(kStaffIdle).count()),
                       wire::compactTime(call.now + kStaffLasts)};
}

Answered<Done> staffSignOut(const Call& call, const StaffSignOut& body) {
  const auto session = find(call.sql, body.staffSessionId);
  if (session && session->devNo != call.terminal.devNo) return refuse(ErrorCode::signInElsewhere);
  end(call, body.staffSessionId);  // ending twice is no mistake
  return Done{};
}

Answered<StaffSession> requireStaff(const Call& call, const std::string& id) {
  auto session = find(call.sql, id);
  if (!session || session->ended != 0) return refuse(ErrorCode::signInUnknown);
  if (session->devNo != call.terminal.devNo) return refuse(ErrorCode::signInElsewhere);
  const std::int64_t idle = std::chrono::milliseconds(kStaffIdle).count();
  if (call.at() > session->until || call.at() - session->lastUsed > idle)
    return refuse(ErrorCode::signInExpired);
  const auto member = findMember(call.sql, session->number);
  if (!member || member->staffNo != session->staffNo) return refuse(ErrorCode::notPossible);
  session->role = member->role;
  session->lastUsed = call.at();
  const long long now = call.at();
  call.sql << "UPDATE staff_sessions SET last_used = :now WHERE staff_session_id = :id", soci::use(now),
      soci::use(id);
  return std::move(*session);
}

}  // namespace ssc::center
