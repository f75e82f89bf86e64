#include "hostlib/capi/ssse32/reader_table.hpp"

#include <set>
#include <thread>

#include "tests/unit/hostlib/ssse32/reader_rig.hpp"

using namespace ssc::capi::ssse32;
using ssc::test::ReaderRig;

namespace {

struct Table : ReaderRig {
  Table() { attach("Rig 00 00"); }
  std::shared_ptr<Reader> open() { return *Reader::open(config, {Port::automatic, 0}); }
  ReaderTable table;
};

}  // namespace

TEST_CASE_FIXTURE(Table, "each open reader has a number of its own, from 1") {
  const auto first = open(), second = open();
  const auto one = table.add(first), two = table.add(second);
  CHECK(one >= 1);
  CHECK(one != two);
  CHECK(table.find(one) == first);
  CHECK(table.find(two) == second);
  CHECK(table.find(0) == nullptr);
  CHECK(table.find(-1) == nullptr);
}

TEST_CASE_FIXTURE(Table, "the number of a removed reader means nothing, and is not given out again at once") {
  const auto stale = table.add(open());
  CHECK(table.remove(stale) != nullptr);
  CHECK(table.find(stale) == nullptr);
  CHECK(table.remove(stale) == nullptr);
  for (int i = 0; i < 100; ++i) {
    const auto next = table.add(open());
    CHECK(next != stale);
    table.remove(next);
  }
}

TEST_CASE_FIXTURE(Table, "threads that open and close at the same time do not get each other's numbers") {
  constexpr int kThreads = 8;
  constexpr int kRounds = 50;
  std::set<std::int32_t> all;
  std::mutex lock;
  {
    std::vector<std::jthread> threads;
    const auto reader = open();
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, reader] {
        for (int round = 0; round < kRounds; ++round) {
          const auto handle = table.add(reader);
          const std::lock_guard guard(lock);
          all.insert(handle);
        }
      });
    }
  }
  CHECK(all.size() == std::size_t{kThreads} * kRounds);
}
