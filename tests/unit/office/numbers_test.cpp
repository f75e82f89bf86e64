// Counters and message ids: never twice, never back; across threads, processes, a kill and a clock set back.
#include "hostlib/office/numbers.hpp"

#include <algorithm>
#include <csignal>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <fstream>
#include <memory>
#include <set>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "tests/unit/office/rig.hpp"

using namespace ssc;
using namespace std::chrono_literals;
using office::Fault;
using office::Numbers;
using test::FakeClock;
using test::TemporaryFolder;

namespace {

const std::string kHouse = "SIMH00000001";

std::string contentOf(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// A child process that draws and writes each number to a pipe; `forever`: until it is killed.
struct Child {
  int pid = -1, pipe = -1;
};

template <class Draw>
Child startChild(int count, Draw draw) {
  int ends[2];
  REQUIRE_EQ(::pipe2(ends, O_CLOEXEC), 0);
  const int pid = ::fork();
  REQUIRE(pid >= 0);
  if (pid == 0) {
    for (int i = 0; count < 0 || i < count; ++i) {
      const std::string line = draw() + "\n";
      if (::write(ends[1], line.data(), line.size()) < 0) break;
    }
    ::_exit(0);
  }
  ::close(ends[1]);
  return {pid, ends[0]};
}

std::string readSome(int pipe) {
  char buffer[4096];
  const ssize_t got = ::read(pipe, buffer, sizeof buffer);
  return got <= 0 ? std::string() : std::string(buffer, static_cast<std::size_t>(got));
}

std::vector<std::string> linesOf(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0, end = 0; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
    lines.push_back(text.substr(begin, end - begin));
  return lines;
}

std::vector<std::string> finish(const Child& child, std::string text = {}) {
  for (std::string part; !(part = readSome(child.pipe)).empty();)
    text += part;
  ::close(child.pipe);
  int status = 0;
  REQUIRE_EQ(::waitpid(child.pid, &status, 0), child.pid);
  return linesOf(text);
}

/// As if all numbers up to the end of this round of 10 000 sequences had been drawn: the next is 0000.
void skipToRound(const TemporaryFolder& folder) {
  constexpr std::uint64_t kSequences = 10'000;
  const auto file = folder.path() / "numbers";
  std::uint64_t next = 0;
  std::string title, version, floor = "0", high = "0";
  if (std::ifstream in(file); in) in >> title >> version >> next >> floor >> high;
  std::ofstream(file) << "ssc-office-numbers 1 " << (next + kSequences - 1) / kSequences * kSequences << ' '
                      << floor << ' ' << high << '\n';
  std::filesystem::permissions(file, std::filesystem::perms(0600));
}

}  // namespace

TEST_CASE("counters rise by one, and not every one is written") {
  const TemporaryFolder folder;
  FakeClock clock;
  Numbers numbers(folder.path(), clock);
  const auto first = numbers.counter().value();
  const auto written = contentOf(folder.path() / "numbers");
  for (std::uint64_t i = 1; i < Numbers::kBlock; ++i) {
    CHECK_EQ(numbers.counter().value(), first + i);
    CHECK_EQ(contentOf(folder.path() / "numbers"), written);
  }
  CHECK_EQ(numbers.counter().value(), first + Numbers::kBlock);
  CHECK_FALSE(contentOf(folder.path() / "numbers") == written);
}

TEST_CASE("the file is its owner's alone") {
  const TemporaryFolder folder;
  FakeClock clock;
  REQUIRE(Numbers(folder.path(), clock).counter().has_value());
  for (const char* name : {"numbers", "numbers.lock"}) {
    struct stat facts{};
    REQUIRE_EQ(::stat((folder.path() / name).c_str(), &facts), 0);
    CHECK_EQ(facts.st_mode & 0777U, 0600U);
  }
}

TEST_CASE("two windows of one terminal: what either draws is above everything drawn before") {
  const TemporaryFolder folder;
  FakeClock clock;
  Numbers one(folder.path(), clock), two(folder.path(), clock);
  std::uint64_t last = 0;
  for (int i = 0; i < 200; ++i) {
    // Runs of different length, so that blocks are left half used.
    Numbers& who = i % 7 < 3 ? one : two;
    const auto drawn = who.counter().value();
    CHECK(drawn > last);
    CHECK(drawn - last <= 4'000'000'000ULL * (last == 0 ? 1 : 0) + Numbers::kBlock);
    last = drawn;
  }
}

TEST_CASE("a new start goes on above") {
  const TemporaryFolder folder;
  FakeClock clock;
  const auto before = Numbers(folder.path(), clock).counter().value();
  CHECK_EQ(Numbers(folder.path(), clock).counter().value(), before + Numbers::kBlock);
}

TEST_CASE("a lost file begins above what was drawn before") {
  const TemporaryFolder folder;
  FakeClock clock;
  Numbers numbers(folder.path(), clock);
  std::uint64_t last = 0;
  for (int i = 0; i < 100; ++i)
    last = numbers.counter().value();
  std::filesystem::remove(folder.path() / "numbers");
  clock.pass(10s);
  CHECK(numbers.counter().value() > last);
}

TEST_CASE("two processes draw 1000 numbers and ids, and none is there twice") {
  const TemporaryFolder folder;
  office::SystemClock clock;
  const auto start = [&] {
    return startChild(250, [&folder, &clock] {
      static Numbers own(folder.path(), clock);
      return std::to_string(own.counter().value()) + " " + own.messageId(kHouse).value();
    });
  };
  const Child one = start(), two = start();
  std::set<std::string> counters, ids;
  for (const Child& child : {one, two}) {
    std::uint64_t last = 0;
    const auto lines = finish(child);
    REQUIRE_EQ(lines.size(), 250);
    for (const std::string& line : lines) {
      const auto blank = line.find(' ');
      const auto counter = std::stoull(line.substr(0, blank));
      CHECK(counter > last);
      last = counter;
      CHECK(counters.insert(line.substr(0, blank)).second);
      CHECK(ids.insert(line.substr(blank + 1)).second);
    }
  }
  CHECK_EQ(ids.size(), 500);
}

TEST_CASE("a fork in the middle of a block does not give both the rest of it") {
  const TemporaryFolder folder;
  office::SystemClock clock;
  Numbers numbers(folder.path(), clock);
  const auto first = numbers.counter().value();
  const Child child = startChild(3, [&] { return std::to_string(numbers.counter().value()); });
  const auto theirs = finish(child);
  REQUIRE_EQ(theirs.size(), 3);
  CHECK_EQ(std::stoull(theirs[0]), first + Numbers::kBlock);
  const auto ours = numbers.counter().value();
  CHECK(ours > std::stoull(theirs[2]));
}

TEST_CASE("a process forked while numbers are drawn does not keep the others from drawing") {
  /// Forks while the lock is held; the child does nothing, for as long as it may live.
  class ForkingClock final : public office::Clock {
   public:
    Wall now() override {
      if (child == 0 && (child = ::fork()) == 0) {
        ::alarm(60);
        for (;;)
          ::pause();
      }
      return std::chrono::system_clock::now();
    }
    Steady steady() override { return std::chrono::steady_clock::now(); }
    bool wait(std::chrono::milliseconds, const std::stop_token&) override {
      ++waits;
      return true;
    }
    pid_t child = 0;
    int waits = 0;
  };
  const TemporaryFolder folder;
  ForkingClock clock;
  Numbers numbers(folder.path(), clock);
  REQUIRE(numbers.counter().has_value());
  REQUIRE(clock.child > 0);
  Numbers window(folder.path(), clock);
  CHECK(window.counter().has_value());
  CHECK(numbers.counter().has_value());
  CHECK_EQ(clock.waits, 0);
  ::kill(clock.child, SIGKILL);
  int status = 0;
  CHECK_EQ(::waitpid(clock.child, &status, 0), clock.child);
}

TEST_CASE("processes that start together, without a file of numbers, draw each number once") {
  constexpr int kProcesses = 6, kEach = 40;
  const TemporaryFolder folder;
  int gate[2];
  REQUIRE_EQ(::pipe2(gate, O_CLOEXEC), 0);
  std::vector<Child> children;
  for (int i = 0; i < kProcesses; ++i) {
    children.push_back(startChild(kEach, [&, numbers = std::shared_ptr<Numbers>(),
                                          clock = std::make_shared<office::SystemClock>()]() mutable {
      if (!numbers) {
        ::close(gate[1]);
        char byte = 0;
        (void)!::read(gate[0], &byte, 1);  // all begin when the gate is closed
        numbers = std::make_shared<Numbers>(folder.path(), *clock);
      }
      const auto drawn = numbers->counter();
      return drawn ? std::to_string(*drawn) : drawn.error().text();
    }));
  }
  ::close(gate[0]);
  ::close(gate[1]);
  std::set<std::string> all;
  for (const Child& child : children)
    for (const std::string& line : finish(child)) {
      CAPTURE(line);
      CHECK(line.find_first_not_of("0123456789") == std::string::npos);
      CHECK(all.insert(line).second);
    }
  CHECK_EQ(all.size(), kProcesses * kEach);
}

TEST_CASE("a process that is killed in the middle of anything leaves numbers that go on above") {
  const TemporaryFolder folder;
  office::SystemClock clock;
  std::uint64_t last = 0;
  for (int round = 0; round < 10; ++round) {
    const Child child = startChild(-1, [&folder, &clock] {
      static Numbers own(folder.path(), clock);
      return std::to_string(own.counter().value());
    });
    std::string text = readSome(child.pipe);  // it is at work
    std::this_thread::sleep_for(std::chrono::milliseconds(round));
    REQUIRE_EQ(::kill(child.pid, SIGKILL), 0);
    const auto lines = finish(child, text);
    REQUIRE_FALSE(lines.empty());
    CHECK(std::stoull(lines.front()) > last);
    last = std::stoull(lines.back());
    const auto next = Numbers(folder.path(), clock).counter();
    REQUIRE_MESSAGE(next.has_value(), (next ? "" : next.error().text()));
    CHECK(*next > last);
    last = *next;
  }
}

TEST_CASE("a message id is institution, second and sequence") {
  const TemporaryFolder folder;
  FakeClock clock;
  Numbers numbers(folder.path(), clock);
  const auto id = numbers.messageId(kHouse).value();
  REQUIRE_EQ(id.size(), 30);
  CHECK_EQ(id.substr(0, 26), "SIMH0000000120260105093000");
  CHECK(std::ranges::all_of(id.substr(26), [](char c) { return c >= '0' && c <= '9'; }));
}

TEST_CASE("more ids within one second than there are sequences are all different") {
  const TemporaryFolder folder;
  FakeClock clock;  // nobody moves it
  Numbers numbers(folder.path(), clock);
  std::set<std::string> ids;
  for (int round = 0; round < 3; ++round) {
    skipToRound(folder);
    for (int i = 0; i < 100; ++i)
      REQUIRE(ids.insert(numbers.messageId(kHouse).value()).second);
  }
}

TEST_CASE("a clock that is set back, again and again, gives no id twice") {
  const TemporaryFolder folder;
  FakeClock clock;
  const auto begin = clock.now();
  std::set<std::string> ids;
  for (const auto back : {0s, 5s, 3600s, 0s, 1s}) {
    clock.set(begin - back);
    Numbers numbers(folder.path(), clock);
    skipToRound(folder);
    for (int i = 0; i < 100; ++i) {
      if (i % 10 == 0) clock.pass(1s);
      REQUIRE(ids.insert(numbers.messageId(kHouse).value()).second);
    }
  }
}

TEST_CASE("a clock that runs ahead within a block is known to the file before the next round") {
  const TemporaryFolder folder;
  FakeClock clock;
  Numbers numbers(folder.path(), clock);
  skipToRound(folder);
  std::set<std::string> ids{numbers.messageId(kHouse).value()};
  const auto begin = clock.now();
  clock.pass(1h);
  for (int i = 0; i < 10; ++i)  // not so many that a block is used up
    REQUIRE(ids.insert(numbers.messageId(kHouse).value()).second);
  clock.set(begin);
  skipToRound(folder);
  clock.pass(1h);
  for (int i = 0; i < 60; ++i)
    REQUIRE(ids.insert(numbers.messageId(kHouse).value()).second);
}

TEST_CASE("a file that is none is refused, not begun anew") {
  const TemporaryFolder folder;
  FakeClock clock;
  Numbers numbers(folder.path(), clock);
  REQUIRE(numbers.counter().has_value());
  for (const char* text :
       {"", "1", "ssc-office-numbers 1 16 0\n", "ssc-office-numbers 1 16 0 0",
        "ssc-office-numbers 1 16 0 0\n ", "ssc-office-numbers 1 17 0 0\n", "ssc-office-numbers 1 -16 0 0\n",
        "ssc-office-numbers 1 1000000000000000000 0 0\n", "ssc-office-numbers 2 16 0 0\n",
        "ssc-office-numbers 1 99999999999999999999 0 0\n"}) {
    CAPTURE(text);
    const auto file = folder.write("numbers", text);
    std::filesystem::permissions(file, std::filesystem::perms(0600));
    const auto drawn = numbers.counter();
    REQUIRE_FALSE(drawn.has_value());
    CHECK(drawn.error().where.ends_with("numbers: is not a file of numbers"));
  }
  std::filesystem::permissions(folder.write("numbers", "ssc-office-numbers 1 16 0 0\n"),
                               std::filesystem::perms(0600));
  CHECK_EQ(numbers.counter().value(), 16);
}

TEST_CASE("a lock that another process keeps costs five seconds, and not more") {
  const TemporaryFolder folder;
  FakeClock clock;
  Numbers numbers(folder.path(), clock);
  REQUIRE(numbers.counter().has_value());
  const int file = ::open((folder.path() / "numbers.lock").c_str(), O_RDWR | O_CLOEXEC);
  struct flock whole{};
  whole.l_type = F_WRLCK;
  REQUIRE_EQ(::fcntl(file, F_OFD_SETLK, &whole), 0);
  const auto begin = clock.steady();
  const auto drawn = numbers.counter();
  REQUIRE_FALSE(drawn.has_value());
  CHECK(drawn.error().fault == Fault::badFiles);
  CHECK(clock.steady() - begin <= 5s);
  ::close(file);
  CHECK(numbers.counter().has_value());
}

TEST_CASE("threads that share the numbers get each once") {
  const TemporaryFolder folder;
  office::SystemClock clock;
  Numbers numbers(folder.path(), clock);
  std::vector<std::vector<std::uint64_t>> drawn(4);
  std::vector<std::thread> threads;
  for (auto& own : drawn) {
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i)
        own.push_back(numbers.counter().value());
    });
  }
  for (auto& thread : threads)
    thread.join();
  std::set<std::uint64_t> all;
  for (const auto& own : drawn) {
    CHECK(std::ranges::is_sorted(own));
    all.insert(own.begin(), own.end());
  }
  CHECK_EQ(all.size(), 400);
}
