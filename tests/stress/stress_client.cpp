// Four threads that call both libraries at random, as busy programs do. It knows the installed headers only.
//
//   stress_client SEED CALLS [MAKER]
//
// One line for each result at the end (`result CALL CODE TIMES`), one for each debit (`debit SEQUENCE`), and
// what the process takes after a warm-up and at the end (`before …`, `after …`: resident KiB, bytes from
// malloc, descriptors, threads). Judging is for stress.py; but what is read is judged here: an address and a
// telephone number are always written as a pair, so a read must find a pair.
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <malloc.h>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include "SSCardDriver.h"
#include "ssc.h"

namespace {

constexpr int kThreads = 4;
constexpr int kWarmUp = 60;        // calls of each thread before anything is measured
constexpr std::int64_t kTorn = 1;  ///< our own result: a read that found half of a write

using Random = std::minstd_rand;

char cardInfo[] = "999900D15600000500000001E692B037|T00000028|";
char pair[] = "DF01EF06|23|28|$";
char holder[] = "SSSEEF05|07|$SSSEEF06|08|09|0A|$DF01EF05|20|21|$";
char payment[] = "0.01|0.01|20250102030405|";
char badAddress[] = "DF01EF06|23";
char noFile[] = "DF01EF7F|01|$";
char wrongProof[] = "00000000000000001111111111111111|00000000000000001111111111111111|";
constexpr std::string_view kHolder = "SSSEEF05|T00000028|$SSSEEF06|999900199001010014|";

std::mutex bookLock;
std::map<std::pair<std::string, std::int64_t>, long> results;
std::vector<unsigned> debits;

std::int64_t readBasic(Random&) {
  char out[SSC_OUT_SHORT];
  const auto code = iReadCardBas(1, out);
  return code == 0 && std::strstr(out, "|999900199001010014|T00000028|") == nullptr ? kTorn : code;
}

std::int64_t readItems(Random&) {
  std::vector<char> out(SSC_OUT_LONG);
  auto used = static_cast<std::uint32_t>(out.size());
  const auto code = ssc_iReadCard(1, 2, cardInfo, holder, out.data(), &used);
  return code == 0 && !std::string_view(out.data()).starts_with(kHolder) ? kTorn : code;
}

std::int64_t writePair(Random& random) {
  char values[64], out[SSC_OUT_SHORT];
  const unsigned number = std::uniform_int_distribution(10000U, 99999U)(random);
  std::snprintf(values, sizeof values, "DF01EF06|A%u|T%u|$", number, number);
  return iWriteCard(1, cardInfo, pair, values, out);
}

std::int64_t readPair(Random&) {
  std::vector<char> out(SSC_OUT_LONG);
  const auto code = iReadCard(1, 2, cardInfo, pair, out.data());
  unsigned first = 0, second = 1;
  if (code != 0) return code;
  return std::sscanf(out.data(), "DF01EF06|A%u|T%u|$", &first, &second) == 2 && first == second ? 0 : kTorn;
}

std::int64_t verifyPin(Random&) {
  char out[SSC_OUT_SHORT];
  std::uint32_t used = sizeof out;
  return ssc_iVerifyPIN(1, out, &used);
}

std::int64_t debit(Random&) {
  char out[SSC_OUT_SHORT];
  const auto code = iDoDebit(1, cardInfo, payment, out);
  if (code != 0) return code;
  char sequence[8] = "";
  if (std::sscanf(out, "%*[^|]|%*[^|]|%4[0-9A-F]|", sequence) != 1 &&
      std::sscanf(out, "%*[^|]||%4[0-9A-F]|", sequence) != 1)
    return kTorn;
  const std::lock_guard lock(bookLock);
  debits.push_back(static_cast<unsigned>(std::strtoul(sequence, nullptr, 16)));
  return 0;
}

std::int64_t readDebits(Random&) {
  char out[SSC_OUT_LIST];
  return iReadDebitRecord(1, out);
}

std::int64_t badInterface(Random& random) {
  char out[SSC_OUT_SHORT];
  return iReadCardBas(std::uniform_int_distribution(5, 1000)(random), out);
}
std::int64_t noBuffer(Random&) {
  return iReadCardBas(1, nullptr);
}
std::int64_t badGrammar(Random&) {
  std::vector<char> out(SSC_OUT_LONG);
  return iReadCard(1, 2, cardInfo, badAddress, out.data());
}
std::int64_t smallBuffer(Random&) {
  char out[8];
  std::uint32_t used = sizeof out;
  return ssc_iReadCardBas(1, out, &used);
}
std::int64_t otherFile(Random&) {
  std::vector<char> out(SSC_OUT_LONG);
  return iReadCard(1, 2, cardInfo, noFile, out.data());
}

// Another thread's call may end the session between the steps.
std::int64_t hsmSteps(Random&) {
  char out[SSC_OUT_SHORT];
  if (const auto code = iReadCardBas_HSM_Step1(1, out); code != 0) return code;
  return iReadCardBas_HSM_Step2(wrongProof, out);
}

// ---- ssc.h

template <class Work>
std::int64_t onCard(Work work) {
  ssc_terminal* terminal = nullptr;
  ssc_card* card = nullptr;
  int code = ssc_open(nullptr, &terminal);
  if (code == 0) code = ssc_card_open(terminal, SSC_CONTACT, &card);
  if (code == 0) code = work(card);
  ssc_card_close(&card);
  ssc_close(&terminal);
  return code;
}

std::int64_t handleBasic(Random&) {
  return onCard([](ssc_card* card) {
    std::array<char, 4096> out;
    std::size_t length = out.size();
    return ssc_card_basic(card, out.data(), &length);
  });
}

std::int64_t handleReads(Random&) {
  return onCard([](ssc_card* card) {
    std::vector<char> out(16384);
    std::size_t length = out.size();
    const int code = ssc_card_read(card, "DF01/EF06 23,28; SSSE/EF06", SSC_BY_KEY, out.data(), &length);
    length = out.size();
    return code == 0 ? ssc_card_balance(card, out.data(), &length) : code;
  });
}

// A call that somebody else stops, sooner or later, or after it has ended.
std::int64_t handleCancelled(Random& random) {
  const auto delay = std::chrono::microseconds(std::uniform_int_distribution(0, 30000)(random));
  return onCard([delay](ssc_card* card) {
    std::thread canceller([card, delay] {
      std::this_thread::sleep_for(delay);
      ssc_card_cancel(card);
    });
    std::array<char, 4096> out;
    std::size_t length = out.size();
    const int code = ssc_card_basic(card, out.data(), &length);
    canceller.join();
    return code;
  });
}

std::int64_t handleCapabilities(Random&) {
  ssc_terminal* terminal = nullptr;
  std::array<char, 4096> out;
  std::size_t length = out.size();
  int code = ssc_open(nullptr, &terminal);
  if (code == 0) code = ssc_readers(terminal, out.data(), &length);
  ssc_close(&terminal);
  return code;
}

struct CallRow {
  const char* name;
  double weight;
  std::int64_t (*run)(Random&);
};
constexpr std::array kCalls{
    CallRow{"readBasic", 10, readBasic},
    CallRow{"readItems", 8, readItems},
    CallRow{"writePair", 5, writePair},
    CallRow{"readPair", 10, readPair},
    CallRow{"verifyPin", 6, verifyPin},
    CallRow{"debit", 5, debit},
    CallRow{"readDebits", 4, readDebits},
    CallRow{"badInterface", 10, badInterface},
    CallRow{"noBuffer", 8, noBuffer},
    CallRow{"badGrammar", 8, badGrammar},
    CallRow{"smallBuffer", 8, smallBuffer},
    CallRow{"otherFile", 2, otherFile},
    CallRow{"hsmSteps", 4, hsmSteps},
    CallRow{"handleBasic", 4, handleBasic},
    CallRow{"handleReads", 3, handleReads},
    CallRow{"handleCancelled", 3, handleCancelled},
    CallRow{"handleCapabilities", 2, handleCapabilities},
};

void work(unsigned seed, int calls) {
  Random random(seed);
  std::array<double, kCalls.size()> weights{};
  for (std::size_t i = 0; i < kCalls.size(); ++i)
    weights[i] = kCalls[i].weight;
  std::discrete_distribution<std::size_t> choose(weights.begin(), weights.end());
  for (int i = 0; i < calls; ++i) {
    const CallRow& call = kCalls[choose(random)];
    const auto code = call.run(random);
    const std::lock_guard lock(bookLock);
    ++results[{call.name, code}];
  }
}

void workTogether(unsigned seed, int calls) {
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i)
    threads.emplace_back(work, seed * kThreads + static_cast<unsigned>(i), calls / kThreads);
  for (std::thread& thread : threads)
    thread.join();
}

int entriesOf(const char* folder) {
  int count = 0;
  DIR* directory = opendir(folder);
  while (directory != nullptr && readdir(directory) != nullptr)
    ++count;
  if (directory != nullptr) closedir(directory);
  return count - 3;  // . and .. and, of the descriptors, the folder's own
}

void measure(const char* when) {
  usleep(300000);  // threads that were left behind end by themselves
  malloc_trim(0);
  long pages = 0;
  if (FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%*s %ld", &pages) != 1) pages = -1;
    std::fclose(file);
  }
  std::printf("%s %ld %zu %d %d\n", when, pages * sysconf(_SC_PAGESIZE) / 1024, mallinfo2().uordblks,
              entriesOf("/proc/self/fd"), entriesOf("/proc/self/task") + 1);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto seed = static_cast<unsigned>(std::strtoul(argv[1], nullptr, 10));
  const int calls = std::atoi(argv[2]);
  Random random(seed);
  for (std::int64_t code = -1; code != 0;)
    code = writePair(random);  // from here on there is a pair
  results[{"writePair", 0}] = 1;
  workTogether(seed + 1000, kWarmUp * kThreads);
  measure("before");
  workTogether(seed, calls - kWarmUp * kThreads - 1 + kThreads - 1);  // rounded up
  measure("after");
  for (const auto& [what, times] : results)
    std::printf("result %s %lld %ld\n", what.first.c_str(), static_cast<long long>(what.second), times);
  for (const unsigned sequence : debits)
    std::printf("debit %u\n", sequence);
  return 0;
}
