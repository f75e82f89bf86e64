// How `ssc` speaks: results on standard output, troubles on standard error, JSON when asked.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "hostlib/cli/context.hpp"
#include "hostlib/flows/failure.hpp"

namespace ssc::cli {

using Json = nlohmann::ordered_json;

profile::Language languageOf(const Options& options, const profile::Config& config);

/// What the command line says over the file.
void applyOptions(profile::Config& config, const Options& options);

/// Configuration with the command line over it, or a printed failure (its exit code is in the error).
tl::expected<profile::Config, int> configured(const Options& options);

/// Prints a failure for a person (or as JSON) and gives the exit code.
int report(const flows::Failure& failure, const Options& options, profile::Language language);

void printJson(const Json& value);

std::optional<flows::CardInterface> interfaceFrom(std::string_view text);

/// Terminal columns a UTF-8 text takes: two for East Asian wide characters.
std::size_t columnsOf(std::string_view utf8);
/// `text` and blanks up to `columns`.
std::string padded(std::string_view text, std::size_t columns);

/// Blanks and `text`, `columns` wide.
std::string rightAligned(std::string_view text, std::size_t columns);

/// Waits for a card when --wait was given, telling a person on a terminal what to do.
flows::Outcome<void> awaitCard(const Options& options, const profile::Config& config, std::stop_token stop);

}  // namespace ssc::cli
