// Forms that a signed-in person hands in, corrections of records, and what becomes of both.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "hostlib/catalogue/forms.hpp"
#include "hostlib/flows/office/desk.hpp"
#include "hostlib/flows/office/person.hpp"

namespace ssc::flows {

/// A value of a form: by the field's id.
struct FormEntry {
  std::string field;
  crypto::Personal value;
};

struct FormRequest {
  std::string item;  ///< catalogue id, of the flow identity_form
  std::vector<FormEntry> entries;
  std::string applyNo;  ///< of one that was returned; empty: a new one
};

/// "This is wrong": a cell of a record that a query showed.
struct CorrectionRequest {
  std::string item;            ///< of the query
  crypto::Personal row, text;  ///< which row, as the person names it; what is wrong
  std::string field;           ///< column of the record
};

struct Accepted {
  std::string applyNo;  ///< the number of acceptance
  std::string state;    ///< SUBMITTED, CHECKED, APPROVED, RETURNED, WITHDRAWN
  std::string until;    ///< RETURNED: the last day to send it again, yyyy-MM-dd
};

struct ApplicationLine {
  std::string applyNo, item, kind, state;
  std::string submittedAt, changedAt;  ///< yyyyMMddHHmmssSSS
  std::string reason, until;           ///< RETURNED
};
struct ApplicationEvent {
  std::string step, at, reason;
};
struct ApplicationDetail {
  ApplicationLine line;
  std::vector<ApplicationEvent> events;  ///< oldest first
  std::vector<FormEntry> entries;        ///< as it was handed in last
};

class Application {
 public:
  Application(OfficeDesk& desk, std::stop_token stop) : desk_(desk), stop_(std::move(stop)) {}

  /// Whether an item of the catalogue is a form: to be asked before anybody signs in for it.
  static bool accepts(std::string_view item);
  /// What is wrong with a form, before anything is sent. `today`: yyyy-MM-dd.
  static std::vector<catalogue::FormProblem> problemsOf(const FormRequest& request, std::string_view today);

  /// What the center knows already of the form's fields. What cannot be asked stays empty: nobody is kept
  /// from a form because a query failed. Only cancelled is a failure.
  Outcome<std::vector<FormEntry>> known(const SignedInPerson& person, const std::string& item);

  /// 8701. noSuchService for an item without a form; badInput, which names the first field that is wrong, and
  /// nothing is sent. The same form twice is one application.
  Outcome<Accepted> submit(const SignedInPerson& person, const FormRequest& request);
  Outcome<Accepted> correct(const SignedInPerson& person, const CorrectionRequest& request);

  /// 8702: all of the person's, newest first; one with its steps and values.
  Outcome<std::vector<ApplicationLine>> list(const SignedInPerson& person);
  Outcome<ApplicationDetail> one(const SignedInPerson& person, const std::string& applyNo);
  /// 8704
  Outcome<Accepted> withdraw(const SignedInPerson& person, const std::string& applyNo);

 private:
  struct Plan;
  Outcome<Accepted> send(const SignedInPerson& person, const Plan& plan);
  std::string today();

  OfficeDesk& desk_;
  std::stop_token stop_;
};

}  // namespace ssc::flows
