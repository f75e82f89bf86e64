// hostlib/printer from the command line, for printing.py: one word and its values a line.
//   print_client paper
//   print_client print FILE NAME [MS]   follows the job to its end; cancels it after MS milliseconds
//   print_client presenter SOCKET            where the last pages are
// SSC_TEST_PRINTER, SSC_TEST_SOCKET, SSC_TEST_DEVICE: CupsSettings.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <thread>

#include "hostlib/printer/cups_printer.hpp"
#include "hostlib/printer/paper_ports.hpp"

namespace {

using namespace ssc::printer;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLook{20};
constexpr std::chrono::seconds kLongest{45};
constexpr std::array kTroubles{"none", "paper-low", "other", "offline", "paper-out", "cover-open", "jam"};
constexpr std::array kPhases{"queued",  "printing",  "stopped", "completed",
                             "aborted", "cancelled", "vanished"};
constexpr std::array kPlaces{"none", "presented", "taken", "retracted", "stuck"};

int say(PrinterError error) {
  std::printf("error %s\n", std::string(toText(error)).c_str());
  return 1;
}

std::string setting(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

int paper(Printer& printer) {
  const auto state = printer.paper({});
  if (!state) return say(state.error());
  std::printf("paper %s %s %d\n", kTroubles.at(static_cast<std::size_t>(state->trouble)),
              state->accepting ? "accepting" : "closed",
              state->sheets ? static_cast<int>(*state->sheets) : -1);
  return 0;
}

int follow(Printer& printer, JobId job, std::optional<Clock::time_point> cancelAt) {
  const auto until = Clock::now() + kLongest;
  for (std::optional<JobState> last; Clock::now() < until; std::this_thread::sleep_for(kLook)) {
    const auto seen = printer.state(job, {});
    if (!seen) return say(seen.error());
    if (last != *seen)
      std::printf("%s %u %s\n", kPhases.at(static_cast<std::size_t>(seen->phase)), seen->pagesDone,
                  kTroubles.at(static_cast<std::size_t>(seen->trouble)));
    std::fflush(stdout);
    last = *seen;
    if (seen->phase >= Phase::completed) return 0;
    if (!cancelAt || Clock::now() < *cancelAt) continue;
    cancelAt.reset();
    if (const auto done = printer.cancel(job); !done) return say(done.error());
  }
  std::printf("endless\n");
  return 1;
}

int print(Printer& printer, int count, char** words) {
  std::ifstream file(words[0], std::ios::binary);
  const std::string pdf{std::istreambuf_iterator<char>(file), {}};
  const auto job = printer.submit(ssc::crypto::bytesOf(pdf), words[1], {});
  if (!job) return say(job.error());
  std::printf("job\n");
  std::optional<Clock::time_point> cancelAt;
  if (count > 2) cancelAt = Clock::now() + std::chrono::milliseconds(std::strtol(words[2], nullptr, 10));
  return follow(printer, *job, cancelAt);
}

int presenter(const char* socket) {
  PresenterPort port(socket);
  const auto seen = port.look();
  if (!seen) return say(seen.error());
  std::printf("%s %u\n", kPlaces.at(static_cast<std::size_t>(seen->where)), seen->bundle);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  if (command == "presenter" && argc == 3) return presenter(argv[2]);
  CupsSettings settings;
  settings.uri = setting("SSC_TEST_PRINTER");
  settings.socket = setting("SSC_TEST_SOCKET");
  settings.device = setting("SSC_TEST_DEVICE");
  const auto printer = CupsPrinter::make(settings);
  if (!printer) return say(printer.error());
  if (command == "paper") return paper(**printer);
  if (command == "print" && argc >= 4) return print(**printer, argc - 2, argv + 2);
  return 2;
}
