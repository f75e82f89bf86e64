// How a person signs in from the command line: with the card in the reader, with a code that the phone shows,
// or with a code shown here.
#pragma once

#include "hostlib/cli/card_command.hpp"
#include "hostlib/flows/office/card_sign_in.hpp"
#include "hostlib/flows/office/code_sign_in.hpp"

namespace ssc::cli {

/// What a signed-in person is here for; the session ends afterwards, whatever happens.
using SignedInWork = std::function<flows::Outcome<Json>(flows::OfficeDesk&, const flows::SignedInPerson&)>;

/// Signs in as the options say, works, ends the session. `print`: for people, of the work's JSON.
int runSignedIn(const Options& options, std::stop_token stop, const std::string& service,
                const SignedInWork& work, const std::function<void(const Json&, profile::Language)>& print);

Json personJson(const flows::SignedInPerson& person);
void printPerson(const flows::SignedInPerson& person, profile::Language language);

}  // namespace ssc::cli
