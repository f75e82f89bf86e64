#include "center/apply/store.hpp"

#include "center/ask/paper.hpp"

namespace ssc::center {

using wire::office::ErrorCode;

namespace {

const std::string kColumns =
    "a.apply_no, a.aac002, a.presenter, a.item, a.kind, a.state, a.values_hash, a.checked_by, a.reason, "
    "a.until, "
    "a.submitted, a.changed FROM applications a ";

/// A row in the order of kColumns.
struct Row {
  Application found;
  long long until = 0, submitted = 0, changed = 0;

  Application application() const {
    Application result = found;
    result.until = until;
    result.submitted = submitted;
    result.changed = changed;
    return result;
  }
};

/// The end of the last day on which it can be sent again, Beijing time.
std::int64_t returnUntil(std::int64_t now) {
  constexpr std::int64_t kHour = 3'600'000, kDay = 24 * kHour, kBeijing = 8 * kHour;
  return ((now + kBeijing) / kDay + kReturnDays + 1) * kDay - kBeijing - 1;
}

int nextStep(soci::session& sql, const std::string& applyNo) {
  int last = 0;
  sql << "SELECT COALESCE(MAX(seq), 0) FROM application_steps WHERE apply_no = :no", soci::use(applyNo),
      soci::into(last);
  return last + 1;
}

}  // namespace

std::optional<Application> findApplication(soci::session& sql, const std::string& applyNo) {
  Row row;
  soci::statement found =
      (sql.prepare << "SELECT " + kColumns + "WHERE a.apply_no = :no", soci::use(applyNo),
       soci::into(row.found.applyNo), soci::into(row.found.subject), soci::into(row.found.presenter),
       soci::into(row.found.item), soci::into(row.found.kind), soci::into(row.found.state),
       soci::into(row.found.valuesHash), soci::into(row.found.checkedBy), soci::into(row.found.reason),
       soci::into(row.until), soci::into(row.submitted), soci::into(row.changed));
  return found.execute(true) ? std::optional(row.application()) : std::nullopt;
}

std::optional<Application> findWaiting(soci::session& sql, const Application& like) {
  std::string applyNo;
  sql << "SELECT apply_no FROM applications WHERE aac002 = :subject AND item = :item AND kind = :kind AND "
         "values_hash = :hash AND state = 'SUBMITTED' ORDER BY submitted LIMIT 1",
      soci::use(like.subject), soci::use(like.item), soci::use(like.kind), soci::use(like.valuesHash),
      soci::into(applyNo);
  return sql.got_data() ? findApplication(sql, applyNo) : std::nullopt;
}

std::optional<Application> changedBy(const Call& call) {
  std::string applyNo;
  call.sql << "SELECT apply_no FROM application_steps WHERE dev_no = :dev AND msgid = :msg",
      soci::use(call.head().devNo), soci::use(call.head().msgid), soci::into(applyNo);
  return call.sql.got_data() ? findApplication(call.sql, applyNo) : std::nullopt;
}

std::vector<Application> applicationsOf(soci::session& sql, const std::string& subject, std::size_t first,
                                        std::size_t most) {
  const int offset = static_cast<int>(first), limit = static_cast<int>(most);
  std::vector<std::string> numbers(most);
  sql << "SELECT apply_no FROM applications WHERE aac002 = :subject ORDER BY submitted DESC, apply_no DESC "
         "LIMIT :limit OFFSET :offset",
      soci::use(subject), soci::use(limit), soci::use(offset), soci::into(numbers);
  std::vector<Application> result;
  for (const std::string& number : numbers)
    if (auto found = findApplication(sql, number)) result.push_back(std::move(*found));
  return result;
}

std::vector<std::string> lapsedOf(soci::session& sql, const std::string& subject, std::int64_t now) {
  constexpr std::size_t kAtOnce = 64;
  const long long at = now;
  std::vector<std::string> numbers(kAtOnce);
  sql << "SELECT apply_no FROM applications WHERE aac002 = :subject AND state = 'RETURNED' AND until < :now "
         "ORDER BY apply_no LIMIT 64",
      soci::use(subject), soci::use(at), soci::into(numbers);
  return numbers;
}

Answered<std::string> newApplyNo(const Call& call) {
  return numberOfTheDay(call, "application", "SQ");
}

void insertApplication(const Call& call, const Application& made) {
  const long long now = call.at();
  call.sql
      << "INSERT INTO applications (apply_no, aac002, presenter, item, kind, state, values_hash, submitted, "
         "changed) VALUES (:no, :subject, :presenter, :item, :kind, :state, :hash, :now, :same)",
      soci::use(made.applyNo), soci::use(made.subject), soci::use(made.presenter), soci::use(made.item),
      soci::use(made.kind), soci::use(made.state), soci::use(made.valuesHash), soci::use(now), soci::use(now);
}

void writeValues(soci::session& sql, const std::string& applyNo, std::span<const form::Value> values) {
  sql << "DELETE FROM application_values WHERE apply_no = :no", soci::use(applyNo);
  int seq = 0;
  for (const form::Value& value : values) {
    ++seq;
    sql << "INSERT INTO application_values (apply_no, seq, field, value) VALUES (:no, :seq, :field, :value)",
        soci::use(applyNo), soci::use(seq), soci::use(value.id), soci::use(value.value);
  }
}

std::vector<form::Value> valuesOf(soci::session& sql, const std::string& applyNo) {
  std::vector<std::string> fields(wire::office::kMostFormValues), texts(wire::office::kMostFormValues);
  sql << "SELECT field, value FROM application_values WHERE apply_no = :no ORDER BY seq", soci::use(applyNo),
      soci::into(fields), soci::into(texts);
  std::vector<form::Value> values;
  values.reserve(fields.size());
  for (std::size_t i = 0; i < fields.size(); ++i)
    values.push_back({fields[i], texts[i]});
  return values;
}

std::vector<wire::office::ApplicationStep> stepsOf(soci::session& sql, const std::string& applyNo) {
  std::vector<std::string> names(wire::office::kMostSteps), reasons(wire::office::kMostSteps);
  std::vector<long long> times(wire::office::kMostSteps);
  sql << "SELECT step, reason, at FROM application_steps WHERE apply_no = :no ORDER BY seq",
      soci::use(applyNo), soci::into(names), soci::into(reasons), soci::into(times);
  std::vector<wire::office::ApplicationStep> steps;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const wire::TimePoint at{std::chrono::milliseconds(times[i])};
    steps.push_back({names[i], wire::compactTime(at), reasons[i]});
  }
  return steps;
}

void noteStep(const Call& call, const Application& application, const StepRow& row, const StepTaker& taker) {
  const int seq = nextStep(call.sql, application.applyNo);
  const std::string step(row.step), before(row.from), after(row.to);
  // A step of time alone belongs to no message.
  const bool byMessage = row.actor != Actor::time;
  const std::string devNo = byMessage ? call.head().devNo : std::string();
  const std::string msgid = byMessage ? call.head().msgid : application.applyNo + "." + std::to_string(seq);
  const long long now = call.at();
  call.sql << "INSERT INTO application_steps (apply_no, seq, step, before, after, reason, operator, dev_no, "
              "msgid, "
              "session_id, at) VALUES (:no, :seq, :step, :before, :after, :reason, :operator, :dev, :msg, "
              ":session, "
              ":now)",
      soci::use(application.applyNo), soci::use(seq), soci::use(step), soci::use(before), soci::use(after),
      soci::use(taker.reason), soci::use(taker.operatorNo), soci::use(devNo), soci::use(msgid),
      soci::use(taker.sessionId), soci::use(now);
}

Answered<Application> takeStep(const Call& call, Application application, const StepRow& row,
                               const StepTaker& taker) {
  const std::string from(row.from);
  application.state = row.to;
  application.changed = call.at();
  application.until = row.to == "RETURNED" ? returnUntil(call.at()) : 0;
  application.reason = row.to == "RETURNED" ? taker.reason : std::string();
  if (row.to == "CHECKED") application.checkedBy = taker.operatorNo;
  if (row.to == "SUBMITTED") application.checkedBy.clear();
  const long long until = application.until, changed = application.changed;
  std::string moved;
  call.sql << "UPDATE applications SET state = :to, changed = :now, until = :until, reason = :reason, "
              "checked_by = "
              ":checker, values_hash = :hash WHERE apply_no = :no AND state = :from RETURNING apply_no",
      soci::use(application.state), soci::use(changed), soci::use(until), soci::use(application.reason),
      soci::use(application.checkedBy), soci::use(application.valuesHash), soci::use(application.applyNo),
      soci::use(from), soci::into(moved);
  if (!call.sql.got_data()) return refuse(ErrorCode::wrongStep);
  noteStep(call, application, row, taker);
  return application;
}

}  // namespace ssc::center
