// Flow A: the terminal scans the phone's code, the holder confirms on the phone.
#include <algorithm>
#include <deque>

#include "tests/unit/flows_office/code_rig.hpp"

using namespace ssc;
using namespace std::chrono_literals;
using namespace wire::office;
using flows::Reason;
using scanner::NoCode;
using test::Act;
using test::CodeBench;
using test::failed;
using test::failureOf;
using test::FakeScanner;
using test::phoneCode;
using test::PhoneSays;
using test::Stage;
using Names = std::vector<std::string>;
using Stages = std::vector<Stage>;

namespace {

struct Bench : CodeBench {
  flows::Outcome<flows::SignedInPerson> scan(std::vector<FakeScanner::Sight> sights = {phoneCode()}) {
    FakeScanner scanner(office.clock, std::move(sights));
    return flow().scan(scanner, {"01", "LP-HR-024", 60s, 3});
  }
};

FakeScanner::Sight none(NoCode why) {
  return tl::unexpected(why);
}

}  // namespace

TEST_CASE("a scanned code goes to the center, the holder confirms, and is signed in") {
  Bench bench;
  bench.phone = {PhoneSays::pending(), PhoneSays::pending(), bench.confirmed()};
  const auto person = bench.scan();
  REQUIRE(person.has_value());
  CHECK_EQ(bench.messages(), Names{"8101", "8103", "8103", "8103"});
  const auto said = decodeBody<PhoneCode>(bench.center().seen("8101").at(0).input).value();
  CHECK_EQ(said.qr, phoneCode());
  CHECK_EQ(said.purpose, "01");
  CHECK_EQ(said.orgId, "SIMH00000001");
  CHECK_EQ(said.place, "一楼大厅");
  CHECK_EQ(said.service, "LP-HR-024");
  CHECK_EQ(said.nonce.size(), 32);
  CHECK(bench.stages() == Stages{Stage::scan, Stage::confirm});
  CHECK_EQ(bench.office.clock.waits(), std::vector<std::int64_t>{1500, 2000, 2000});
  CHECK_EQ(person->sessionId, "A1");
  CHECK(person->level == flows::Level::identified);
  CHECK_EQ(person->way, "phone");
  CHECK_EQ(person->maskedName, "*三");
  CHECK_EQ(person->insuredArea, "999900");
  CHECK_EQ(person->cardState, "1");
}

TEST_CASE("each scan draws a nonce of its own") {
  Bench bench;
  REQUIRE(bench.scan().has_value());
  REQUIRE(bench.scan().has_value());
  const auto seen = bench.center().seen("8101");
  CHECK(decodeBody<PhoneCode>(seen.at(0).input).value().nonce !=
        decodeBody<PhoneCode>(seen.at(1).input).value().nonce);
}

TEST_CASE("what is no code of an e-card is told so, and scanning goes on") {
  Bench bench;
  const auto person =
      bench.scan({std::string("https://example.invalid"), none(NoCode::notText), none(NoCode::overLong),
                  none(NoCode::badPicture), std::string("SSC1.damaged"), phoneCode()});
  REQUIRE(person.has_value());
  CHECK(bench.stages() == Stages{Stage::scan, Stage::notACode, Stage::confirm});
  CHECK_EQ(bench.views.at(5).left, 55s);
  CHECK_EQ(bench.center().seen("8101").size(), 1);
}

TEST_CASE("a scanner that sees nothing ends after its limit, and the center hears of nothing") {
  Bench bench;
  const auto before = bench.office.clock.steady();
  (void)failureOf(bench.scan({}), Reason::timedOut);
  CHECK(bench.office.clock.steady() - before == 60s);
  CHECK(bench.center().order().empty());
}

TEST_CASE("what is held before the scanner does not make the time longer") {
  Bench bench;
  const auto before = bench.office.clock.steady();
  (void)failureOf(bench.scan({std::string("x"), std::string("y"), std::string("z")}), Reason::timedOut);
  CHECK(bench.office.clock.steady() - before == 60s);
}

TEST_CASE("a scanner that fails is a fault of the scanner") {
  for (const NoCode why : {NoCode::ended, NoCode::gone, NoCode::cannotOpen}) {
    Bench bench;
    (void)failureOf(bench.scan({none(why)}), Reason::scannerFault);
    CHECK(bench.center().order().empty());
  }
}

TEST_CASE("a code that needs no confirmation asks for none") {
  Bench bench;
  bench.center().answerWith(
      "8101", [](const test::Seen&) { return encodeBody(PhoneCodeTaken{test::kLoginId, false}); });
  REQUIRE(bench.scan().has_value());
  CHECK(bench.stages() == Stages{Stage::scan});
}

TEST_CASE("a code the center refuses is refused in its words; there is nothing to cancel") {
  const std::array refusals{
      test::Refusal{ErrorCode::codeExpired, 0, "二维码已过期，请在手机上刷新后再扫。",
                    "The code has expired. Please refresh it on your phone."},
      test::Refusal{ErrorCode::codeUsed, 0, "二维码已使用，请在手机上刷新后再扫。",
                    "The code was used already. Please refresh it on your phone."},
      test::Refusal{ErrorCode::codeForged, 0, "二维码无效，请打开电子社保卡重新出示。",
                    "The code is not valid. Please open the e-card and show it again."},
      test::Refusal{ErrorCode::codePurpose, 0, "该二维码不能用于此项服务，请选择“扫码登录”。",
                    "The code was made for another purpose. Please choose “sign in” on your phone."},
      test::Refusal{ErrorCode::codeCardState, 0, "电子社保卡当前不可用，请先处理实体卡状态。",
                    "The e-card cannot be used now. Please see to the state of your card first."},
      test::Refusal{ErrorCode::codeTerminal, 0, "本终端暂不能扫码，请使用社保卡。",
                    "Codes cannot be used at this terminal now. Please use your card."}};
  Bench bench;
  for (const auto& refusal : refusals) {
    bench.restart();
    bench.center().refuse("8101", refusal.code, refusal.number);
    const auto outcome = bench.scan();
    REQUIRE_FALSE(outcome.has_value());
    test::checkRefusal(outcome.error(), refusal);
    CHECK_EQ(bench.messages(), Names{"8101"});
  }
}

TEST_CASE("a holder who refuses on the phone, or whose sign-in is not known, is told so") {
  const std::array endings{
      std::pair{"INVALID", test::Refusal{ErrorCode::signInRefused, 0, "您已在手机上取消登录。",
                                         "The sign-in was refused on the phone."}},
      std::pair{"EXPIRED", test::Refusal{ErrorCode::signInExpired, 0, "登录已超时，请重新扫码。",
                                         "The sign-in took too long. Please scan again."}}};
  Bench bench;
  for (const auto& [state, refusal] : endings) {
    bench.restart();
    bench.phone = {PhoneSays::pending(), PhoneSays::ended(state, refusal.code)};
    const auto outcome = bench.scan();
    REQUIRE_FALSE(outcome.has_value());
    test::checkRefusal(outcome.error(), refusal);
    CHECK_EQ(bench.messages(), Names{"8101", "8103", "8103"});
  }
}

TEST_CASE("nobody confirms: after 75 seconds the sign-in is cancelled at the center") {
  Bench bench;
  bench.phone = {PhoneSays::pending()};
  const auto before = bench.office.clock.steady();
  const auto failure = failureOf(bench.scan(), Reason::officeRefused);
  CHECK_EQ(failure.infcode, 2301);
  CHECK(bench.office.clock.steady() - before == 76s);  // a second of it before the scanner
  CHECK_EQ(bench.messages().back(), "8106");
  CHECK_EQ(decodeBody<CancelSignIn>(bench.center().seen("8106").at(0).input).value().loginId, test::kLoginId);
}

TEST_CASE("a center that asks for patience is asked less often, and the limit stays") {
  Bench bench;
  bench.phone = {PhoneSays::slower()};
  const auto before = bench.office.clock.steady();
  (void)failureOf(bench.scan(), Reason::officeRefused);
  CHECK(bench.office.clock.steady() - before == 76s);
  const std::vector<std::int64_t> expected{1500, 7000, 12000, 17000, 22000, 15500};
  CHECK_EQ(bench.office.clock.waits(), expected);
}

TEST_CASE("a poll without an answer, or with a busy center, is followed by the next") {
  Bench bench;
  bench.phone = {PhoneSays::pending(), PhoneSays::pending(), bench.confirmed()};
  bench.center().script("8103", {Act::unreachable, Act::lostAnswer, Act::busy});
  REQUIRE(bench.scan().has_value());
  CHECK_EQ(bench.sent("8103"), 5);
  CHECK_EQ(bench.office.clock.waits(), std::vector<std::int64_t>{1500, 2000, 2000, 9000, 2000});
}

TEST_CASE("a center that is silent to the end is why the sign-in failed, not the holder") {
  Bench bench;
  bench.phone = {PhoneSays::pending()};
  bench.center().script("8103", std::deque<Act>(60, Act::unreachable));
  (void)failureOf(bench.scan(), Reason::officeUnreachable);
  bench.restart();
  bench.center().script("8103", {Act::unreachable});
  CHECK_EQ(failureOf(bench.scan(), Reason::officeRefused).infcode, 2301);
}

TEST_CASE("whatever else becomes of a message has its reason, and the sign-in is cancelled") {
  Bench bench;
  for (const auto& mishap : test::mishaps()) {
    bench.restart();
    bench.center().script("8101", mishap.acts);
    (void)failureOf(bench.scan(), mishap.reason);
    CHECK_EQ(bench.sent("8106"), 0);
  }
  for (const auto& mishap : test::mishaps()) {
    if (mishap.reason == Reason::officeUnreachable) continue;
    bench.restart();
    bench.center().script("8103", mishap.acts);
    (void)failureOf(bench.scan(), mishap.reason);
    CHECK_EQ(bench.messages(), Names{"8101", "8103", "8106"});
  }
}

TEST_CASE("a confirmation that names nobody, or no session, is a bad answer") {
  Bench bench;
  for (const bool noPerson : {true, false}) {
    bench.restart();
    auto state = bench.confirmed();
    if (noPerson) state.person.clear();
    if (!noPerson) state.sessionId.clear();
    bench.phone = {state};
    (void)failureOf(bench.scan(), Reason::officeBadAnswer);
    CHECK_EQ(bench.messages().back(), "8106");
  }
}

TEST_CASE("a stop at any message of flow A ends it, and no sign-in is left waiting") {
  Bench bench;
  bench.phone = {PhoneSays::pending(), bench.confirmed()};
  const auto flow = [&](test::DeskRig&) { return failed(bench.scan()); };
  test::stopAtEachMessage(bench, flow, {"8106"}, [&](const Names& messages) {
    const bool waiting = std::ranges::count(messages, "8101") > 0;
    const bool confirmed = bench.polls == 2;
    CHECK_EQ(std::ranges::count(messages, "8106"), waiting && !confirmed ? 1 : 0);
  });
}

TEST_CASE("a stop before the scanner ends it before anything is sent") {
  Bench bench;
  FakeScanner scanner(bench.office.clock, {});
  scanner.beforeNext = [&] { bench.stop.request_stop(); };
  (void)failureOf(bench.flow().scan(scanner, {}), Reason::cancelled);
  CHECK(bench.center().order().empty());
}

TEST_CASE("a stop while the phone is waited for cancels the sign-in") {
  Bench bench;
  bench.phone = {PhoneSays::pending()};
  int waits = 0;
  bench.office.clock.onWait = [&] {
    if (++waits == 2) bench.stop.request_stop();  // behind the first question
  };
  (void)failureOf(bench.scan(), Reason::cancelled);
  CHECK_EQ(bench.messages(), Names{"8101", "8103", "8106"});
}
