// `ssc apply` and `ssc correct`
#include <fmt/core.h>

#include "hostlib/cli/form_view.hpp"
#include "hostlib/cli/office_sign_in.hpp"
#include "wire/beijing_time.hpp"

namespace ssc::cli {
namespace {

using flows::Application;
using flows::OfficeDesk;
using flows::Outcome;
using flows::Reason;
using flows::SignedInPerson;
using profile::Language;

std::vector<flows::FormEntry> entriesOf(const Options& options) {
  std::vector<flows::FormEntry> entries;
  for (const std::string& value : options.items) {
    const auto sign = value.find('=');
    entries.push_back({value.substr(0, sign), crypto::Personal(value.substr(sign + 1))});
  }
  return entries;
}

int refuse(const Options& options, const flows::Failure& failure) {
  const auto config = configured(options);
  return config ? report(failure, options, languageOf(options, *config)) : config.error();
}

/// All that is wrong, before anybody signs in; JSON has every field, people the first lines.
int refuseForm(const Options& options, const std::vector<catalogue::FormProblem>& problems) {
  const auto config = configured(options);
  if (!config) return config.error();
  const Language language = languageOf(options, *config);
  const flows::Failure failure{Reason::badInput, options.item, {}};
  if (options.json) {
    const Json json = {{"ok", false},
                       {"error",
                        {{"reason", "badInput"},
                         {"zh", failure.zh()},
                         {"en", failure.en()},
                         {"problems", problemsJson(problems)}}}};
    printJson(json);
    return failure.exitCode();
  }
  for (const catalogue::FormProblem& problem : problems)
    fmt::print(stderr, "{}: {}\n", problem.field, language == Language::zh ? problem.zh : problem.en);
  return report(failure, options, language);
}

std::string today() {
  return wire::dayText(
      std::chrono::time_point_cast<wire::TimePoint::duration>(std::chrono::system_clock::now()));
}

template <class Work>
int runAccepted(const Options& options, const std::stop_token& stop, const Work& work) {
  const auto accepted = [&](OfficeDesk& desk, const SignedInPerson& person) -> Outcome<Json> {
    Application application(desk, stop);
    const auto answer = work(application, person);
    if (!answer) return tl::unexpected(answer.error());
    return acceptedJson(*answer);
  };
  return runSignedIn(options, stop, options.item, accepted, printAccepted);
}

int runList(const Options& options, const std::stop_token& stop) {
  const auto work = [&](OfficeDesk& desk, const SignedInPerson& person) -> Outcome<Json> {
    const auto lines = Application(desk, stop).list(person);
    if (!lines) return tl::unexpected(lines.error());
    return linesJson(*lines);
  };
  return runSignedIn(options, stop, {}, work, printLines);
}

}  // namespace

int runApply(const Options& options, std::stop_token stop) {
  if (options.list) return runList(options, stop);
  if (!options.withdraw.empty())
    return runAccepted(options, stop, [&](Application& application, const SignedInPerson& person) {
      return application.withdraw(person, options.withdraw);
    });
  if (!Application::accepts(options.item)) return refuse(options, {Reason::noSuchService, options.item, {}});
  const flows::FormRequest request{options.item, entriesOf(options), options.again};
  if (const auto problems = Application::problemsOf(request, today()); !problems.empty())
    return refuseForm(options, problems);
  return runAccepted(options, stop, [&](Application& application, const SignedInPerson& person) {
    return application.submit(person, request);
  });
}

int runCorrect(const Options& options, std::stop_token stop) {
  const std::vector<form::Value> values{
      {"row", options.row}, {"field", options.field}, {"text", options.text}};
  if (const auto problems = catalogue::checkCorrection(values, today()); !problems.empty())
    return refuseForm(options, problems);
  return runAccepted(options, stop, [&](Application& application, const SignedInPerson& person) {
    return application.correct(
        person, {options.item, crypto::Personal(options.row), crypto::Personal(options.text), options.field});
  });
}

}  // namespace ssc::cli
