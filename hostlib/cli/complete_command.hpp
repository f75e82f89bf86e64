// `ssc complete …`: what shell completion and the manual page are made from. Not in the help: it is for
// programs.
#pragma once

#include <optional>
#include <span>

namespace CLI {  // NOLINT(readability-identifier-naming): the name of CLI11
class App;
}

namespace ssc::cli {

/// `arguments` as main has them. Empty where they do not begin with "complete"; else the exit code, after
///   complete grammar   the command line as JSON: commands, options, choices, examples
///   complete readers   the names of the attached readers, one a line; none where the service does not answer
/// has been printed.
std::optional<int> complete(const CLI::App& app, std::span<char* const> arguments);

}  // namespace ssc::cli
