#include "hostlib/cli/complete_command.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <fmt/core.h>

#include "hostlib/cli/output.hpp"
#include "hostlib/flows/survey.hpp"

namespace ssc::cli {
namespace {

constexpr std::chrono::milliseconds kPatience{3000};  // somebody is waiting with a finger on the key

// CLI11 shows what IsMember allows as "TEXT:{one,two}".
std::vector<std::string> choicesOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const auto begin = type.find('{'), end = type.rfind('}');
  if (begin == std::string::npos || end == std::string::npos || end <= begin) return {};
  return CLI::detail::split(type.substr(begin + 1, end - begin - 1), ',');
}

// "SECONDS"; empty for a flag.
std::string valueOf(const CLI::Option& option) {
  if (option.get_expected_max() == 0 || option.get_type_size_max() == 0) return {};
  const std::string type = option.get_type_name();
  return type.substr(0, type.find_first_of(": {"));
}

std::vector<std::string> namesOf(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames())
    names.push_back("-" + name);
  for (const std::string& name : option.get_lnames())
    names.push_back("--" + name);
  return names;
}

Json optionJson(const CLI::Option& option) {
  return {{"names", namesOf(option)},
          {"place", option.get_positional() ? option.get_name(true) : ""},
          {"value", valueOf(option)},
          {"valueOptional", option.get_expected_min() == 0},
          {"choices", choicesOf(option)},
          {"required", option.get_required()},
          {"default", option.get_default_str()},
          {"description", option.get_description()}};
}

Json grammarOf(const CLI::App& app) {
  Json json = {{"name", app.get_name()},
               {"description", app.get_description()},
               {"examples", app.get_footer()},
               {"options", Json::array()},
               {"commands", Json::array()}};
  for (const CLI::Option* option : app.get_options())
    json["options"].push_back(optionJson(*option));
  for (const CLI::App* command : app.get_subcommands(nullptr))
    json["commands"].push_back(grammarOf(*command));
  return json;
}

int printGrammar(const CLI::App& app) {
  printJson(grammarOf(app));
  return kExitOk;
}

// A completion that finds nothing is silent.
int printReaders(const CLI::App&) {
  auto config = profile::loadConfig();
  if (!config) return kExitOk;
  config->callLimit = std::min(config->callLimit, kPatience);
  const auto devices = flows::survey(*config);
  if (!devices) return kExitOk;
  for (const flows::DeviceSurvey& device : *devices)
    fmt::print("{}\n", device.name);
  return kExitOk;
}

struct Subject {
  std::string_view name;
  int (*print)(const CLI::App&);
};
constexpr std::array kSubjects{Subject{"grammar", printGrammar}, Subject{"readers", printReaders}};

}  // namespace

std::optional<int> complete(const CLI::App& app, std::span<char* const> arguments) {
  if (arguments.size() < 2 || std::string_view(arguments[1]) != "complete") return std::nullopt;
  const std::string_view asked = arguments.size() == 3 ? arguments[2] : "";
  const auto* const subject = std::ranges::find(kSubjects, asked, &Subject::name);
  return subject == kSubjects.end() ? kExitUsage : subject->print(app);
}

}  // namespace ssc::cli
