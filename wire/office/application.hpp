// Applications: forms that a person hands in, and what becomes of them. 8701 to 8704.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wire/office/identity.hpp"

namespace ssc::wire::office {

inline constexpr std::size_t kMostFormValues = 24, kMostApplications = 20, kMostSteps = 64;

/// A field of a form. Where its rule says personal (wire/form), the value is sealed, bound to the field's id.
struct FormValue {
  std::string id, value;
};

struct ApplicationState {
  std::string applyNo;
  std::string state;  ///< SUBMITTED, CHECKED, APPROVED, RETURNED, WITHDRAWN
  std::string until;  ///< RETURNED: the last day to send it again, yyyy-MM-dd; else empty
};

/// 8701: a form, or a correction of a record (row, field, text). The same form handed in twice while the
/// first one waits is one application. 1107 names the first field that is wrong.
struct SubmitApplication {
  using Answer = ApplicationState;
  static constexpr std::string_view kInfno = "8701";
  std::string sessionId;
  std::string item;     ///< catalogue id: of the form; correction: of the query that showed the record
  std::string kind;     ///< form, correction
  std::string applyNo;  ///< of one that was returned and is sent again; else empty
  std::vector<FormValue> values;
};

struct ApplicationRow {
  std::string applyNo, item, kind, state;
  std::string submittedAt, changedAt;  ///< yyyyMMddHHmmssSSS
  std::string reason;                  ///< RETURNED: why
  std::string until;                   ///< RETURNED: yyyy-MM-dd
};
struct ApplicationStep {
  std::string step;  ///< submit, resubmit, check, approve, return, withdraw, lapse
  std::string at;    ///< yyyyMMddHHmmssSSS
  std::string reason;
};

/// 8702: the person's own, newest first.
struct Applications {
  std::vector<ApplicationRow> rows;
  bool more = false;
  std::vector<ApplicationStep> steps;  ///< of one application: what happened, oldest first
  std::vector<FormValue> values;       ///< of one application: as it was handed in last
};
struct AskApplications {
  using Answer = Applications;
  static constexpr std::string_view kInfno = "8702";
  std::string sessionId;
  std::string applyNo;  ///< one; empty: all
  std::uint32_t page = 0;
};

/// 8703: by a member of staff on duty; nobody approves what they checked, nor decides about themselves.
struct DecideApplication {
  using Answer = ApplicationState;
  static constexpr std::string_view kInfno = "8703";
  std::string staffSessionId;
  std::string applyNo;
  std::string decision;  ///< check, approve, return
  std::string reason;    ///< return: never empty
};

/// 8704: by the person.
struct WithdrawApplication {
  using Answer = ApplicationState;
  static constexpr std::string_view kInfno = "8704";
  std::string sessionId;
  std::string applyNo;
};

}  // namespace ssc::wire::office
