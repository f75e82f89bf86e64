// Every condition at its border: the value itself is allowed, one beyond it is not.
#include "wire/settlement/limits.hpp"

#include <array>
#include <doctest/doctest.h>
#include <functional>
#include <string>

namespace ssc::wire::settlement {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

/// A settlement to which nothing is to be said, two hours into an outage.
struct Scene {
  Policy policy;
  std::optional<Extension> extension;
  TerminalFacts terminal;
  OutageFacts outage;
  CardFacts card{2, true, true, false, true, 0, 0, "999900"};
  Asked asked;

  Scene() {
    policy.version = "2026010501";
    terminal.terminalId = "999999000017";
    terminal.area = "999900";
    outage.began = parseCompactSeconds("20260105090000").value();
    outage.now = outage.began + hours(2);
    outage.listFetched = outage.began - hours(1);
    asked.account = 8'000;
  }
  [[nodiscard]] unsigned number() const {
    return whyNotOffline(policy, extension ? &*extension : nullptr, terminal, outage, card, asked)
        .value_or(0);
  }
};

struct Border {
  const char* what;
  unsigned number;  ///< beyond it
  std::function<void(Scene&)> at, beyond;
};

}  // namespace

TEST_CASE("one to which nothing is to be said may be made") {
  CHECK_EQ(Scene().number(), 0);
}

TEST_CASE("every limit holds at its border and not beyond") {
  const std::array rows{
      Border{"age of the list", 6101, [](Scene& s) { s.outage.listFetched = s.outage.began - hours(24); },
             [](Scene& s) { s.outage.listFetched = s.outage.began - hours(24) - milliseconds(1); }},
      Border{"length of the outage", 6101, [](Scene& s) { s.outage.now = s.outage.began + hours(72); },
             [](Scene& s) { s.outage.now = s.outage.began + hours(72) + milliseconds(1); }},
      Border{"a clock that went back", 6101, [](Scene& s) { s.outage.now = s.outage.began; },
             [](Scene& s) { s.outage.now = s.outage.began - milliseconds(1); }},
      Border{"one settlement", 6112, [](Scene& s) { s.asked.account = 30'000; },
             [](Scene& s) { s.asked.account = 30'001; }},
      Border{"the least", 6112, [](Scene& s) { s.asked.account = 1; }, [](Scene& s) { s.asked.account = 0; }},
      Border{"an absurd amount", 6112, [](Scene&) {},
             [](Scene& s) {
               s.policy.limits.mostWaitingSum = 0xFFFF'FFFF;
               s.asked.account = 0xFFFF'FFFF;
             }},
      Border{"one settlement, late", 6112,
             [](Scene& s) {
               s.outage.now = s.outage.began + hours(25);
               s.asked.account = 10'000;
             },
             [](Scene& s) {
               s.outage.now = s.outage.began + hours(25);
               s.asked.account = 10'001;
             }},
      Border{"late begins after its hour", 6112,
             [](Scene& s) {
               s.outage.now = s.outage.began + hours(24);
               s.asked.account = 10'001;
             },
             [](Scene& s) {
               s.outage.now = s.outage.began + hours(24) + milliseconds(1);
               s.asked.account = 10'001;
             }},
      Border{"sum of the card", 6102, [](Scene& s) { s.card.sum = 52'000; },
             [](Scene& s) { s.card.sum = 52'001; }},
      Border{"count of the card", 6102, [](Scene& s) { s.card.count = 2; },
             [](Scene& s) { s.card.count = 3; }},
      Border{"count of the card, late", 6102, [](Scene& s) { s.outage.now = s.outage.began + hours(25); },
             [](Scene& s) {
               s.outage.now = s.outage.began + hours(25);
               s.card.count = 1;
             }},
      Border{"records waiting", 6103, [](Scene& s) { s.terminal.waiting = 499; },
             [](Scene& s) { s.terminal.waiting = 500; }},
      Border{"sum waiting", 6103, [](Scene& s) { s.terminal.waitingSum = 4'992'000; },
             [](Scene& s) { s.terminal.waitingSum = 4'992'001; }},
      Border{"drift of the clock", 6117, [](Scene& s) { s.terminal.driftSeconds = 120; },
             [](Scene& s) { s.terminal.driftSeconds = 121; }},
      Border{"clock", 6117, [](Scene&) {}, [](Scene& s) { s.terminal.isClockTrusted = false; }},
      Border{"module's keys", 6117, [](Scene&) {}, [](Scene& s) { s.terminal.hasModuleKeys = false; }},
      Border{"module's number", 6117, [](Scene&) {}, [](Scene& s) { s.terminal.isTwinRight = false; }},
      Border{"room", 1111, [](Scene&) {}, [](Scene& s) { s.terminal.hasRoom = false; }},
      Border{"journal", 6115, [](Scene&) {}, [](Scene& s) { s.terminal.isJournalWhole = false; }},
      Border{"not closed", 6115, [](Scene&) {}, [](Scene& s) { s.terminal.isPrepared = true; }},
      Border{"recovering", 6115, [](Scene&) {}, [](Scene& s) { s.terminal.isRecovering = true; }},
      Border{"visit", 6116, [](Scene&) {}, [](Scene& s) { s.asked.isVisitOpenOnline = true; }},
      Border{"kind of service", 6112, [](Scene&) {},
             [](Scene& s) { s.asked.isOutpatientOrPharmacy = false; }},
      Border{"generation", 6111, [](Scene& s) { s.card.version = 2; }, [](Scene& s) { s.card.version = 1; }},
      Border{"region", 6110, [](Scene&) {}, [](Scene& s) { s.card.region = "999999"; }},
      Border{"stop-list", 6104, [](Scene&) {}, [](Scene& s) { s.card.isStopListed = true; }},
      Border{"status", 6104, [](Scene&) {}, [](Scene& s) { s.card.isInUse = false; }},
      Border{"authentication", 6104, [](Scene&) {}, [](Scene& s) { s.card.isGenuine = false; }},
      Border{"EF06-90", 6102, [](Scene&) {}, [](Scene& s) { s.card.mayOffline = false; }},
  };
  for (const Border& row : rows) {
    CAPTURE(std::string(row.what));
    Scene at, beyond;
    row.at(at);
    row.beyond(beyond);
    CHECK_EQ(at.number(), 0);
    CHECK_EQ(beyond.number(), row.number);
  }
}

TEST_CASE("every number is the policy's") {
  Scene scene;
  scene.policy.limits.mostOne = 7'999;
  CHECK_EQ(scene.number(), 6112);
  scene = {};
  scene.policy.limits.mostCard = 7'999;
  CHECK_EQ(scene.number(), 6102);
  scene = {};
  scene.policy.limits.mostWaiting = 1;
  CHECK_EQ(scene.number(), 0);
  scene.terminal.waiting = 1;
  CHECK_EQ(scene.number(), 6103);
  scene = {};
  scene.policy.limits.outageMinutes = 119;
  CHECK_EQ(scene.number(), 6101);
  scene = {};
  scene.policy.limits.listMinutes = 59;
  CHECK_EQ(scene.number(), 6101);
}

TEST_CASE("a chief's extension is for its terminal, its time and its limits") {
  Scene scene;
  scene.outage.now = scene.outage.began + hours(80);
  CHECK_EQ(scene.number(), 6101);
  scene.extension = Extension{"999999000017", "202601090930", 9'000, 2, 1};
  CHECK_EQ(scene.number(), 0);
  scene.asked.account = 9'001;
  CHECK_EQ(scene.number(), 6112);
  scene.asked.account = 9'000;
  scene.card.count = 2;
  CHECK_EQ(scene.number(), 6102);
  scene.card.count = 1;
  CHECK_EQ(scene.number(), 0);
  scene.outage.now = parseCompactSeconds("20260109093000").value();
  CHECK_EQ(scene.number(), 0);
  scene.outage.now += milliseconds(1);
  CHECK_EQ(scene.number(), 6101);
  scene.outage.now = scene.outage.began + hours(80);
  scene.extension->terminalId = "999999000018";
  CHECK_EQ(scene.number(), 6101);
}

}  // namespace ssc::wire::settlement
