// 8115, 8114: a clerk has somebody before them; somebody calls for one.
#include <algorithm>
#include <array>

#include "center/ask/paper.hpp"
#include "center/identity/staff.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

constexpr std::size_t kIdBytes = 16;
constexpr unsigned kMostTickets = 9999;

struct ReleaseRow {
  std::string_view release;
  std::uint8_t needs, gives;  ///< levels of the session
};
/// identity stands for the PIN or the face; clerk is the second pair of eyes; print lifts the monthly limit.
constexpr std::array kReleases{ReleaseRow{"identity", 1, 2}, ReleaseRow{"clerk", 2, 3},
                               ReleaseRow{"print", 2, 2}};

Answered<void> keep(const Call& call, const StaffSession& staff, const Session& session,
                    const ClerkRelease& body, std::uint8_t after) {
  const auto id = randomId(call.services.random, kIdBytes);
  if (!id) return tl::unexpected(id.error());
  const long long now = call.at();
  const int before = session.level, level = after;
  call.sql
      << "INSERT INTO releases (id, session_id, staff_session_id, staff_no, release, reason, level_before, "
         "level_after, at) VALUES (:id, :session, :staff, :no, :release, :reason, :before, :after, :now)",
      soci::use(*id), soci::use(session.id), soci::use(staff.id), soci::use(staff.staffNo),
      soci::use(body.release), soci::use(body.reason), soci::use(before), soci::use(level), soci::use(now);
  return noteAccess(call, session, "release." + body.release);
}

struct Ticket {
  std::string text;
  std::int64_t called = 0;
};

std::optional<Ticket> openTicket(const Call& call) {
  Ticket ticket;
  long long called = 0;
  call.sql << "SELECT ticket, called FROM help_calls WHERE dev_no = :dev AND closed = 0 ORDER BY called DESC "
              "LIMIT 1",
      soci::use(call.terminal.devNo), soci::into(ticket.text), soci::into(called);
  ticket.called = called;
  // Of an earlier day nobody comes any more.
  const auto day = [](std::int64_t at) {
    return wire::dayText(wire::TimePoint(std::chrono::milliseconds(at)));
  };
  const bool today = call.sql.got_data() && day(ticket.called) == wire::dayText(call.now);
  return today ? std::optional(ticket) : std::nullopt;
}

Answered<Ticket> newTicket(const Call& call, const HelpCall& body) {
  const auto id = randomId(call.services.random, kIdBytes);
  const auto serial = nextSerial(call, "help", kMostTickets);
  if (!id || !serial) return tl::unexpected(id ? serial.error() : id.error());
  std::string number = std::to_string(*serial);
  if (number.size() < 3) number.insert(0, 3 - number.size(), '0');
  Ticket ticket{"H" + number, call.at()};
  const long long now = call.at();
  call.sql << "UPDATE help_calls SET closed = :now WHERE dev_no = :dev AND closed = 0", soci::use(now),
      soci::use(call.terminal.devNo);
  call.sql << "INSERT INTO help_calls (id, ticket, dev_no, place, session_id, reason, called) "
              "VALUES (:id, :ticket, :dev, :place, :session, :reason, :now)",
      soci::use(*id), soci::use(ticket.text), soci::use(call.terminal.devNo), soci::use(call.terminal.place),
      soci::use(body.sessionId), soci::use(body.reason), soci::use(now);
  return ticket;
}

}  // namespace

Answered<LevelReached> clerkRelease(const Call& call, const ClerkRelease& body) {
  const auto staff = requireStaff(call, body.staffSessionId);
  if (!staff) return tl::unexpected(staff.error());
  const auto row = std::ranges::find(kReleases, std::string_view(body.release), &ReleaseRow::release);
  if (row == kReleases.end()) return refuse(ErrorCode::badEnvelope, 0, "input.release");
  if (body.reason.empty()) return refuse(ErrorCode::badEnvelope, 0, "input.reason");
  if (!body.personSeen || !body.idSeen) return refuse(ErrorCode::levelTooLow);
  const auto session = requireSession(call.sql, call, body.sessionId, row->needs);
  if (!session) return tl::unexpected(session.error());
  // Nobody releases themselves.
  if (staff->number == session->presenter || staff->number == session->subject)
    return refuse(ErrorCode::notPossible);
  const std::uint8_t after = std::max(session->level, row->gives);
  raiseLevel(call.sql, *session, after);
  if (auto kept = keep(call, *staff, *session, body, after); !kept) return tl::unexpected(kept.error());
  const long long now = call.at();
  call.sql << "UPDATE help_calls SET closed = :now WHERE dev_no = :dev AND closed = 0", soci::use(now),
      soci::use(call.terminal.devNo);
  return LevelReached{after, "", {}};
}

bool hasRelease(soci::session& sql, const std::string& sessionId, const std::string& release) {
  int count = 0;
  sql << "SELECT COUNT(*) FROM releases WHERE session_id = :session AND release = :release",
      soci::use(sessionId), soci::use(release), soci::into(count);
  return count > 0;
}

std::string releasedBy(soci::session& sql, const std::string& sessionId) {
  std::string staffNo;
  sql << "SELECT staff_no FROM releases WHERE session_id = :session ORDER BY at DESC, id LIMIT 1",
      soci::use(sessionId), soci::into(staffNo);
  return sql.got_data() ? staffNo : std::string();
}

Answered<HelpCalled> helpCall(const Call& call, const HelpCall& body) {
  if (!body.sessionId.empty()) {
    const auto session = requireSession(call.sql, call, body.sessionId, 0);
    if (!session) return tl::unexpected(session.error());
  }
  auto ticket = openTicket(call);
  if (!ticket) {
    auto made = newTicket(call, body);
    if (!made) return tl::unexpected(made.error());
    ticket = std::move(*made);
  }
  int ahead = 0;
  const long long called = ticket->called;
  call.sql << "SELECT COUNT(*) FROM help_calls WHERE closed = 0 AND (called < :called OR (called = :same AND "
              "ticket < :ticket))",
      soci::use(called), soci::use(called), soci::use(ticket->text), soci::into(ahead);
  return HelpCalled{ticket->text, static_cast<std::uint32_t>(ahead)};
}

}  // namespace ssc::center
