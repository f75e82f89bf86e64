#include "hostlib/flows/office/staff_duty.hpp"

#include <sstream>

#include "hostlib/office/private_files.hpp"
#include "wire/office/staff.hpp"

namespace ssc::flows {

namespace message = wire::office;

namespace {

constexpr std::string_view kFile = "duty";
constexpr std::string_view kTitle = "ssc-duty-1";  // then the session and the member's number, with blanks

struct KeptDuty {
  std::string sessionId, staffNo;
};

/// nullopt for what is no duty: a file of another version.
std::optional<KeptDuty> parseDuty(const crypto::SecretBytes& content) {
  const auto bytes = content.reveal();
  std::istringstream text(std::string(bytes.begin(), bytes.end()));
  std::string title;
  KeptDuty duty;
  text >> title >> duty.sessionId >> duty.staffNo;
  return text && title == kTitle ? std::optional(std::move(duty)) : std::nullopt;
}

/// The center says notPossible for nothing else.
Failure namedFailure(Failure failure) {
  if (failure.infcode == static_cast<unsigned>(message::ErrorCode::notPossible))
    failure.reason = Reason::notOnStaff;
  return failure;
}

}  // namespace

StaffDuty::StaffDuty(OfficeDesk& desk, std::stop_token stop)
    : desk_(desk), stop_(std::move(stop)), file_(desk.settings().folder / kFile) {}

Outcome<Duty> StaffDuty::begin(const SignedInPerson& person) {
  auto duty = ask(person);
  if (!duty) return duty;
  if (const auto kept = keep(*duty); !kept) {
    static_cast<void>(tell(duty->sessionId));  // who cannot end their duty must not begin it
    return tl::unexpected(kept.error());
  }
  return duty;
}

Outcome<Duty> StaffDuty::ask(const SignedInPerson& person) {
  auto answer = lift(desk_.client().call(message::StaffSignIn{person.sessionId}, {{}, stop_}));
  if (!answer) return tl::unexpected(namedFailure(std::move(answer.error())));
  return Duty{std::move(answer->staffSessionId), std::move(answer->staffNo), std::move(answer->role),
              std::chrono::seconds(answer->idleSeconds), std::move(answer->validUntil)};
}

Outcome<void> StaffDuty::keep(const Duty& duty) const {
  std::string text(kTitle);
  text += ' ' + duty.sessionId + ' ' + duty.staffNo + '\n';
  return lift(office::writePrivately(file_, text));
}

Outcome<std::optional<std::string>> StaffDuty::end() {
  if (!office::fileExists(file_)) return std::nullopt;
  const auto content = lift(office::readPrivately(file_));
  std::error_code removed;
  std::filesystem::remove(file_, removed);
  if (!content) return tl::unexpected(content.error());
  if (removed)
    return tl::unexpected(Failure{Reason::badConfiguration, file_.string() + ": " + removed.message(), {}});
  const auto duty = parseDuty(*content);
  if (!duty) return std::nullopt;
  if (const auto told = tell(duty->sessionId); !told) return tl::unexpected(told.error());
  return duty->staffNo;
}

// Also after a stop: who wants to leave has left.
Outcome<void> StaffDuty::tell(const std::string& sessionId) {
  const auto done = lift(desk_.client().call(message::StaffSignOut{sessionId}, {}));
  if (!done) return tl::unexpected(done.error());
  return {};
}

}  // namespace ssc::flows
