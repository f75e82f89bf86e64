// The link's states: every event in every state, and what time has to do with it.
#include "hostlib/office/link_state.hpp"

#include <doctest/doctest.h>

#include "tests/unit/office/rig.hpp"
#include "wire/office/query.hpp"

using namespace ssc;
using namespace std::chrono_literals;
using office::Link;
using office::LinkEvent;
using office::LinkState;
using test::Act;

namespace {

const LinkState::Time kStart{1000s};

/// A state reached the way it is reached in life, at kStart.
void bring(LinkState& state, Link link) {
  state.note(LinkEvent::answered, kStart);
  if (link == Link::suspect) state.note(LinkEvent::failed, kStart);
  if (link == Link::offline || link == Link::recovering) state.note(LinkEvent::declared, kStart);
  if (link == Link::recovering) state.note(LinkEvent::answered, kStart);
  REQUIRE(state.current() == link);
}

std::string name(Link link) {
  return std::string(toText(link));
}

}  // namespace

TEST_CASE("every event in every state") {
  struct Row {
    Link from;
    LinkEvent event;
    Link to;
  };
  for (const Row& row : {
           Row{Link::online, LinkEvent::answered, Link::online},
           Row{Link::online, LinkEvent::failed, Link::suspect},
           Row{Link::online, LinkEvent::missed, Link::suspect},
           Row{Link::online, LinkEvent::declared, Link::offline},
           Row{Link::suspect, LinkEvent::answered, Link::online},
           Row{Link::suspect, LinkEvent::failed, Link::suspect},
           Row{Link::suspect, LinkEvent::missed, Link::suspect},
           Row{Link::suspect, LinkEvent::declared, Link::offline},
           Row{Link::offline, LinkEvent::answered, Link::recovering},
           Row{Link::offline, LinkEvent::failed, Link::offline},
           Row{Link::offline, LinkEvent::missed, Link::offline},
           Row{Link::offline, LinkEvent::declared, Link::offline},
           Row{Link::recovering, LinkEvent::answered, Link::recovering},
           Row{Link::recovering, LinkEvent::failed, Link::recovering},
           Row{Link::recovering, LinkEvent::missed, Link::recovering},
           Row{Link::recovering, LinkEvent::declared, Link::offline},
       }) {
    LinkState state;
    bring(state, row.from);
    INFO(name(row.from), " and event ", static_cast<int>(row.event));
    CHECK_EQ(name(state.note(row.event, kStart + 1s)), name(row.to));
  }
}

TEST_CASE("three failures within 30 seconds are offline, spread wider they are not") {
  for (const auto& [third, link] : {std::pair{30s, Link::offline}, std::pair{31s, Link::suspect}}) {
    LinkState state;
    bring(state, Link::suspect);
    CHECK_EQ(name(state.note(LinkEvent::failed, kStart + 10s)), "SUSPECT");
    CHECK_EQ(name(state.note(LinkEvent::failed, kStart + third)), name(link));
  }
}

TEST_CASE("an answer in between makes failures count anew") {
  LinkState state;
  bring(state, Link::suspect);
  state.note(LinkEvent::failed, kStart + 1s);
  state.note(LinkEvent::answered, kStart + 2s);
  state.note(LinkEvent::failed, kStart + 3s);
  CHECK_EQ(name(state.note(LinkEvent::failed, kStart + 4s)), "SUSPECT");
  CHECK_EQ(name(state.note(LinkEvent::failed, kStart + 5s)), "OFFLINE");
}

TEST_CASE("three heartbeats missed in a row are offline, however far apart") {
  LinkState state;
  state.note(LinkEvent::answered, kStart);
  CHECK_EQ(name(state.note(LinkEvent::missed, kStart + 60s)), "SUSPECT");
  CHECK_EQ(name(state.note(LinkEvent::missed, kStart + 120s)), "SUSPECT");
  CHECK_EQ(name(state.note(LinkEvent::missed, kStart + 180s)), "OFFLINE");
}

TEST_CASE("recovering is online after ten minutes without a failure and with nothing left to send") {
  LinkState state;
  bring(state, Link::recovering);
  CHECK_EQ(name(state.note(LinkEvent::answered, kStart + 10min - 1s)), "RECOVERING");
  state.setBacklog(1);
  CHECK_EQ(name(state.note(LinkEvent::answered, kStart + 10min)), "RECOVERING");
  state.setBacklog(0);
  CHECK_EQ(name(state.current()), "RECOVERING");
  CHECK_EQ(name(state.note(LinkEvent::answered, kStart + 11min)), "ONLINE");
}

TEST_CASE("a failure while recovering makes the ten minutes begin anew, three in 30 seconds end it") {
  LinkState state;
  bring(state, Link::recovering);
  state.note(LinkEvent::failed, kStart + 9min);
  state.note(LinkEvent::answered, kStart + 9min + 1s);
  CHECK_EQ(name(state.note(LinkEvent::answered, kStart + 19min)), "RECOVERING");
  CHECK_EQ(name(state.note(LinkEvent::answered, kStart + 19min + 1s)), "ONLINE");
  bring(state, Link::recovering);
  for (int i = 1; i < 3; ++i)
    CHECK_EQ(name(state.note(LinkEvent::failed, kStart + 1s * i)), "RECOVERING");
  CHECK_EQ(name(state.note(LinkEvent::failed, kStart + 3s)), "OFFLINE");
}

TEST_CASE("a program that starts again in an outage goes on in it") {
  LinkState state(Link::offline);
  CHECK_EQ(name(state.note(LinkEvent::answered, kStart)), "RECOVERING");
}

TEST_CASE("refusals are answers; files, a caller's stop and a missing registration say nothing of the link") {
  using office::Error;
  using office::Fault;
  const auto event = [](Fault fault, unsigned infcode = 0) {
    return linkEventOf(Error{fault, "", infcode, {}, "", false});
  };
  CHECK(event(Fault::refused, 1102) == LinkEvent::answered);
  CHECK(event(Fault::resultUnknown, 1110) == LinkEvent::answered);
  for (const Fault fault :
       {Fault::offline, Fault::late, Fault::notTrusted, Fault::badAnswer, Fault::resultUnknown})
    CHECK(event(fault) == LinkEvent::failed);
  for (const Fault fault : {Fault::cancelled, Fault::badFiles, Fault::notRegistered})
    CHECK_FALSE(event(fault).has_value());
}

TEST_CASE("calls feed the link: an outage from the first lost call to the way back") {
  test::OfficeRig rig;
  const auto client = rig.client();
  const auto query = [&] { (void)client->call(wire::office::EndSession{"A1"}); };
  query();
  CHECK_EQ(name(rig.link.current()), "ONLINE");
  rig.center.script("8113", std::deque<Act>(20, Act::unreachable));
  query();
  CHECK_EQ(name(rig.link.current()), "SUSPECT");
  query();
  query();
  CHECK_EQ(name(rig.link.current()), "OFFLINE");
  rig.center.script("8113", {Act::suspended});
  query();
  CHECK_EQ(name(rig.link.current()), "RECOVERING");
}

TEST_CASE("a sign-in is an answer; a draft under one that is there says nothing of the link") {
  test::OfficeRig rig;
  const auto client = rig.client();
  REQUIRE(client->draft().has_value());
  CHECK_EQ(name(rig.link.current()), "ONLINE");
  rig.link.note(LinkEvent::failed, rig.clock.steady());
  REQUIRE(client->draft().has_value());
  CHECK_EQ(name(rig.link.current()), "SUSPECT");
}
