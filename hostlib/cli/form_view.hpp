// Forms as the command line shows them: what to fill in, what is wrong, what became of an application.
#pragma once

#include "hostlib/catalogue/forms.hpp"
#include "hostlib/cli/output.hpp"
#include "hostlib/flows/office/application.hpp"

namespace ssc::cli {

/// {item, zh, en, fields: [{id, zh, en, help, shape, required, codes, …}]}
Json formJson(const catalogue::Form& form);
void printForm(const catalogue::Form& form, profile::Language language);

/// What is wrong, as "problems" of the error.
Json problemsJson(const std::vector<catalogue::FormProblem>& problems);

Json acceptedJson(const flows::Accepted& accepted);
void printAccepted(const Json& json, profile::Language language);
Json linesJson(const std::vector<flows::ApplicationLine>& lines);
void printLines(const Json& json, profile::Language language);

}  // namespace ssc::cli
