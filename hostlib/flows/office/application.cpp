#include "hostlib/flows/office/application.hpp"

#include <algorithm>
#include <map>

#include "hostlib/flows/office/query.hpp"
#include "wire/beijing_time.hpp"
#include "wire/office/application.hpp"

namespace ssc::flows {

namespace message = wire::office;

/// What goes to the center, with the rules that say which values are sealed.
struct Application::Plan {
  std::string item, kind, applyNo;
  const form::Form& form;
  std::vector<form::Value> values;
};

namespace {

constexpr std::uint32_t kMostPages = 50;

/// nullptr: there is none, or it has no form.
const catalogue::Item* formNamed(std::string_view item) {
  const catalogue::Item* found = catalogue::find(item);
  return found != nullptr && catalogue::formOf(*found) != nullptr ? found : nullptr;
}

std::vector<form::Value> valuesOf(const std::vector<FormEntry>& entries) {
  std::vector<form::Value> values;
  values.reserve(entries.size());
  for (const FormEntry& entry : entries)
    values.push_back({entry.field, entry.value.reveal()});
  return values;
}

Failure badInput(const std::string& item, const catalogue::FormProblem& problem) {
  return {Reason::badInput, item + " " + problem.field + ": " + problem.en, {}};
}

Accepted acceptedOf(message::ApplicationState answer) {
  return {std::move(answer.applyNo), std::move(answer.state), std::move(answer.until)};
}

ApplicationLine lineOf(message::ApplicationRow row) {
  return {std::move(row.applyNo),     std::move(row.item),      std::move(row.kind),   std::move(row.state),
          std::move(row.submittedAt), std::move(row.changedAt), std::move(row.reason), std::move(row.until)};
}

const form::Form* rulesOf(const message::ApplicationRow& row) {
  return row.kind == "correction" ? &form::recordForm() : form::findForm(row.item);
}

Outcome<std::vector<FormEntry>> entriesOf(const office::Draft& draft, const message::Applications& answer) {
  std::vector<FormEntry> entries;
  const form::Form* form = rulesOf(answer.rows.front());
  for (const message::FormValue& value : answer.values) {
    const form::Rule* rule = form == nullptr ? nullptr : form::findRule(*form, value.id);
    if (rule != nullptr && !rule->personal) {
      entries.push_back({value.id, crypto::Personal(value.value)});
      continue;
    }
    auto opened = lift(draft.open(value.id, message::Sealed{value.value}));
    if (!opened) return tl::unexpected(opened.error());
    entries.push_back({value.id, std::move(*opened)});
  }
  return entries;
}

/// The first row of a view has what a person would fill in: lists are newest first.
std::optional<crypto::Personal> firstCell(const std::vector<QueryBlock>& blocks,
                                          const catalogue::KnownFrom& from) {
  for (const QueryBlock& block : blocks) {
    if (block.view != from.view || block.table.rows.empty()) continue;
    const auto column = std::ranges::find(block.table.columns, from.column, &TableColumn::id);
    if (column == block.table.columns.end()) continue;
    return block.table.rows.front()[static_cast<std::size_t>(column - block.table.columns.begin())];
  }
  return std::nullopt;
}

}  // namespace

bool Application::accepts(std::string_view item) {
  return formNamed(item) != nullptr;
}

std::vector<catalogue::FormProblem> Application::problemsOf(const FormRequest& request,
                                                            std::string_view today) {
  const catalogue::Item* item = formNamed(request.item);
  if (item == nullptr) return {};
  return catalogue::checkForm(*item, valuesOf(request.entries), today);
}

std::string Application::today() {
  return wire::dayText(std::chrono::time_point_cast<wire::TimePoint::duration>(desk_.clock().now()));
}

Outcome<std::vector<FormEntry>> Application::known(const SignedInPerson& person, const std::string& item) {
  const catalogue::Item* found = formNamed(item);
  if (found == nullptr) return tl::unexpected(Failure{Reason::noSuchService, item, {}});
  std::map<std::string_view, std::vector<QueryBlock>> asked;
  std::vector<FormEntry> entries;
  for (const catalogue::FormField& field : catalogue::formOf(*found)->fields) {
    if (field.from.empty()) continue;
    if (!asked.contains(field.from.item)) {
      auto blocks = Query(desk_, stop_).run(person, {std::string(field.from.item), {}, {}});
      if (!blocks && blocks.error().reason == Reason::cancelled) return tl::unexpected(blocks.error());
      asked[field.from.item] = blocks ? std::move(*blocks) : std::vector<QueryBlock>{};
    }
    if (auto cell = firstCell(asked[field.from.item], field.from); cell && !cell->reveal().empty())
      entries.push_back({std::string(field.field->id), std::move(*cell)});
  }
  return entries;
}

Outcome<Accepted> Application::send(const SignedInPerson& person, const Plan& plan) {
  const auto draft = lift(desk_.client().draft(stop_));
  if (!draft) return tl::unexpected(draft.error());
  message::SubmitApplication body{person.sessionId, plan.item, plan.kind, plan.applyNo, {}};
  for (const form::Value& value : plan.values) {
    const form::Rule* rule = form::findRule(plan.form, value.id);
    if (rule == nullptr || !rule->personal) {
      body.values.push_back({value.id, value.value});
      continue;
    }
    auto sealed = lift(draft->seal(value.id, value.value));
    if (!sealed) return tl::unexpected(sealed.error());
    body.values.push_back({value.id, std::move(sealed->text)});
  }
  auto answer = lift(desk_.client().call(*draft, body, {person.insuredArea, stop_}));
  if (!answer) return tl::unexpected(answer.error());
  return acceptedOf(std::move(*answer));
}

Outcome<Accepted> Application::submit(const SignedInPerson& person, const FormRequest& request) {
  const catalogue::Item* item = formNamed(request.item);
  if (item == nullptr) return tl::unexpected(Failure{Reason::noSuchService, request.item, {}});
  if (const auto problems = problemsOf(request, today()); !problems.empty())
    return tl::unexpected(badInput(std::string(item->id), problems.front()));
  return send(person, {std::string(item->id), "form", request.applyNo, *form::findForm(item->id),
                       valuesOf(request.entries)});
}

Outcome<Accepted> Application::correct(const SignedInPerson& person, const CorrectionRequest& request) {
  const catalogue::Item* item = Query::accepts(request.item) ? catalogue::find(request.item) : nullptr;
  if (item == nullptr) return tl::unexpected(Failure{Reason::noSuchService, request.item, {}});
  const std::vector<form::Value> values{
      {"row", request.row.reveal()}, {"field", request.field}, {"text", request.text.reveal()}};
  if (const auto problems = catalogue::checkCorrection(values, today()); !problems.empty())
    return tl::unexpected(badInput(std::string(item->id), problems.front()));
  return send(person, {std::string(item->id), "correction", {}, form::recordForm(), values});
}

Outcome<std::vector<ApplicationLine>> Application::list(const SignedInPerson& person) {
  std::vector<ApplicationLine> lines;
  for (std::uint32_t page = 0; page < kMostPages; ++page) {
    auto answer = lift(desk_.client().call(message::AskApplications{person.sessionId, {}, page},
                                           {person.insuredArea, stop_}));
    if (!answer) return tl::unexpected(answer.error());
    for (message::ApplicationRow& row : answer->rows)
      lines.push_back(lineOf(std::move(row)));
    if (!answer->more) return lines;
  }
  return tl::unexpected(Failure{Reason::officeBadAnswer, "8702 pages", {}});
}

Outcome<ApplicationDetail> Application::one(const SignedInPerson& person, const std::string& applyNo) {
  const auto draft = lift(desk_.client().draft(stop_));
  if (!draft) return tl::unexpected(draft.error());
  auto answer = lift(desk_.client().call(*draft, message::AskApplications{person.sessionId, applyNo, 0},
                                         {person.insuredArea, stop_}));
  if (!answer) return tl::unexpected(answer.error());
  if (answer->rows.size() != 1) return tl::unexpected(Failure{Reason::officeBadAnswer, "8702 rows", {}});
  auto entries = entriesOf(*draft, *answer);
  if (!entries) return tl::unexpected(entries.error());
  ApplicationDetail detail{lineOf(std::move(answer->rows.front())), {}, std::move(*entries)};
  for (message::ApplicationStep& step : answer->steps)
    detail.events.push_back({std::move(step.step), std::move(step.at), std::move(step.reason)});
  return detail;
}

Outcome<Accepted> Application::withdraw(const SignedInPerson& person, const std::string& applyNo) {
  auto answer = lift(desk_.client().call(message::WithdrawApplication{person.sessionId, applyNo},
                                         {person.insuredArea, stop_}));
  if (!answer) return tl::unexpected(answer.error());
  return acceptedOf(std::move(*answer));
}

}  // namespace ssc::flows
