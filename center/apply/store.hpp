// Applications as rows: found, written, moved from one state to the next, with every step kept.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "center/apply/life.hpp"
#include "center/gate/call.hpp"
#include "wire/form/form.hpp"
#include "wire/office/application.hpp"

namespace ssc::center {

struct Application {
  std::string applyNo, subject, presenter, item, kind, state, valuesHash, checkedBy, reason;
  std::int64_t until = 0, submitted = 0, changed = 0;
};

/// Who takes a step, and why.
struct StepTaker {
  std::string operatorNo;  ///< of the terminal, or of the member of staff
  std::string sessionId, reason;
};

std::optional<Application> findApplication(soci::session& sql, const std::string& applyNo);
/// One of this person with the same item and the same values that nobody has looked at yet.
std::optional<Application> findWaiting(soci::session& sql, const Application& like);
/// What this message did already: a message that comes again does nothing twice.
std::optional<Application> changedBy(const Call& call);
/// The person's own, newest first, from the `first` one; at most `most`.
std::vector<Application> applicationsOf(soci::session& sql, const std::string& subject, std::size_t first,
                                        std::size_t most);
/// Numbers of the person's applications whose time to be sent again is over.
std::vector<std::string> lapsedOf(soci::session& sql, const std::string& subject, std::int64_t now);

Answered<std::string> newApplyNo(const Call& call);
void insertApplication(const Call& call, const Application& made);
void writeValues(soci::session& sql, const std::string& applyNo, std::span<const form::Value> values);
std::vector<form::Value> valuesOf(soci::session& sql, const std::string& applyNo);
std::vector<wire::office::ApplicationStep> stepsOf(soci::session& sql, const std::string& applyNo);

/// `application` as it is after the step; 3102 where somebody else was faster.
Answered<Application> takeStep(const Call& call, Application application, const StepRow& row,
                               const StepTaker& taker);
/// The step of a new application.
void noteStep(const Call& call, const Application& application, const StepRow& row, const StepTaker& taker);

}  // namespace ssc::center
