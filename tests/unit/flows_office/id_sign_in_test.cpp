// Sign-in by id card and face: what the center hears, what is shown meanwhile, and each way in which it ends.
#include "hostlib/flows/office/id_sign_in.hpp"

#include <algorithm>

#include "tests/unit/flows_office/desk_rig.hpp"
#include "wire/office/identity.hpp"

using namespace ssc;
using namespace std::chrono_literals;
using namespace wire::office;
using flows::FaceLook;
using flows::FaceSight;
using flows::IdCard;
using flows::Level;
using flows::Reason;
using flows::SignedInPerson;
using test::DeskRig;
using test::failed;
using test::failureOf;
using test::Seen;
using Names = std::vector<std::string>;
using Stage = flows::IdSignInView::Stage;
using Stages = std::vector<Stage>;

namespace {

IdCard idCard(const std::string& expires = "2031-05-04") {
  return {crypto::Personal("999900199001010014"), crypto::Personal("张三"), expires};
}

/// One look after the other; the last one for ever.
template <class Port, class Look>
class Scripted final : public Port {
 public:
  explicit Scripted(std::vector<Look> looks) : looks_(std::move(looks)) {}
  Look look() override {
    const std::size_t at = std::min(next_++, looks_.size() - 1);
    return looks_[at];
  }
  void say(std::vector<Look> looks) {
    looks_ = std::move(looks);
    next_ = 0;
  }

 private:
  std::vector<Look> looks_;
  std::size_t next_ = 0;
};
using CardLook = flows::Outcome<std::optional<IdCard>>;
using FaceOutcome = flows::Outcome<FaceLook>;

FaceOutcome face(std::uint8_t likeness, bool alive = true) {
  return FaceLook{FaceSight::face, {likeness, alive}};
}
FaceOutcome sight(FaceSight what) {
  return FaceLook{what, {}};
}
template <class T>
flows::Outcome<T> broken(Reason reason) {
  return tl::unexpected(flows::Failure{reason, "device", {}});
}

struct Bench : DeskRig {
  Bench() {
    center().answerWith("8110", [this](const Seen& seen) {
      announced = decodeBody<CardSignIn>(seen.input).value();
      number = opened(seen, "aac002", announced.aac002);
      name = opened(seen, "aac003", announced.aac003);
      return encodeBody(CardSignedIn{"A1", 1, "4", "*三", {"face", "clerk"}});
    });
    center().answerWith("8112", [this](const Seen& seen) {
      faces.push_back(decodeBody<FaceCheck>(seen.input).value());
      const bool alike = faces.back().alive && faces.back().score >= 80;
      return encodeBody(alike ? LevelReached{2, "", {}} : LevelReached{1, "", {"face", "clerk"}});
    });
  }
  flows::Outcome<SignedInPerson> signIn() {
    views.clear();
    faces.clear();
    flows::IdSignIn flow(
        *desk, {reader, camera}, [this](const flows::IdSignInView& view) { views.push_back(view); },
        stop.get_token());
    return flow.run({"LP-HR-024", 60s, 20s, 2});
  }
  [[nodiscard]] Stages stages() const {
    Stages all;
    for (const auto& view : views)
      if (all.empty() || all.back() != view.stage) all.push_back(view.stage);
    return all;
  }

  Scripted<flows::IdCardReader, CardLook> reader{{CardLook(idCard())}};
  Scripted<flows::FaceCamera, FaceOutcome> camera{{face(92)}};
  std::vector<flows::IdSignInView> views;
  CardSignIn announced;
  std::string number, name;
  std::vector<FaceCheck> faces;
};

}  // namespace

TEST_CASE("id card and face: the center hears both, the number goes sealed, and level 2 is reached") {
  Bench bench;
  const auto person = bench.signIn();
  REQUIRE(person.has_value());
  CHECK_EQ(bench.messages(), Names{"8110", "8112"});
  CHECK_EQ(bench.number, "999900199001010014");
  CHECK_EQ(bench.name, "张三");
  CHECK_EQ(bench.center().seen("8110").at(0).input.find("999900199001010014"), std::string::npos);
  const CardSignIn& said = bench.announced;
  CHECK_EQ(said.way, "id");
  CHECK(said.proven);
  CHECK_EQ(said.idExpires, "2031-05-04");
  CHECK_EQ(said.service, "LP-HR-024");
  CHECK_EQ(said.aab301, bench.desk->settings().area);
  CHECK_EQ(said.aaz501 + said.aaz500 + said.purpose, "");
  REQUIRE_EQ(bench.faces.size(), 1);
  CHECK_EQ(bench.faces.front().sessionId, "A1");
  CHECK_EQ(bench.faces.front().score, 92);
  CHECK(bench.faces.front().alive);
  CHECK(person->level == Level::identified);
  CHECK_EQ(person->way, "id");
  CHECK_EQ(person->sessionId, "A1");
  CHECK_EQ(person->maskedName, "*三");
  CHECK_EQ(person->cardState, "4");
  CHECK_EQ(person->insuredArea, bench.desk->settings().area);
  CHECK(person->offers.empty());
  CHECK(bench.stages() == Stages{Stage::reading, Stage::face});
}

TEST_CASE("while no id card lies there the time left is shown; then it is told, and nothing was sent") {
  Bench bench;
  bench.reader.say({CardLook(std::nullopt)});
  (void)failureOf(bench.signIn(), Reason::idCardAbsent);
  CHECK(bench.center().order().empty());
  CHECK(bench.stages() == Stages{Stage::card});
  CHECK_EQ(bench.views.front().left, 60s);
  CHECK_EQ(bench.views.back().left, 1s);
}

TEST_CASE("an id card that is laid there later is read") {
  Bench bench;
  bench.reader.say({CardLook(std::nullopt), CardLook(std::nullopt), CardLook(idCard())});
  REQUIRE(bench.signIn().has_value());
  CHECK(bench.stages() == Stages{Stage::card, Stage::reading, Stage::face});
}

TEST_CASE("an id card is good to the end of its last day; then it is not sent at all") {
  Bench bench;  // 5 January 2026
  for (const char* good : {"2026-01-05", ""}) {
    bench.restart();
    bench.reader.say({CardLook(idCard(good))});
    CHECK(bench.signIn().has_value());
  }
  bench.restart();
  bench.reader.say({CardLook(idCard("2026-01-04"))});
  (void)failureOf(bench.signIn(), Reason::idCardExpired);
  CHECK(bench.center().order().empty());
}

TEST_CASE("a device that fails is named; a session that was open is ended") {
  Bench bench;
  for (const Reason reason : {Reason::idCardUnreadable, Reason::idReaderFault}) {
    bench.reader.say({broken<std::optional<IdCard>>(reason)});
    (void)failureOf(bench.signIn(), reason);
    CHECK(bench.center().order().empty());
  }
  bench.reader.say({CardLook(idCard())});
  bench.camera.say({broken<FaceLook>(Reason::cameraFault)});
  (void)failureOf(bench.signIn(), Reason::cameraFault);
  CHECK_EQ(bench.messages(), Names{"8110", "8113"});
}

TEST_CASE("what keeps a face from being seen is shown, and a face after it counts") {
  Bench bench;
  bench.camera.say({sight(FaceSight::nobody), sight(FaceSight::dark), sight(FaceSight::several), face(85)});
  REQUIRE(bench.signIn().has_value());
  std::vector<FaceSight> seen;
  for (const auto& view : bench.views)
    if (view.stage == Stage::face) seen.push_back(view.sight);
  CHECK(seen == std::vector{FaceSight::face, FaceSight::nobody, FaceSight::dark, FaceSight::several});
  CHECK_EQ(bench.faces.size(), 1);
}

TEST_CASE("nobody before the camera for 20 seconds ends the session, and costs no try") {
  Bench bench;
  bench.camera.say({sight(FaceSight::nobody)});
  const auto begun = bench.office.clock.steady();
  (void)failureOf(bench.signIn(), Reason::faceNotSeen);
  const auto passed = bench.office.clock.steady() - begun;
  CHECK(passed >= 20s);
  CHECK(passed < 23s);
  CHECK_EQ(bench.messages(), Names{"8110", "8113"});
}

TEST_CASE("a face that is not alike, or does not live, has one more look; then the session ends") {
  Bench bench;
  bench.camera.say({face(31), face(92)});
  REQUIRE(bench.signIn().has_value());
  CHECK(bench.stages() == Stages{Stage::reading, Stage::face, Stage::again});
  bench.restart();
  bench.camera.say({face(79), face(100, false)});
  (void)failureOf(bench.signIn(), Reason::faceNotAlike);
  CHECK_EQ(bench.messages(), Names{"8110", "8112", "8112", "8113"});
}

TEST_CASE("the center's refusals come in its words: of the person, and of faces that were too many") {
  Bench bench;
  for (const ErrorCode code : {ErrorCode::signInUnknown, ErrorCode::notPossible, ErrorCode::tooManyTries}) {
    bench.restart();
    bench.center().refuse("8110", code, 7);
    CHECK_EQ(failureOf(bench.signIn(), Reason::officeRefused).infcode, static_cast<unsigned>(code));
    CHECK_EQ(bench.messages(), Names{"8110"});
  }
  Bench other;
  other.center().refuse("8112", ErrorCode::tooManyTries, 360);
  const auto failure = failureOf(other.signIn(), Reason::officeRefused);
  CHECK_EQ(failure.infcode, 4105);
  CHECK_EQ(failure.number, 360);
  CHECK_EQ(other.messages(), Names{"8110", "8112", "8113"});
}

TEST_CASE("whatever becomes of a message has its reason") {
  Bench bench;
  for (const auto& mishap : test::mishaps()) {
    bench.restart();
    bench.center().script("8110", mishap.acts);
    (void)failureOf(bench.signIn(), mishap.reason);
  }
  for (const auto& mishap : test::mishaps()) {
    bench.restart();
    bench.center().script("8112", mishap.acts);
    (void)failureOf(bench.signIn(), mishap.reason);
    CHECK_EQ(bench.messages().back(), "8113");
  }
}

TEST_CASE("a stop at any message ends it, and no session is left") {
  Bench bench;
  const auto signIn = [&](DeskRig&) { return failed(bench.signIn()); };
  test::stopAtEachMessage(bench, signIn, {"8113"}, [](const Names& messages) {
    const bool opened = std::ranges::count(messages, "8110") > 0;
    const bool raised = std::ranges::count(messages, "8112") > 0;
    if (!raised) CHECK_EQ(std::ranges::count(messages, "8113"), opened ? 1 : 0);
  });
}

TEST_CASE("a stop while the id card or a face is waited for ends it at once") {
  Bench bench;
  bench.reader.say({CardLook(std::nullopt)});
  bench.office.clock.onWait = [&] { bench.stop.request_stop(); };
  (void)failureOf(bench.signIn(), Reason::cancelled);
  CHECK(bench.center().order().empty());
  bench.office.clock.onWait = nullptr;
  bench.restart();
  bench.reader.say({CardLook(idCard())});
  bench.camera.say({sight(FaceSight::nobody)});
  bench.office.clock.onWait = [&] { bench.stop.request_stop(); };
  (void)failureOf(bench.signIn(), Reason::cancelled);
  CHECK_EQ(bench.messages(), Names{"8110", "8113"});
}
