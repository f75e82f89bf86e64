#include "kiosk-app/keeper/keeper.hpp"

#include "tests/unit/kiosk_keeper/desk.hpp"

using namespace ssc::test;

TEST_CASE("the first visit is shown as soon as it is ready, and then the second is started") {
  Desk desk;
  CHECK(desk.begin() == "start 1");
  CHECK(desk.says(1, Word::ready) == "READY=1; show 1; start 2");
  CHECK(desk.says(1, Word::shown).empty());
  CHECK(desk.says(2, Word::ready).empty());
}

TEST_CASE("a visit that leaves is covered first, then told to end, then replaced") {
  Desk desk;
  desk.open();
  CHECK(desk.says(1, Word::left) == "show 2");
  CHECK(desk.says(2, Word::shown) == "end 1");
  CHECK(desk.exits(1) == "start 3");
}

TEST_CASE("a visit that leaves waits a second at most for one that does not say that it is shown") {
  Desk desk;
  desk.open();
  desk.says(1, Word::left);
  CHECK(desk.pass(999ms).empty());
  CHECK(desk.pass(1ms) == "end 1");
}

TEST_CASE("a visit that leaves before the next one is ready is covered when that is so") {
  Desk desk;
  desk.begin();
  desk.says(1, Word::ready);
  CHECK(desk.says(1, Word::left).empty());
  CHECK(desk.says(2, Word::ready) == "show 2");
  CHECK(desk.says(2, Word::shown) == "end 1");
  CHECK(desk.exits(1) == "start 3");
}

TEST_CASE("a visit that leaves and goes without waiting is replaced at once, and that is no failure") {
  Desk desk;
  desk.open();
  CHECK(desk.says(1, Word::left) == "show 2");
  CHECK(desk.exits(1) == "start 3");
}

TEST_CASE("there are never more than two visits") {
  Desk desk;
  desk.open();
  desk.says(1, Word::left);
  desk.says(2, Word::shown);
  CHECK(desk.says(2, Word::left).empty());
  CHECK(desk.exits(1) == "start 3");
  CHECK(desk.says(3, Word::ready) == "show 3");
}

TEST_CASE("a visit that was told to end and does not is killed after a second") {
  Desk desk;
  desk.open();
  desk.says(1, Word::left);
  CHECK(desk.says(2, Word::shown) == "end 1");
  CHECK(desk.pass(999ms).empty());
  CHECK(desk.pass(1ms) == "event=visit-failed cause=hung; kill 1");
  CHECK(desk.exits(1, {true, 9}) == "start 3");
}

TEST_CASE("a shown visit that is silent for five seconds is killed, and the next one is shown at once") {
  Desk desk;
  desk.open();
  CHECK(desk.passWith(4s, {1, 2}).empty());
  CHECK(desk.passWith(3s, {2}).empty());
  CHECK(desk.pass(999ms).empty());
  CHECK(desk.pass(1ms) == "kill 1; event=visit-failed cause=hung; show 2");
  CHECK(desk.exits(1, {true, 9}) == "start 3");
}

TEST_CASE("a hidden visit that is silent is replaced, and the screen stays as it is") {
  Desk desk;
  desk.open();
  CHECK(desk.passWith(5s, {1}) == "kill 2; event=visit-failed cause=hung");
  CHECK(desk.exits(2, {true, 9}) == "start 3");
}

TEST_CASE("a visit that hung while it was hidden gets no second chance by being shown") {
  Desk desk;
  desk.open();
  desk.passWith(4s, {1});
  CHECK(desk.says(1, Word::left) == "show 2");
  CHECK(desk.pass(1s) == "end 1; kill 2; event=visit-failed cause=hung");
}

TEST_CASE("a visit that is not ready in time is replaced") {
  Desk desk;
  desk.begin();
  desk.says(1, Word::ready);
  CHECK(desk.passWith(20s, {1, 2}) == "kill 2; event=visit-failed cause=slow");
  CHECK(desk.exits(2, {true, 9}) == "start 3");
}

TEST_CASE("a shown visit that crashes is replaced at once by the one that waits") {
  Desk desk;
  desk.open();
  CHECK(desk.crashes(1) == "event=visit-failed cause=crashed signal=11; show 2; start 3");
}

TEST_CASE("a visit that ends without having said that it leaves has failed, whatever its exit code") {
  Desk desk;
  desk.open();
  CHECK(desk.exits(1) == "event=visit-failed cause=ended code=0; show 2; start 3");
}

TEST_CASE("a visit that closes its socket is not shown any more; its exit tells why") {
  Desk desk;
  desk.open();
  CHECK(desk.closes(1) == "show 2");
  CHECK(desk.crashes(1) == "event=visit-failed cause=crashed signal=11; start 3");
}

TEST_CASE("a visit that closes its socket and stays is killed") {
  Desk desk;
  desk.open();
  desk.closes(1);
  CHECK(desk.pass(200ms) == "kill 1; event=visit-failed cause=closed");
}

TEST_CASE("a visit that says that it cannot work is ended and replaced, and its reason is said") {
  Desk desk;
  desk.begin();
  desk.says(1, Word::ready);
  CHECK(desk.says(2, Word::failed, Reason::storage) == "end 2; event=visit-failed cause=said reason=storage");
  CHECK(desk.exits(2, {false, 1}) == "start 3");
}

TEST_CASE("a killed visit that does not go away is not waited for") {
  Desk desk;
  desk.open();
  CHECK(desk.garbles(1) == "kill 1; event=visit-failed cause=garbled; show 2");
  CHECK(desk.pass(1999ms).empty());
  CHECK(desk.pass(1ms) == "event=visit-failed cause=stuck; start 3");
  CHECK(desk.exits(1, {true, 9}).empty());
}

TEST_CASE("a program that cannot be executed ends the keeper, as long as no visit ever was ready") {
  Desk desk;
  desk.begin();
  CHECK(desk.cannotStart(1, ENOENT) ==
        "event=visit-failed cause=cannot-start error=\"No such file or directory\"; quit 3");
}

TEST_CASE("a program that vanishes later is tried again and again") {
  Desk desk;
  desk.begin();
  desk.says(1, Word::ready);
  CHECK(desk.cannotStart(2, ENOENT) ==
        "event=visit-failed cause=cannot-start error=\"No such file or directory\"; start 3");
}

TEST_CASE("wrong arguments end the keeper, as long as no visit ever was ready") {
  SUBCASE("before") {
    Desk desk;
    desk.begin();
    CHECK(desk.exits(1, {false, 2}) == "event=visit-failed cause=ended code=2; quit 2");
  }
  SUBCASE("before, and said") {
    Desk desk;
    desk.begin();
    desk.says(1, Word::failed, Reason::arguments);
    CHECK(desk.exits(1, {false, 2}) == "quit 2");
  }
  SUBCASE("later") {
    Desk desk;
    desk.open();
    CHECK(desk.exits(2, {false, 2}) == "event=visit-failed cause=ended code=2; start 3");
  }
}

TEST_CASE("visits that fail one after the other are started later and later, with an alarm") {
  Desk desk;
  desk.begin();
  for (std::uint32_t visit = 1; visit <= 5; ++visit)
    CHECK(desk.crashes(visit) ==
          "event=visit-failed cause=crashed signal=11; start " + std::to_string(visit + 1));
  CHECK(desk.crashes(6) ==
        "event=visit-failed cause=crashed signal=11; alarm=crash-loop failures=6 within=60s next-in=1s");
  CHECK(desk.pass(999ms).empty());
  CHECK(desk.pass(1ms) == "start 7");
  CHECK(desk.crashes(7) ==
        "event=visit-failed cause=crashed signal=11; alarm=crash-loop failures=7 within=60s next-in=2s");
  CHECK(desk.keeper.nextDue() == desk.now + 2s);
}

TEST_CASE("while the waiting visits fail, the shown one stays") {
  Desk desk;
  desk.begin();
  desk.says(1, Word::ready);
  for (std::uint32_t visit = 2; visit <= 7; ++visit)
    desk.crashes(visit);
  CHECK(desk.passWith(1s, {1}) == "start 8");
  CHECK(desk.says(8, Word::ready).empty());
}

TEST_CASE("the watchdog hears of it at half its time, while a visit is shown that lives") {
  Desk desk(4s);
  desk.begin();
  CHECK(desk.pass(1s).empty());
  desk.says(1, Word::ready);
  CHECK(desk.pass(0s) == "WATCHDOG=1");
  desk.says(2, Word::ready);
  CHECK(desk.keeper.nextDue() == desk.now + 2s);
  CHECK(desk.passWith(6s, {1, 2}) == "WATCHDOG=1; WATCHDOG=1; WATCHDOG=1");
  CHECK(desk.passWith(3s, {}) == "WATCHDOG=1");
  CHECK(desk.pass(1s) == "kill 1; event=visit-failed cause=hung; kill 2; event=visit-failed cause=hung");
  CHECK(desk.pass(1s).empty());
}

TEST_CASE("the watchdog hears nothing of a hidden visit that lives") {
  Desk desk(4s);
  desk.begin();
  CHECK(desk.passWith(10s, {1}).empty());
}

TEST_CASE("a new configuration replaces the waiting visit first, and then the shown one, as nobody uses it") {
  Desk desk;
  desk.open();
  CHECK(desk.reload() == "end 2");
  CHECK(desk.exits(2) == "start 3");
  CHECK(desk.says(3, Word::ready) == "show 3");
  CHECK(desk.says(3, Word::shown) == "end 1");
  CHECK(desk.exits(1) == "start 4");
}

TEST_CASE("a new configuration waits until the citizen has gone, or the paper is cleared") {
  for (const Word word : {Word::busy, Word::blocked}) {
    CAPTURE(toText(word));
    Desk desk;
    desk.open();
    desk.says(1, word);
    desk.reload();
    desk.exits(2);
    CHECK(desk.says(3, Word::ready).empty());
    CHECK(desk.says(1, Word::free) == "show 3");
  }
}

TEST_CASE("a citizen who signs in at the very moment of the change over is no failure of the visit") {
  Desk desk;
  desk.open();
  desk.reload();
  desk.exits(2);
  CHECK(desk.says(3, Word::ready) == "show 3");
  CHECK(desk.says(1, Word::busy).empty());
  CHECK(desk.says(3, Word::shown) == "end 1");
}

TEST_CASE("a stop ends all visits politely and waits three seconds for them") {
  Desk desk;
  desk.open();
  CHECK(desk.stop() == "end 1; end 2; STOPPING=1");
  CHECK(desk.exits(1).empty());
  CHECK(desk.pass(2999ms).empty());
  CHECK(desk.pass(1ms) == "event=visit-failed cause=hung; kill 2");
  CHECK(desk.exits(2, {true, 9}) == "quit 0");
}

TEST_CASE("a stop does not wait for ever, not even for what cannot be killed") {
  Desk desk;
  desk.open();
  desk.stop();
  desk.pass(3s);
  CHECK(desk.pass(2s) == "event=visit-failed cause=stuck; event=visit-failed cause=stuck; quit 0");
}

TEST_CASE("a second stop kills at once") {
  Desk desk;
  desk.open();
  desk.stop();
  CHECK(desk.stop() == "kill 1; kill 2");
}

TEST_CASE("nothing is started or shown while the keeper stops") {
  Desk desk;
  desk.begin();
  CHECK(desk.stop() == "end 1; STOPPING=1");
  CHECK(desk.says(1, Word::ready).empty());
  CHECK(desk.exits(1) == "quit 0");
  CHECK(desk.pass(60s).empty());
}

TEST_CASE("the operator reads what goes on") {
  Desk desk;
  desk.withStatus = true;
  CHECK(desk.begin() == "start 1; STATUS=starting");
  CHECK(desk.says(1, Word::ready) == "READY=1; show 1; start 2; STATUS=free");
  CHECK(desk.says(1, Word::busy) == "STATUS=in use");
  CHECK(desk.says(1, Word::blocked) == "STATUS=blocked: paper is not cleared");
  CHECK(desk.says(1, Word::free) == "STATUS=free");
  CHECK(desk.crashes(1) ==
        "event=visit-failed cause=crashed signal=11; "
        "STATUS=nothing is shown, the next visit is being started");
  CHECK(desk.stop() == "end 2; STOPPING=1; STATUS=stopping");
}
