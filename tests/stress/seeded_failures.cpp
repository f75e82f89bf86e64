// Every call of the libraries with every failure below it: the n-th allocation, the n-th call of libcrypto,
// the n-th exchange with card or PSAM, n = 1, 2, … until the call passes untouched. At each n: a documented
// result, nothing behind the buffer touched, the card as it was before or as the whole call leaves it, no
// handle of the service held, and the next call works.
//
//   seeded_failures FOLDER SAMPLES [--full] [CALL]
//   seeded_failures --list
//
// FOLDER: for configuration and trace. Without --full at most 40 places of each kind are tried, spread
// evenly.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <thread>
#include <winscard.h>

#include "keys-sim/pad/serve_pad.hpp"
#include "tests/stress/calls.hpp"
#include "tests/stress/faults.hpp"
#include "tests/stress/json_destruction.hpp"
#include "tests/stress/simulated_service.hpp"

namespace {

using namespace ssc::stress;
using ssc::sim::PersistentState;

constexpr long kMostPlaces = 40;
constexpr long kNoEnd = 200000;  // a call that counts more than this never passes
constexpr std::int64_t kPsam = -2201;
constexpr std::int64_t kUncertain = -4;  // a debit that was sent, and nobody can say what became of it
constexpr const char* kPin = "123456";

/// Codes of PC/SC, as a reader, a driver or the service gives them in the middle of a call, and the result
/// for the citizen's card. (A PSAM's are -2201 where the exchange itself failed.)
struct TransmitRow {
  long code;
  std::int64_t result;
};
constexpr std::array kTransmits{
    TransmitRow{SCARD_E_NOT_TRANSACTED, -4},       TransmitRow{SCARD_W_REMOVED_CARD, -4},
    TransmitRow{SCARD_W_RESET_CARD, -4},           TransmitRow{SCARD_F_COMM_ERROR, -4},
    TransmitRow{SCARD_E_READER_UNAVAILABLE, -11},  TransmitRow{SCARD_E_NO_SERVICE, -11},
    TransmitRow{SCARD_E_SERVICE_STOPPED, -11},     TransmitRow{SCARD_E_INVALID_HANDLE, -13},
    TransmitRow{SCARD_F_INTERNAL_ERROR, -13},      TransmitRow{SCARD_E_NO_MEMORY, -13},
    TransmitRow{SCARD_E_INSUFFICIENT_BUFFER, -23}, TransmitRow{0x12345678, -13}};

/// One way to fail, and what a caller may be told then, besides what it is told when nothing fails.
struct FaultRow {
  std::string name;
  Fault fault;
  bool lasting;
  std::vector<std::int64_t> results;
};

const std::vector<FaultRow>& faultRows() {
  static const std::vector<FaultRow> rows{
      {"allocation", Fault::allocation, false, {0, -13}},
      {"allocation, lasting", Fault::allocation, true, {0, -13}},
      {"memory of libcrypto", Fault::cryptoMemory, false, {0, -13}},
      {"libcrypto", Fault::crypto, false, {0, -13}},
  };
  return rows;
}

void sayDifference(const PersistentState& now, const PersistentState& before, const PersistentState& after) {
  for (const auto& [name, tries] : now.triesLeft) {
    if (before.triesLeft.at(name) != tries && after.triesLeft.at(name) != tries)
      std::printf("  %s: %u tries, before %u, after %u\n", name.c_str(), tries, before.triesLeft.at(name),
                  after.triesLeft.at(name));
  }
  for (const auto& [part, image] : now.images) {
    const auto then = before.images.find(part), later = after.images.find(part);
    const char* as = later != after.images.end() && later->second == image  ? "as after"
                     : then != before.images.end() && then->second == image ? "as before"
                                                                            : "like neither";
    std::printf("  %s is %s\n", part.c_str(), as);
  }
}

char place[128] = "";  ///< what is being tried

// The worst that a failure can do.
void sayWhere(int /*signal*/) {
  std::fputs("CRASH ", stdout);
  std::puts(place);
  std::fflush(stdout);
  std::_Exit(3);
}

class Sweep {
 public:
  explicit Sweep(bool full)
      : full_(full), start_(Service::instance().cardState()), before_(Service::instance().cardContent()) {}

  void run(const CallRow& call) {
    const PersistentState after = stateAfter(call);
    for (const FaultRow& row : faultRows())
      sweep(call, row, after);
    for (const TransmitRow& row : kTransmits) {
      Service::instance().setTransmitCode(row.code);
      char code[16];
      std::snprintf(code, sizeof code, "%08lX", static_cast<unsigned long>(row.code) & 0xFFFFFFFFUL);
      sweep(call, {"transmit " + std::string(code), Fault::transmit, false, {row.result, kPsam}}, after);
      // What the card has done already may be found out afterwards: a debit.
      sweep(call,
            {"answer lost " + std::string(code), Fault::transmitAnswer, false, {row.result, kPsam, -4, 0}},
            after);
    }
  }
  [[nodiscard]] long tried() const { return tried_; }
  [[nodiscard]] long broken() const { return broken_; }
  [[nodiscard]] long inPeace() const { return inPeace_; }

 private:
  PersistentState stateAfter(const CallRow& call) {
    restore();
    const Answer untouched = call.run();
    expect(untouched.code == call.usual, call, "nothing", 0, "its usual result", untouched.code);
    (void)readAsBefore();
    return Service::instance().cardContent();
  }

  void sweep(const CallRow& call, const FaultRow& row, const PersistentState& after) {
    const long places = count(call, row.fault);
    // Every call needs memory: no place would mean that the operators here stand before nobody's.
    if (row.fault == Fault::allocation)
      expect(places > 0, call, row.name.c_str(), 0, "a place to fail", places);
    const long step = full_ ? 1 : std::max(1L, places / kMostPlaces);
    std::map<std::int64_t, long> results;
    for (long at = 1; at <= places; at += step)
      ++results[once(call, row, after, at)];
    std::printf("%-26s %-30s %6ld places:", std::string(call.name).c_str(), row.name.c_str(), places);
    for (const auto& [code, times] : results)
      std::printf(" %lld×%ld", static_cast<long long>(code), times);
    const long inPeace = destructionsLeftInPeace();
    if (inPeace > 0) std::printf("; left in peace while JSON was destroyed: %ld", inPeace);
    inPeace_ += inPeace;
    std::printf("\n");
    std::fflush(stdout);
  }

  // How often it could fail.
  long count(const CallRow& call, Fault fault) {
    restore();
    armFault(fault, kNoEnd);
    (void)call.run();
    return kNoEnd - faultsLeft();
  }

  std::int64_t once(const CallRow& call, const FaultRow& row, const PersistentState& after, long at) {
    const char* name = row.name.c_str();
    ++tried_;
    restore();
    std::snprintf(place, sizeof place, "%s, %s at %ld", std::string(call.name).c_str(), name, at);
    armFault(row.fault, at, row.lasting);
    const Answer answer = call.run();
    const bool came = disarmFault();
    const auto code = answer.code;
    const bool known = code == call.usual || (call.debits && code == kUncertain) ||
                       std::ranges::find(row.results, code) != row.results.end();
    expect(known || !came, call, name, at, "a result of the table", code);
    expect(answer.intact, call, name, at, "a buffer left alone", code);
    const Answer next = readAsBefore();
    expect(next.code == 0 && next.intact, call, name, at, "a next call that works", next.code);
    expect(Service::instance().held() == 0, call, name, at, "nothing held", Service::instance().held());
    const PersistentState now = Service::instance().cardContent();
    if (now != before_ && now != after) sayDifference(now, before_, after);
    expect(now == before_ || now == after, call, name, at, "a card as before or as after", code);
    if (code == 0 && call.usual == 0) expect(now == after, call, name, at, "done when it says so", code);
    if (call.debits && code != 0 && now == after)
      expect(code == kUncertain, call, name, at, "uncertain once it was debited", code);
    return code;
  }

  void expect(bool kept, const CallRow& call, const char* fault, long at, const char* what,
              std::int64_t code) {
    if (kept) return;
    ++broken_;
    std::printf("BROKEN %s, %s at %ld: not %s (%lld)\n", std::string(call.name).c_str(), fault, at, what,
                static_cast<long long>(code));
  }

  void restore() {
    if (!Service::instance().restore(start_)) std::abort();
  }

  bool full_;
  PersistentState start_, before_;
  long tried_ = 0, broken_ = 0, inPeace_ = 0;
};

/// The pad beside the reader, on a thread of the simulation.
void startPad(const std::string& socket) {
  const std::string_view digits(kPin);
  ssc::sim::PadOptions options;
  options.listen = socket;
  options.automatic = ssc::crypto::SecretBytes(
      ssc::crypto::ByteView(reinterpret_cast<const std::uint8_t*>(digits.data()), digits.size()));
  auto server = ssc::sim::PadServer::open(std::move(options));
  if (!server) std::exit(2);
  std::thread([pad = std::move(*server)] {
    const Simulation simulation;
    pad->run(-1);
  }).detach();
}

int list() {
  for (const CallRow& call : callRows())
    std::puts(std::string(call.name).c_str());
  return 0;
}

bool configure(const std::string& folder, const std::string& samples) {
  std::ofstream file(folder + "/ssc.toml");
  file << "device_number = \"SIM-TERM-0001\"\n"
       << "[pin]\nsource = \"pad:" << folder << "/pad.sock\"\nentry_ms = 2000\n"
       << "[trace]\nfile = \"" << folder << "/trace.txt\"\n"
       << "[pki]\nenabled = true\n[debit]\nreinsert_ms = 1000\n"
       << "[reader]\nwait_ms = 1000\nprofile = \"" << samples << "/../../hw-profiles/ssc-sim-reader.toml\"\n";
  file.close();
  return file.good() && setenv("SSC_CONFIG", (folder + "/ssc.toml").c_str(), 1) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "--list") == 0) return list();
  if (argc < 3 || !hasCryptoMemory() || !findJsonDestruction()) return 2;
  const bool full = argc > 3 && std::strcmp(argv[3], "--full") == 0;
  const std::string only = argc > (full ? 4 : 3) ? argv[full ? 4 : 3] : "";
  const std::string folder = argv[1], samples = argv[2];
  if (!configure(folder, samples)) return 2;
  for (const int crash : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE})
    std::signal(crash, sayWhere);
  if (!Service::instance().insert(samples + "/card-a.toml", samples + "/psam-full.toml")) return 2;
  startPad(folder + "/pad.sock");
  if (const Answer first = readAsBefore(); first.code != 0 || !first.intact) {
    std::printf("the first read: %lld\n", static_cast<long long>(first.code));
    return 1;
  }
  Sweep sweep(full);
  for (const CallRow& call : callRows()) {
    if (only.empty() || call.name == only) sweep.run(call);
  }
  std::printf("%ld failures tried, %ld promises broken, %ld times JSON destroyed without a failure\n",
              sweep.tried(), sweep.broken(), sweep.inPeace());
  std::fflush(stdout);
  std::_Exit(sweep.broken() == 0 && sweep.tried() > 0 ? 0 : 1);
}
