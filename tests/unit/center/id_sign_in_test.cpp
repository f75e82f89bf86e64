// 8110 by id card, and 8112: who gets in, who does not and why, and what wrong faces cost.
#include "tests/unit/center/rig.hpp"
#include "wire/office/query.hpp"

namespace ssc::center {

using namespace wire::office;
using Names = std::vector<std::string>;

namespace {

std::string nameOf(CenterRig& rig, const Holder& holder) {
  return rig.text("SELECT aac003 FROM persons WHERE aac002 = '" + holder.number + "'");
}

/// As the id-card reader has read it; `change` makes it another one.
Answered<CardSignedIn> byIdCard(CenterRig& rig, const Holder& holder,
                                const std::function<void(CardSignIn&)>& change = {},
                                const std::string& devNo = kDevNo) {
  const std::string name = nameOf(rig, holder);
  CardSignIn body;
  body.way = "id";
  body.aac002.text = rig.sealed("aac002", holder.number, devNo);
  body.aac003.text = rig.sealed("aac003", name, devNo);
  body.aab301 = "999900";
  body.proven = true;
  body.idExpires = "2031-05-04";
  if (change) change(body);
  return rig.send(body, devNo);
}

Answered<LevelReached> face(CenterRig& rig, const std::string& session, std::uint8_t score = 92,
                            bool alive = true, const std::string& devNo = kDevNo) {
  return rig.send(FaceCheck{session, score, alive}, devNo);
}

template <class T>
unsigned waitOf(const Answered<T>& answer) {
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().code == ErrorCode::tooManyTries);
  return answer.error().number;
}

Answered<QueryAnswer> ask(CenterRig& rig, const std::string& session) {
  return rig.send(Query{session, "LP-HR-024", "", "", "", 0});
}

}  // namespace

TEST_CASE("an id card opens level 1, the face of its photo level 2") {
  CenterRig rig;
  const auto person = given(byIdCard(rig, kHolderA));
  CHECK_EQ(person.level, 1);
  CHECK_EQ(person.offers, Names{"face", "clerk"});
  CHECK_EQ(person.aaz502, "1");
  CHECK(person.maskedName.starts_with("*"));
  CHECK(codeOf(ask(rig, person.sessionId)) == ErrorCode::levelTooLow);
  const auto reached = given(face(rig, person.sessionId, 80));
  CHECK_EQ(reached.level, 2);
  CHECK(reached.offers.empty());
  CHECK(ask(rig, person.sessionId).has_value());
}

TEST_CASE("whoever has no usable card signs in by id card all the same, and is told the card's state") {
  CenterRig rig;
  rig.run("UPDATE cards SET aaz502 = '4' WHERE aac002 = '" + kHolderA.number + "'");
  const auto person = given(byIdCard(rig, kHolderA));
  CHECK_EQ(person.aaz502, "4");
  CHECK_EQ(given(face(rig, person.sessionId)).level, 2);
  CHECK(ask(rig, person.sessionId).has_value());
}

TEST_CASE("an id card is good to the end of its last day; one without a last day always is") {
  CenterRig rig;
  const auto until = [&](const std::string& day) {
    return byIdCard(rig, kHolderA, [&](CardSignIn& body) { body.idExpires = day; });
  };
  CHECK(until(kToday).has_value());
  CHECK(until("").has_value());
  const auto over = until("2026-01-04");
  CHECK(codeOf(over) == ErrorCode::notPossible);
  CHECK_EQ(over.error().where, "input.idExpires");
  CHECK(codeOf(until("2026-01")) == ErrorCode::badEnvelope);
  CHECK(codeOf(until("tomorrow!!")) == ErrorCode::badEnvelope);
}

TEST_CASE("an id card that did not prove itself to its reader opens nothing") {
  CenterRig rig;
  const auto copied = byIdCard(rig, kHolderA, [](CardSignIn& body) { body.proven = false; });
  CHECK(codeOf(copied) == ErrorCode::notPossible);
  CHECK_EQ(copied.error().where, "input.proven");
}

TEST_CASE("a person who is not known here, another name, and a dead holder open nothing") {
  CenterRig rig;
  CHECK(codeOf(byIdCard(rig, kHolderA, [&](CardSignIn& body) {
          body.aac002.text = rig.sealed("aac002", "999900197001010019");
        })) == ErrorCode::signInUnknown);
  CHECK(codeOf(byIdCard(rig, kHolderA, [&](CardSignIn& body) {
          body.aac003.text = rig.sealed("aac003", "别人");
        })) == ErrorCode::signInUnknown);
  rig.run("UPDATE persons SET dead_on = '2026-01-02' WHERE aac002 = '" + kHolderA.number + "'");
  CHECK(codeOf(byIdCard(rig, kHolderA)) == ErrorCode::notPossible);
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM sessions"), 0);
}

TEST_CASE("a face that is not alike, or does not live, raises nothing; the third one ends the session") {
  CenterRig rig;
  const auto session = given(byIdCard(rig, kHolderA)).sessionId;
  for (const auto& wrong : {face(rig, session, 79), face(rig, session, 100, false)}) {
    CHECK_EQ(given(wrong).level, 1);
    CHECK_EQ(given(wrong).offers, Names{"face", "clerk"});
  }
  CHECK_EQ(waitOf(face(rig, session, 31)), 600);
  CHECK(codeOf(face(rig, session)) == ErrorCode::signInUnknown);
}

TEST_CASE("after three wrong faces the id card waits ten minutes from the first, at every terminal") {
  CenterRig rig;
  auto session = given(byIdCard(rig, kHolderA)).sessionId;
  given(face(rig, session, 31));
  rig.clock.pass(std::chrono::minutes(4));
  session = given(byIdCard(rig, kHolderA, {}, kOtherDevNo)).sessionId;
  given(face(rig, session, 31, true, kOtherDevNo));
  CHECK_EQ(waitOf(face(rig, session, 31, true, kOtherDevNo)), 360);
  rig.clock.pass(std::chrono::seconds(359));
  CHECK_EQ(waitOf(byIdCard(rig, kHolderA)), 1);
  CHECK(byIdCard(rig, kHolderB).has_value());  // another person's id card does not wait
  rig.clock.pass(std::chrono::seconds(1));
  CHECK(byIdCard(rig, kHolderA).has_value());
}

TEST_CASE("the right face gives the tries back") {
  CenterRig rig;
  for (int visit = 0; visit < 3; ++visit) {
    const auto session = given(byIdCard(rig, kHolderA)).sessionId;
    given(face(rig, session, 31));
    given(face(rig, session, 31));
    CHECK_EQ(given(face(rig, session)).level, 2);
  }
}

TEST_CASE("faces before a card cost its holder no try with the id card") {
  CenterRig rig;
  const auto session = rig.session(kHolderA, 1, "card");
  for (int count = 0; count < 4; ++count)
    CHECK_EQ(given(face(rig, session, 31)).level, 1);
  CHECK(byIdCard(rig, kHolderA).has_value());
}

}  // namespace ssc::center
