// Jobs beside the screen: results come back in order, stopped ones not at all, owed ones always.
#include "kiosk-app/work.hpp"

#include <QCoreApplication>
#include <atomic>
#include <doctest/doctest.h>

namespace ssc::kiosk::test {
namespace {

struct Loop {
  int count = 1;
  char name[5] = "test";
  char* words[2] = {name, nullptr};
  QCoreApplication app{count, words};

  static void until(const std::function<bool()>& done) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!done() && std::chrono::steady_clock::now() < end)
      QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
    CHECK(done());
  }
};

}  // namespace

TEST_CASE("results come on the screen's thread, in the order of the jobs") {
  Loop loop;
  Work work;
  std::vector<int> came;
  for (int number = 0; number < 3; ++number)
    work.run<int>([number](const std::stop_token&) { return number; },
                  [&, screen = std::this_thread::get_id()](int result) {
                    CHECK(std::this_thread::get_id() == screen);
                    came.push_back(result);
                  });
  Loop::until([&] { return came.size() == 3; });
  CHECK(came == std::vector{0, 1, 2});
}

TEST_CASE("a job that was stopped hears of it, and its result does not come") {
  Loop loop;
  Work work;
  std::atomic<bool> heard = false, begun = false, came = false, next = false;
  work.run<int>(
      [&](const std::stop_token& stop) {
        begun = true;
        while (!stop.stop_requested())
          std::this_thread::yield();
        heard = true;
        return 1;
      },
      [&](int) { came = true; });
  Loop::until([&] { return begun.load(); });
  work.stop();
  work.run<int>([](const std::stop_token& stop) { return stop.stop_requested() ? 1 : 0; },
                [&](int stopped) {
                  CHECK(stopped == 0);
                  next = true;
                });
  Loop::until([&] { return next.load(); });
  CHECK(heard);
  CHECK_FALSE(came);
}

TEST_CASE("what is owed is done after a stop too") {
  Loop loop;
  Work work;
  std::atomic<bool> done = false, told = false;
  work.stop();
  work.runToEnd([&] { done = true; }, [&] { told = true; });
  work.stop();
  Loop::until([&] { return told.load(); });
  CHECK(done);
}

}  // namespace ssc::kiosk::test
