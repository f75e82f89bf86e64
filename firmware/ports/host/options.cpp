#include "firmware/ports/host/options.hpp"

#include <array>
#include <string_view>

namespace ssc::fw::host {
namespace {

struct ValueOption {
  std::string_view name;
  std::string Options::* value;
};
struct FlagOption {
  std::string_view name;
  bool Options::* value;
};
constexpr std::array kValueOptions = {ValueOption{"--dir", &Options::directory},
                                      ValueOption{"--profile", &Options::profile}};
constexpr std::array kFlagOptions = {FlagOption{"--verbose", &Options::verbose},
                                     FlagOption{"--help", &Options::help}};

bool readFlag(Options& options, std::string_view argument) {
  for (const FlagOption& flag : kFlagOptions) {
    if (flag.name != argument) continue;
    options.*flag.value = true;
    return true;
  }
  return false;
}

const ValueOption* valueOption(std::string_view argument) {
  for (const ValueOption& option : kValueOptions) {
    if (option.name == argument) return &option;
  }
  return nullptr;
}

}  // namespace

tl::expected<Options, std::string> parseOptions(std::span<char* const> arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view argument = arguments[i];
    if (readFlag(options, argument)) continue;
    const ValueOption* const option = valueOption(argument);
    if (option == nullptr) return tl::unexpected("unknown option " + std::string(argument));
    if (++i == arguments.size()) return tl::unexpected(std::string(argument) + " needs a value");
    options.*option->value = arguments[i];
  }
  if (options.directory.empty() && !options.help) return tl::unexpected(std::string("--dir is needed"));
  return options;
}

const char* usage() {
  return "usage: ssc-reader --dir DIR [--profile NAME] [--verbose]\n"
         "  --dir DIR       folder for tty (the driver's line) and slotN.sock (the cards' links); made if "
         "missing\n"
         "  --profile NAME  a built-in hardware profile (default: ssc-sim-reader)\n"
         "  --verbose       message names and lengths and slot events on stderr, never their contents\n";
}

}  // namespace ssc::fw::host
