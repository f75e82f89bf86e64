// A stop ends a call at once, wherever it waits: over the real clock.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

#include "tests/unit/office/rig.hpp"
#include "wire/office/query.hpp"

using namespace ssc;
using namespace std::chrono_literals;
using namespace wire::office;
using office::Fault;
using test::Act;
using test::OfficeRig;
using Steady = std::chrono::steady_clock;

namespace {

/// How long `call` goes on after a stop, and that it says so. The machine may be busy: the best of three.
template <class Call>
void checkStops(Call call) {
  auto best = 1h + 0ms;
  for (int i = 0; i < 3 && best > 50ms; ++i) {
    std::stop_source stop;
    Steady::time_point stopped;
    std::thread stopper([&] {
      std::this_thread::sleep_for(60ms);
      stopped = Steady::now();
      stop.request_stop();
    });
    const Fault fault = call(stop.get_token());
    const auto end = Steady::now();
    stopper.join();
    CHECK_EQ(test::textOf(fault), test::textOf(Fault::cancelled));
    best = std::min(best, std::chrono::duration_cast<std::chrono::milliseconds>(end - stopped) + 0ms);
  }
  CHECK(best <= 50ms);
}

void blockUntil(std::stop_token stop) {
  office::SystemClock().wait(30s, stop);
}

struct Bench {
  OfficeRig rig;
  office::SystemClock clock;
  std::unique_ptr<office::Client> client =
      std::move(office::Client::open(rig.settings(), {rig.center, clock, rig.random, rig.link}).value());
};

template <class T>
Fault faultOf(const office::Result<T>& result) {
  return result ? Fault::offline : result.error().fault;
}

}  // namespace

TEST_CASE("a stop ends the wait for an answer") {
  Bench bench;
  REQUIRE(bench.client->draft().has_value());
  bench.rig.center.beforeEach = blockUntil;
  checkStops(
      [&](const std::stop_token& stop) { return faultOf(bench.client->call(EndSession{"A1"}, {"", stop})); });
}

TEST_CASE("a stop ends the sign-in") {
  Bench bench;
  bench.rig.center.beforeEach = blockUntil;
  checkStops(
      [&](const std::stop_token& stop) { return faultOf(bench.client->call(EndSession{"A1"}, {"", stop})); });
  CHECK_FALSE(bench.client->session().has_value());
}

TEST_CASE("a stop ends the wait before a retry") {
  Bench bench;
  REQUIRE(bench.client->draft().has_value());
  checkStops([&](const std::stop_token& stop) {
    bench.rig.center.script("8206", {Act::unreachable, Act::unreachable});
    return faultOf(bench.client->call(Query{"A1", "LP-HR-01", "", "", "", 0}, {"", stop}));
  });
}

TEST_CASE("a stop ends the wait for another thread's sign-in, and leaves that alone") {
  Bench bench;
  std::stop_source other;
  bench.rig.center.beforeEach = blockUntil;
  std::thread first([&] { (void)bench.client->draft(other.get_token()); });
  std::this_thread::sleep_for(20ms);
  checkStops([&](const std::stop_token& stop) { return faultOf(bench.client->draft(stop)); });
  other.request_stop();
  first.join();
  bench.rig.center.beforeEach = nullptr;
  CHECK(bench.client->draft().has_value());
}

TEST_CASE("a stop ends the wait for the numbers' lock") {
  Bench bench;
  REQUIRE(bench.client->draft().has_value());
  const int file = ::open((bench.rig.files().folder / "numbers.lock").c_str(), O_RDWR | O_CLOEXEC);
  REQUIRE(file >= 0);
  struct flock whole{};
  whole.l_type = F_WRLCK;
  REQUIRE_EQ(::fcntl(file, F_OFD_SETLK, &whole), 0);
  checkStops(
      [&](const std::stop_token& stop) { return faultOf(bench.client->call(EndSession{"A1"}, {"", stop})); });
  ::close(file);
  CHECK(bench.client->call(EndSession{"A1"}).has_value());
}

TEST_CASE("a stop that came before ends a call before anything is sent") {
  Bench bench;
  std::stop_source stop;
  stop.request_stop();
  CHECK(faultOf(bench.client->call(EndSession{"A1"}, {"", stop.get_token()})) == Fault::cancelled);
  CHECK(bench.rig.center.order().empty());
}

TEST_CASE("several threads use one client, and one of them signs in") {
  Bench bench;
  std::vector<std::thread> threads;
  std::atomic<int> done{0};
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 10; ++j)
        done += bench.client->call(EndSession{"A1"}).has_value() ? 1 : 0;
    });
  }
  for (auto& thread : threads)
    thread.join();
  CHECK_EQ(done, 40);
  CHECK_EQ(bench.rig.center.seen("9001").size(), 1);
}
