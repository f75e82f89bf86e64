#include "kiosk-app/keeper/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <filesystem>

namespace ssc::kiosk::keeper {
namespace {

constexpr const char* kVisitGroup = "For the visits";
constexpr double kMostSeconds = 600;
constexpr std::size_t kLongestName = 64;

bool isNameCharacter(char character) {
  constexpr std::string_view kMarks = "-_.";
  const auto inRange = [character](char first, char last) { return first <= character && character <= last; };
  return inRange('a', 'z') || inRange('A', 'Z') || inRange('0', '9') || kMarks.find(character) != kMarks.npos;
}

std::string checkName(const std::string& text) {
  const bool fits = !text.empty() && text.size() <= kLongestName && text.front() != '-';
  return fits && std::ranges::all_of(text, isNameCharacter) ? ""
                                                            : "not a name: " + text.substr(0, kLongestName);
}

const CLI::Validator kName(checkName, "NAME");
const CLI::Range kMillimetres(50.0, 3000.0);

/// What goes through to the visits. One row more here, and one in the visit's own settings.
struct Passed {
  const char *name, *text;
  CLI::Validator check;
};

std::vector<Passed> passedOptions() {
  return {{"--profile", "Profile of this kiosk's hardware", CLI::ExistingFile},
          {"--mode", "Alone with the citizen, or beside a clerk", CLI::IsMember({"public", "desk"})},
          {"--district", "What this site offers: a district profile", kName},
          {"--layout", "How the screen stands", CLI::IsMember({"portrait", "landscape"})},
          {"--language", "Of the first page: zh, en", kName},
          {"--pin", "Where PINs are entered; by default as the profile says, else the district",
           CLI::IsMember({"pad", "screen"})},
          {"--short-side-mm", "Width of the screen, millimetres", kMillimetres},
          {"--camera", "Simulated camera: a file that says what it sees", CLI::ExistingFile},
          {"--id-reader", "Simulated id-card reader: a file that says what lies there", CLI::ExistingFile}};
}

void describePassed(CLI::App& app, Options& options) {
  for (const Passed& row : passedOptions()) {
    const auto pass = [&options, name = std::string(row.name)](const std::string& value) {
      options.forVisit.insert(options.forVisit.end(), {name, value});
    };
    app.add_option_function<std::string>(row.name, pass, row.text)->check(row.check)->group(kVisitGroup);
  }
  const auto windowed = [&options] { options.forVisit.emplace_back("--windowed"); };
  app.add_flag_callback("--windowed", windowed, "In a window, not on the whole screen")->group(kVisitGroup);
}

void limitOption(CLI::App& app, const char* name, std::chrono::milliseconds& limit, const char* text) {
  const auto take = [&limit](double seconds) {
    limit = std::chrono::round<std::chrono::milliseconds>(std::chrono::duration<double>(seconds));
  };
  app.add_option_function<double>(name, take, text)
      ->type_name("SECONDS")
      ->check(CLI::Range(0.1, kMostSeconds).description(""));
}

}  // namespace

void describe(CLI::App& app, Options& options) {
  app.add_option("--visit", options.visit, "Program of a visit (the ssc-kiosk-visit beside this program)")
      ->type_name("PROGRAM");
  limitOption(app, "--start-limit", options.limits.start, "From the start of a visit until it is ready (20)");
  limitOption(app, "--alive-limit", options.limits.alive,
              "Silence after which a visit is taken for hung (5)");
  limitOption(app, "--cover-limit", options.limits.handOver,
              "How long a visit that left waits for the next one to cover it (1)");
  describePassed(app, options);
}

std::string programBeside(const std::string& name) {
  std::error_code failed;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", failed);
  return (failed ? std::filesystem::path("/usr/bin") : self.parent_path()) / name;
}

}  // namespace ssc::kiosk::keeper
