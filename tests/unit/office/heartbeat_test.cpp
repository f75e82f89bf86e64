// The sign of life: how often, what it says, and how it brings the link back.
#include "hostlib/office/heartbeat.hpp"

#include <doctest/doctest.h>
#include <thread>

#include "tests/unit/office/rig.hpp"

using namespace ssc;
using namespace std::chrono_literals;
using office::Heartbeat;
using office::Link;
using test::Act;
using test::OfficeRig;

namespace {

struct Bench {
  OfficeRig rig;
  std::unique_ptr<office::Client> client = rig.client();
  office::Vitals vitals;
  Heartbeat heartbeat{*client, rig.clock, rig.random, [this] { return vitals; }};
};

}  // namespace

TEST_CASE("a heartbeat says link, session, queue and alarm, and nothing else") {
  Bench bench;
  bench.vitals = {true, 3, 2};
  bench.heartbeat.beat({});
  bench.heartbeat.beat({});
  CHECK_EQ(bench.rig.center.seen("9010").at(0).input,
           R"({"link":"SUSPECT","session":true,"queue":3,"alarm":2})");
  CHECK_EQ(bench.rig.center.seen("9010").at(1).input,
           R"({"link":"ONLINE","session":true,"queue":3,"alarm":2})");
}

TEST_CASE("60 seconds, give or take a tenth, and not the same each time") {
  Bench bench;
  std::set<std::int64_t> waits;
  for (int i = 0; i < 100; ++i) {
    const auto wait = bench.heartbeat.beat({});
    CHECK(wait >= 54s);
    CHECK(wait <= 66s);
    waits.insert(wait.count());
  }
  CHECK(waits.size() > 20);
}

TEST_CASE("a center may ask for another interval, within bounds") {
  Bench bench;
  for (const auto& [asked, least, most] :
       {std::tuple{100U, 90s, 110s}, std::tuple{1U, 9s, 11s}, std::tuple{86'400U, 540s, 660s}}) {
    bench.rig.center.answerWith("9010", [interval = asked](const test::Seen&) {
      return wire::office::encodeBody(wire::office::Beaten{interval});
    });
    const auto wait = bench.heartbeat.beat({});
    CHECK(wait >= least);
    CHECK(wait <= most);
  }
}

TEST_CASE("a missed heartbeat is probed after ten seconds, three of them are offline") {
  Bench bench;
  bench.heartbeat.beat({});
  CHECK(bench.rig.link.current() == Link::online);
  bench.rig.center.script("9010", {Act::unreachable, Act::lostRequest, Act::unreachable});
  CHECK(bench.heartbeat.beat({}) == 10s);
  CHECK(bench.rig.link.current() == Link::suspect);
  bench.rig.clock.pass(10s);
  CHECK(bench.heartbeat.beat({}) == 10s);
  bench.rig.clock.pass(10s);
  CHECK(bench.heartbeat.beat({}) >= 54s);
  CHECK(bench.rig.link.current() == Link::offline);
  bench.heartbeat.beat({});
  CHECK(bench.rig.link.current() == Link::recovering);
  CHECK_EQ(bench.rig.center.seen("9010").back().input,
           R"({"link":"OFFLINE","session":false,"queue":0,"alarm":0})");
}

TEST_CASE("a backlog keeps the link recovering") {
  Bench bench;
  bench.rig.link.note(office::LinkEvent::declared, bench.rig.clock.steady());
  bench.vitals.queue = 1;
  bench.heartbeat.beat({});
  bench.rig.clock.pass(10min);
  bench.heartbeat.beat({});
  CHECK(bench.rig.link.current() == Link::recovering);
  bench.vitals.queue = 0;
  bench.heartbeat.beat({});
  CHECK(bench.rig.link.current() == Link::online);
}

TEST_CASE("a busy center is given the time it asks for") {
  Bench bench;
  bench.rig.center.script("9010", {Act::busy});
  CHECK(bench.heartbeat.beat({}) >= 54s);
}

TEST_CASE("it runs on a thread of the caller, and ends at once when that stops") {
  OfficeRig rig;
  office::SystemClock clock;
  const auto client =
      std::move(office::Client::open(rig.settings(), {rig.center, clock, rig.random, rig.link}).value());
  Heartbeat heartbeat(*client, clock, rig.random, [] { return office::Vitals{}; });
  std::jthread thread([&](const std::stop_token& stop) { heartbeat.run(stop); });
  for (int i = 0; i < 500 && rig.center.seen("9010").empty(); ++i)
    std::this_thread::sleep_for(10ms);
  CHECK_EQ(rig.center.seen("9010").size(), 1);
  const auto begin = std::chrono::steady_clock::now();
  thread.request_stop();
  thread.join();
  CHECK(std::chrono::steady_clock::now() - begin < 500ms);
}
