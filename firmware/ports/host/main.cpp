// ssc-reader: the reader firmware as a process, spoken to by libccidtwin through DIR/tty.
#include <array>
#include <csignal>
#include <cstdio>

#include "firmware/ports/host/host_reader.hpp"
#include "firmware/ports/host/options.hpp"
#include "hw-profiles/ssc_sim_reader.hpp"

namespace {

using ssc::fw::ReaderProfile;
using namespace ssc::fw::host;

constexpr int kExitFailure = 1;
constexpr int kExitUsage = 2;
constexpr std::array kProfiles = {&ssc::fw::profiles::kSscSimReader};  // the first is the default

const ReaderProfile* profileNamed(const std::string& name) {
  for (const ReaderProfile* const profile : kProfiles) {
    if (name.empty() || profile->model == name) return profile;
  }
  return nullptr;
}

void blockSignals() {
  sigset_t signals;
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGTERM);
  ::sigaddset(&signals, SIGINT);
  ::sigprocmask(SIG_BLOCK, &signals, nullptr);
}

int complain(const std::string& what, int code) {
  std::fprintf(stderr, "ssc-reader: %s\n", what.c_str());
  return code;
}

int serve(const Options& options, const ReaderProfile& profile) {
  blockSignals();
  auto reader = HostReader::create(options.directory, profile, options.verbose);
  if (!reader) return complain(reader.error().text(), kExitFailure);
  std::printf("ready %s/tty\n", options.directory.c_str());
  std::fflush(stdout);
  const auto ended = (*reader)->run();
  return ended ? 0 : complain(ended.error().text(), kExitFailure);
}

}  // namespace

int main(int argc, char** argv) {
  const auto arguments = std::span<char* const>(argv, static_cast<std::size_t>(argc));
  const auto options = parseOptions(arguments.subspan(arguments.empty() ? 0 : 1));
  if (!options) return complain(options.error() + "\n" + usage(), kExitUsage);
  if (options->help) return std::fputs(usage(), stdout) < 0 ? kExitFailure : 0;
  const ReaderProfile* const profile = profileNamed(options->profile);
  if (profile == nullptr) return complain("no built-in profile is named " + options->profile, kExitUsage);
  return serve(*options, *profile);
}
