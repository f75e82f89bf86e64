#include "center/apply/application.hpp"

#include <algorithm>
#include <array>

#include "center/apply/store.hpp"
#include "center/ask/elsewhere.hpp"
#include "center/ask/item_rule.hpp"
#include "center/ask/paper.hpp"
#include "center/data/queries/query.hpp"
#include "center/identity/staff.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

constexpr std::string_view kForm = "form", kCorrection = "correction", kEverybody = "self family agent";

/// Words of form::Fault, for whoever reads the refusal; they say what is wrong, never the value.
constexpr std::array<std::string_view, 10> kFaults{"unknown",  "twice",    "missing",   "form",     "tooLong",
                                                   "tooSmall", "tooLarge", "notListed", "inFuture", "order"};

/// Whose application, and who is there.
struct Applicant {
  std::string subject, presenter, sessionId;
};

// ---- what may be handed in

/// nullptr: there is no such form, or no such record to correct.
const form::Form* formFor(const SubmitApplication& body) {
  if (body.kind == kForm) return form::findForm(body.item);
  if (body.kind == kCorrection && !views(body.item).empty()) return &form::recordForm();
  return nullptr;
}

/// A correction names a column of the query that showed the record.
bool isColumn(const std::string& item, const std::string& field) {
  return std::ranges::any_of(views(item), [&](const QueryView& view) {
    return std::ranges::any_of(view.columns, [&](const Column& column) { return column.id == field; });
  });
}

Answered<void> checkValues(const SubmitApplication& body, std::span<const form::Value> values,
                           const std::string& today) {
  const form::Form& form = *formFor(body);
  if (const auto problems = form::check(form, values, today); !problems.empty()) {
    const form::Problem& first = problems.front();
    const std::string field = first.fault == form::Fault::unknown ? std::string() : "." + first.field;
    return refuse(ErrorCode::badEnvelope, 0,
                  "input.values" + field + "." + std::string(kFaults[static_cast<std::size_t>(first.fault)]));
  }
  if (body.kind != kCorrection) return {};
  const auto field = std::ranges::find(values, "field", &form::Value::id);
  if (!isColumn(body.item, field->value))
    return refuse(ErrorCode::badEnvelope, 0, "input.values.field.notListed");
  return {};
}

/// Which sign-ins an item takes: a form for one kind of card alone says so.
std::string_view waysOf(const form::Form& form) {
  if (form.physical && form.electronic) return {};
  return form.physical ? "card" : "phone code";
}

ItemRule ruleOf(const SubmitApplication& body, const form::Form& form) {
  ItemRule rule{};
  rule.item = body.item;
  rule.level = form.level;
  rule.who = body.kind == kForm ? form.who : kEverybody;
  rule.ways = waysOf(form);
  return rule;
}

/// Whoever may look at a person's applications, or take one back: of somebody else's with a mandate for
/// everything.
Answered<Session> ownSession(const Call& call, const std::string& sessionId) {
  auto session = requireSession(call.sql, call, sessionId, kIdentified);
  if (!session) return session;
  if (auto may = mayActFor(call, *session, "applications"); !may) return tl::unexpected(may.error());
  return session;
}

Answered<Session> submitSession(const Call& call, const SubmitApplication& body) {
  const form::Form* form = formFor(body);
  if (form == nullptr) return refuse(ErrorCode::unknownTransaction, 0, "input.item");
  return sessionFor(call, ruleOf(body, *form), body.sessionId);
}

// ---- personal values

Answered<std::vector<form::Value>> openValues(const Message& message, const SubmitApplication& body) {
  const form::Form& form = *formFor(body);
  std::vector<form::Value> values;
  for (const FormValue& each : body.values) {
    const form::Rule* rule = form::findRule(form, each.id);
    if (rule == nullptr || !rule->personal) {
      values.push_back({each.id, each.value});
      continue;
    }
    const auto value = message.open(each.id, Sealed{each.value});
    if (!value) return refuse(ErrorCode::badEnvelope, 0, "input.values." + each.id);
    values.push_back({each.id, value->reveal()});
  }
  return values;
}

Answered<void> sealValues(const Message& message, Applications& answer) {
  if (answer.rows.size() != 1) return {};
  SubmitApplication as;
  as.item = answer.rows.front().item;
  as.kind = answer.rows.front().kind;
  const form::Form* form = formFor(as);
  for (FormValue& each : answer.values) {
    const form::Rule* rule = form == nullptr ? nullptr : form::findRule(*form, each.id);
    if (rule != nullptr && !rule->personal) continue;
    auto sealed = message.seal(each.id, each.value);
    if (!sealed) return tl::unexpected(sealed.error());
    each.value = std::move(sealed->text);
  }
  return {};
}

// ---- the work itself, with values in the open

std::string dayOf(std::int64_t at) {
  return at == 0 ? std::string() : wire::dayText(wire::TimePoint(std::chrono::milliseconds(at)));
}

std::string timeOf(std::int64_t at) {
  return wire::compactTime(wire::TimePoint(std::chrono::milliseconds(at)));
}

ApplicationState stateOf(const Application& application) {
  return {application.applyNo, application.state, dayOf(application.until)};
}

/// Values in the order of their names: the order in which they came does not matter.
Answered<std::string> hashOf(std::vector<form::Value> values) {
  std::ranges::sort(values, {}, &form::Value::id);
  std::string text;
  for (const form::Value& value : values)
    text += value.id + '=' + std::to_string(value.value.size()) + ':' + value.value + '\n';
  const auto hash = crypto::sm3(crypto::bytesOf(text));
  if (!hash) return refuse(ErrorCode::storage);
  return crypto::toHex(*hash);
}

StepTaker personTakes(const Call& call, const Applicant& who) {
  return {call.head().opter, who.sessionId, {}};
}

/// An application that was not sent again in time is withdrawn, whenever somebody looks.
void lapse(const Call& call, const std::string& subject) {
  for (const std::string& number : lapsedOf(call.sql, subject, call.at())) {
    const auto application = findApplication(call.sql, number);
    if (application)
      static_cast<void>(takeStep(call, *application, *findStep("lapse", "RETURNED"), StepTaker{}));
  }
}

/// Of this person: 2302 for any other, as if it were not there.
Answered<Application> ownApplication(const Call& call, const Applicant& who, const std::string& applyNo) {
  auto application = findApplication(call.sql, applyNo);
  if (!application || application->subject != who.subject) return refuse(ErrorCode::signInUnknown);
  return std::move(*application);
}

Answered<Application> resubmit(const Call& call, const Applicant& who, const SubmitApplication& body,
                               const std::string& hash) {
  auto application = ownApplication(call, who, body.applyNo);
  if (!application) return application;
  const StepRow* row = findStep("resubmit", application->state);
  const bool same = application->item == body.item && application->kind == body.kind;
  if (row == nullptr || !same) return refuse(ErrorCode::wrongStep);
  application->valuesHash = hash;
  return takeStep(call, std::move(*application), *row, personTakes(call, who));
}

Answered<Application> submitNew(const Call& call, const Applicant& who, Application made) {
  auto number = newApplyNo(call);
  if (!number) return tl::unexpected(number.error());
  const StepRow& row = *findStep("submit", "");
  made.applyNo = std::move(*number);
  made.state = row.to;
  insertApplication(call, made);
  noteStep(call, made, row, personTakes(call, who));
  return made;
}

Answered<Application> submitted(const Call& call, const Applicant& who, const SubmitApplication& body,
                                const std::vector<form::Value>& values) {
  if (auto before = changedBy(call)) return std::move(*before);
  if (auto right = checkValues(body, values, wire::dayText(call.now)); !right)
    return tl::unexpected(right.error());
  auto hash = hashOf(values);
  if (!hash) return tl::unexpected(hash.error());
  lockPerson(call, who.subject);
  lapse(call, who.subject);
  Application like;
  like.subject = who.subject;
  like.presenter = who.presenter;
  like.item = body.item;
  like.kind = body.kind;
  like.valuesHash = *hash;
  if (body.applyNo.empty())
    if (auto waiting = findWaiting(call.sql, like)) return std::move(*waiting);
  auto application =
      body.applyNo.empty() ? submitNew(call, who, std::move(like)) : resubmit(call, who, body, *hash);
  if (application) writeValues(call.sql, application->applyNo, values);
  return application;
}

ApplicationRow rowOf(const Application& from) {
  return {from.applyNo,         from.item,   from.kind,        from.state, timeOf(from.submitted),
          timeOf(from.changed), from.reason, dayOf(from.until)};
}

Answered<Applications> asked(const Call& call, const Applicant& who, const AskApplications& body) {
  lapse(call, who.subject);
  Applications answer;
  if (body.applyNo.empty()) {
    const auto found =
        applicationsOf(call.sql, who.subject, body.page * kMostApplications, kMostApplications + 1);
    for (const Application& application : found)
      answer.rows.push_back(rowOf(application));
    answer.more = answer.rows.size() > kMostApplications;
    if (answer.more) answer.rows.pop_back();
    return answer;
  }
  const auto application = ownApplication(call, who, body.applyNo);
  if (!application) return tl::unexpected(application.error());
  answer.rows.push_back(rowOf(*application));
  answer.steps = stepsOf(call.sql, body.applyNo);
  for (form::Value& value : valuesOf(call.sql, body.applyNo))
    answer.values.push_back({std::move(value.id), std::move(value.value)});
  return answer;
}

Answered<Application> withdrawn(const Call& call, const Applicant& who, const WithdrawApplication& body) {
  if (auto before = changedBy(call)) return std::move(*before);
  lapse(call, who.subject);
  auto application = ownApplication(call, who, body.applyNo);
  if (!application) return application;
  const StepRow* row = findStep("withdraw", application->state);
  if (row == nullptr) return refuse(ErrorCode::wrongStep);
  return takeStep(call, std::move(*application), *row, personTakes(call, who));
}

// ---- persons of other areas

Applicant applicantOf(const Session& session) {
  return {session.subject, session.presenter, session.id};
}

/// Asks the other center, for a session that `require` allows.
template <class Body, class Require>
Answered<std::optional<std::string>> askPeer(const Message& message, const Body& body, std::string input,
                                             const Require& require) {
  const auto session =
      message.services.store.write(Durability::quick, [&](soci::session& sql) -> Answered<Session> {
        return require(Call{message, sql, std::nullopt}, body);
      });
  if (!session) return tl::unexpected(refusalOf(session.error()));
  if (!*session) return tl::unexpected(session->error());
  return askPeerFor(message, **session, std::move(input));
}

template <class Body>
Answered<std::optional<std::string>> routeOwn(const Message& message) {
  if (!message.isForOtherArea()) return std::nullopt;
  const auto body = bodyOf<Body>(message.request);
  if (!body) return tl::unexpected(body.error());
  return askPeer(message, *body, message.request.input,
                 [](const Call& call, const Body& asked) { return ownSession(call, asked.sessionId); });
}

/// Work for a person of ours before a terminal of a peer.
template <class Body, class Work>
Answered<std::string> forPeer(const Services& services, soci::session& sql, const Request& request,
                              const Forwarded& forwarded, const Work& work) {
  const auto body = bodyOf<Body>(request);
  if (!body) return tl::unexpected(body.error());
  if (forwarded.level < kIdentified) return refuse(ErrorCode::levelTooLow);
  if (auto subject = checkSubject(sql, forwarded); !subject) return tl::unexpected(subject.error());
  const Terminal theirs;
  const Message message{services, request, theirs, nullptr, services.clock.now()};
  auto answer = work(Call{message, sql, std::nullopt},
                     Applicant{forwarded.subject, forwarded.presenter, body->sessionId}, *body);
  if (!answer) return tl::unexpected(answer.error());
  if (auto noted = noteForeignAccess(services, sql, request, forwarded, body->sessionId, "application");
      !noted)
    return tl::unexpected(noted.error());
  return encodeBody(*answer);
}

/// The answer of the other center, or our own.
template <class Body, class Work>
Answered<typename Body::Answer> localOrRemote(const Call& call, const Session& session,
                                              const std::string& item, const Work& work) {
  Answered<typename Body::Answer> answer = refuse(ErrorCode::peer);
  if (call.remote) {
    if (auto given = decodeBody<typename Body::Answer>(*call.remote)) answer = std::move(*given);
  } else {
    answer = work();
  }
  if (!answer) return answer;
  if (auto noted = noteAccess(call, session, item); !noted) return tl::unexpected(noted.error());
  return answer;
}

}  // namespace

// ---- 8701

Answered<ApplicationState> submitApplication(const Call& call, const SubmitApplication& body) {
  const auto session = submitSession(call, body);
  if (!session) return tl::unexpected(session.error());
  return localOrRemote<SubmitApplication>(call, *session, body.item, [&]() -> Answered<ApplicationState> {
    const auto values = openValues(call, body);
    if (!values) return tl::unexpected(values.error());
    return submitted(call, applicantOf(*session), body, *values).map(stateOf);
  });
}

Answered<std::optional<std::string>> routeSubmit(const Message& message) {
  if (!message.isForOtherArea()) return std::nullopt;
  const auto body = bodyOf<SubmitApplication>(message.request);
  if (!body) return tl::unexpected(body.error());
  if (formFor(*body) == nullptr) return refuse(ErrorCode::unknownTransaction, 0, "input.item");
  auto values = openValues(message, *body);
  if (!values) return tl::unexpected(values.error());
  SubmitApplication open = *body;
  open.values.clear();
  for (form::Value& value : *values)
    open.values.push_back({std::move(value.id), std::move(value.value)});
  return askPeer(message, *body, encodeBody(open), submitSession);
}

Answered<std::string> foreignSubmit(const Services& services, soci::session& sql, const Request& request,
                                    const Forwarded& forwarded) {
  return forPeer<SubmitApplication>(services, sql, request, forwarded,
                                    [&](const Call& call, const Applicant& who,
                                        const SubmitApplication& body) -> Answered<ApplicationState> {
                                      const form::Form* form = formFor(body);
                                      if (form == nullptr)
                                        return refuse(ErrorCode::unknownTransaction, 0, "input.item");
                                      if (forwarded.level < form->level)
                                        return refuse(ErrorCode::levelTooLow);
                                      std::vector<form::Value> values;
                                      values.reserve(body.values.size());
                                      for (const FormValue& value : body.values)
                                        values.push_back({value.id, value.value});
                                      return submitted(call, who, body, values).map(stateOf);
                                    });
}

// ---- 8702

Answered<Applications> askApplications(const Call& call, const AskApplications& body) {
  const auto session = ownSession(call, body.sessionId);
  if (!session) return tl::unexpected(session.error());
  auto answer = localOrRemote<AskApplications>(call, *session, "application",
                                               [&] { return asked(call, applicantOf(*session), body); });
  if (!answer) return answer;
  if (auto sealed = sealValues(call, *answer); !sealed) return tl::unexpected(sealed.error());
  return answer;
}

Answered<std::optional<std::string>> routeAsk(const Message& message) {
  return routeOwn<AskApplications>(message);
}

Answered<std::string> foreignAsk(const Services& services, soci::session& sql, const Request& request,
                                 const Forwarded& forwarded) {
  return forPeer<AskApplications>(services, sql, request, forwarded, asked);
}

// ---- 8703

Answered<ApplicationState> decideApplication(const Call& call, const DecideApplication& body) {
  const auto staff = requireStaff(call, body.staffSessionId);
  if (!staff) return tl::unexpected(staff.error());
  if (!isDecision(body.decision)) return refuse(ErrorCode::badEnvelope, 0, "input.decision");
  auto application = findApplication(call.sql, body.applyNo);
  if (!application) return refuse(ErrorCode::signInUnknown);
  const bool own = staff->number == application->subject || staff->number == application->presenter;
  if (own) return refuse(ErrorCode::notPossible);
  const StepRow* row = findStep(body.decision, application->state);
  if (row == nullptr) return refuse(ErrorCode::wrongStep);
  if (row->needsReason && body.reason.empty()) return refuse(ErrorCode::badEnvelope, 0, "input.reason");
  if (row->secondPerson && application->checkedBy == staff->staffNo) return refuse(ErrorCode::wrongStep);
  if (auto noted = noteAccess(call.services, call.sql,
                              {call.terminal.devNo, staff->id, staff->number, application->subject,
                               call.head().infno, application->item});
      !noted)
    return tl::unexpected(noted.error());
  return takeStep(call, std::move(*application), *row, {staff->staffNo, staff->id, body.reason}).map(stateOf);
}

// ---- 8704

Answered<ApplicationState> withdrawApplication(const Call& call, const WithdrawApplication& body) {
  const auto session = ownSession(call, body.sessionId);
  if (!session) return tl::unexpected(session.error());
  return localOrRemote<WithdrawApplication>(call, *session, "application", [&] {
    return withdrawn(call, applicantOf(*session), body).map(stateOf);
  });
}

Answered<std::optional<std::string>> routeWithdraw(const Message& message) {
  return routeOwn<WithdrawApplication>(message);
}

Answered<std::string> foreignWithdraw(const Services& services, soci::session& sql, const Request& request,
                                      const Forwarded& forwarded) {
  return forPeer<WithdrawApplication>(
      services, sql, request, forwarded,
      [](const Call& call, const Applicant& who, const WithdrawApplication& body) {
        return withdrawn(call, who, body).map(stateOf);
      });
}

}  // namespace ssc::center
