// A member of staff takes up duty at this terminal, and ends it. Between the two the duty is kept in a
// private file of the terminal, so that whatever program of it needs a member of staff finds them.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "hostlib/flows/office/desk.hpp"
#include "hostlib/flows/office/person.hpp"

namespace ssc::flows {

struct Duty {
  std::string sessionId;  ///< of the duty
  std::string staffNo;
  std::string role;           ///< clerk, supervisor …
  std::chrono::seconds idle;  ///< without a message of theirs the center ends the duty
  std::string validUntil;     ///< yyyyMMddHHmmssSSS, Beijing time
};

class StaffDuty {
 public:
  StaffDuty(OfficeDesk& desk, std::stop_token stop);

  /// For somebody signed in at identified, by their own card and PIN or e-card; that sign-in ends with it,
  /// and so does the duty of whoever was on at this terminal. notOnStaff for who is not on the center's list;
  /// badConfiguration when the duty cannot be kept: then nobody is on duty.
  Outcome<Duty> begin(const SignedInPerson& person);

  /// The number of who was on duty; nothing: nobody was, or the center had ended it long ago. The duty is
  /// forgotten here before the center is asked: when it cannot be reached the duty runs out there by itself.
  Outcome<std::optional<std::string>> end();

 private:
  Outcome<void> keep(const Duty& duty) const;
  Outcome<Duty> ask(const SignedInPerson& person);
  Outcome<void> tell(const std::string& sessionId);

  OfficeDesk& desk_;
  std::stop_token stop_;
  std::filesystem::path file_;
};

}  // namespace ssc::flows
