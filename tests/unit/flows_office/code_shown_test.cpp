// Flow B: the terminal shows a code that changes every second, the phone scans it.
#include <algorithm>

#include "crypto/hex.hpp"
#include "tests/unit/flows_office/code_rig.hpp"

using namespace ssc;
using namespace std::chrono_literals;
using namespace wire::office;
using flows::Reason;
using test::Act;
using test::CodeBench;
using test::failed;
using test::failureOf;
using test::PhoneSays;
using test::Stage;
using Names = std::vector<std::string>;
using Stages = std::vector<Stage>;

namespace {

struct Bench : CodeBench {
  flows::Outcome<flows::SignedInPerson> show(unsigned renewals = 3) {
    return flow().show({"01", "LP-HR-024", 60s, renewals});
  }
  void create(const std::string& loginId, const std::string& secretHex, std::uint32_t life = 120,
              std::uint32_t interval = 2) {
    center().answerWith("8102", [=, this](const test::Seen& seen) {
      return encodeBody(CodeCreated{loginId, sealed(seen, "qrSecret", secretHex), life, interval});
    });
  }
};

}  // namespace

TEST_CASE("the code changes every second, the phone scans it, the holder confirms") {
  Bench bench;
  bench.phone = {PhoneSays::pending(), PhoneSays::scanned(), PhoneSays::scanned(), bench.confirmed()};
  const auto person = bench.show();
  REQUIRE(person.has_value());
  CHECK_EQ(bench.messages(), Names{"8102", "8103", "8103", "8103", "8103"});
  const auto said = decodeBody<CreateCode>(bench.center().seen("8102").at(0).input).value();
  CHECK_EQ(said.kind, "kiosk");
  CHECK_EQ(said.place, "一楼大厅");
  CHECK_EQ(said.service, "LP-HR-024");
  REQUIRE(bench.stages() == Stages{Stage::show, Stage::confirm});
  // Seconds 0 to 3; in second 4 the center knows of the phone.
  REQUIRE_EQ(bench.views.size(), 5);
  for (std::uint32_t age = 0; age < 4; ++age) {
    CAPTURE(age);
    const auto shown = wire::parseLoginCode(bench.views.at(age).code).value();
    CHECK_EQ(shown.age, age);
    CHECK(shown.isGenuine(crypto::Key(*crypto::fromHex(test::kSecretHex))));
    CHECK_EQ(bench.views.at(age).left, 120s - std::chrono::seconds(age));
  }
  CHECK_EQ(bench.views.at(4).maskedName, "*三");
  CHECK_EQ(bench.views.at(4).matchNumber, "1019");
  CHECK_EQ(person->way, "code");
  CHECK_EQ(person->sessionId, "A1");
  CHECK(person->level == flows::Level::identified);
}

TEST_CASE("a code that ran out is followed by a new one, as often as stated; then it is told") {
  Bench bench;
  bench.phone = {PhoneSays::ended("EXPIRED", ErrorCode::signInExpired)};
  for (const unsigned renewals : {0U, 1U, 3U}) {
    CAPTURE(renewals);
    bench.restart();
    const auto outcome = bench.show(renewals);
    REQUIRE_FALSE(outcome.has_value());
    test::checkRefusal(outcome.error(), {ErrorCode::signInExpired, 0, "登录已超时，请重新扫码。",
                                         "The sign-in took too long. Please scan again."});
    CHECK_EQ(bench.sent("8102"), static_cast<std::ptrdiff_t>(renewals) + 1);
    CHECK_EQ(bench.sent("8106"), 0);
  }
}

TEST_CASE("a renewed code can be the one that signs in") {
  Bench bench;
  bench.phone = {PhoneSays::pending(), PhoneSays::ended("EXPIRED", ErrorCode::signInExpired),
                 PhoneSays::scanned(), bench.confirmed()};
  REQUIRE(bench.show().has_value());
  CHECK_EQ(bench.messages(), Names{"8102", "8103", "8103", "8102", "8103", "8103"});
  CHECK(bench.stages() == Stages{Stage::show, Stage::confirm});
}

TEST_CASE("a refusal on the phone is no reason for a new code") {
  Bench bench;
  bench.phone = {PhoneSays::scanned(), PhoneSays::ended("INVALID", ErrorCode::signInRefused)};
  const auto outcome = bench.show();
  REQUIRE_FALSE(outcome.has_value());
  test::checkRefusal(outcome.error(), {ErrorCode::signInRefused, 0, "您已在手机上取消登录。",
                                       "The sign-in was refused on the phone."});
  CHECK_EQ(bench.messages(), Names{"8102", "8103", "8103"});
}

TEST_CASE("a center that never says an end is given up on: the code's time and 75 seconds") {
  Bench bench;
  bench.phone = {PhoneSays::pending()};
  const auto before = bench.office.clock.steady();
  const auto failure = failureOf(bench.show(0), Reason::officeRefused);
  CHECK_EQ(failure.infcode, 2301);
  CHECK(bench.office.clock.steady() - before == 195s);
  CHECK_EQ(bench.messages().back(), "8106");
  CHECK_EQ(bench.views.size(), 120);  // every second another code
  CHECK_EQ(bench.views.back().left, 1s);
}

TEST_CASE("the center's interval is kept") {
  Bench bench;
  bench.create(test::kLoginId, test::kSecretHex, 120, 5);
  bench.phone = {PhoneSays::pending(), bench.confirmed()};
  const auto before = bench.office.clock.steady();
  REQUIRE(bench.show().has_value());
  CHECK(bench.office.clock.steady() - before == 10s);
}

TEST_CASE("a secret, a login id or a life that cannot be used is a bad answer") {
  Bench bench;
  for (const std::string secret : {"", "A0", "no hexadecimal", "A0A1A2A3A4A5A6A7A8A9AAABACADAEAFA0"}) {
    CAPTURE(secret);
    bench.create(test::kLoginId, secret);
    (void)failureOf(bench.show(), Reason::officeBadAnswer);
  }
  bench.create("short", test::kSecretHex);
  (void)failureOf(bench.show(), Reason::officeBadAnswer);
  bench.center().answerWith("8102", [&](const test::Seen& seen) {
    return encodeBody(CodeCreated{test::kLoginId, bench.sealed(seen, "other", test::kSecretHex), 120, 2});
  });
  (void)failureOf(bench.show(), Reason::officeBadAnswer);
  CHECK(bench.views.empty());
}

TEST_CASE("whatever becomes of the message that asks for a code has its reason") {
  Bench bench;
  for (const auto& mishap : test::mishaps()) {
    bench.restart();
    bench.center().script("8102", mishap.acts);
    (void)failureOf(bench.show(), mishap.reason);
  }
  bench.restart();
  bench.center().refuse("8102", ErrorCode::codeTerminal);
  const auto outcome = bench.show();
  REQUIRE_FALSE(outcome.has_value());
  test::checkRefusal(outcome.error(), {ErrorCode::codeTerminal, 0, "本终端暂不能扫码，请使用社保卡。",
                                       "Codes cannot be used at this terminal now. Please use your card."});
}

TEST_CASE("an answer to a poll that cannot be believed cancels the sign-in") {
  Bench bench;
  bench.center().script("8103", {Act::strangersKey});
  (void)failureOf(bench.show(), Reason::officeUntrusted);
  CHECK_EQ(bench.messages(), Names{"8102", "8103", "8106"});
}

TEST_CASE("a stop at any message of flow B ends it, and no sign-in is left waiting") {
  Bench bench;
  bench.phone = {PhoneSays::scanned(), bench.confirmed()};
  const auto flow = [&](test::DeskRig&) { return failed(bench.show()); };
  test::stopAtEachMessage(bench, flow, {"8106"}, [&](const Names& messages) {
    const bool waiting = std::ranges::count(messages, "8102") > 0;
    const bool confirmed = bench.polls == 2;
    CHECK_EQ(std::ranges::count(messages, "8106"), waiting && !confirmed ? 1 : 0);
  });
}

TEST_CASE("a stop while the code is shown, or while the phone is waited for, cancels the sign-in") {
  for (const Stage stage : {Stage::show, Stage::confirm}) {
    Bench bench;
    bench.phone = {PhoneSays::scanned(), PhoneSays::scanned(), bench.confirmed()};
    bench.onView = [&](const flows::SignInView& view) {
      if (view.stage == stage) bench.stop.request_stop();
    };
    (void)failureOf(bench.show(), Reason::cancelled);
    CHECK_EQ(bench.messages().back(), "8106");
    CHECK_EQ(bench.sent("8106"), 1);
  }
}

TEST_CASE("a stop between two codes asks for no other one") {
  Bench bench;
  bench.center().answerWith("8103", [&](const test::Seen&) {
    bench.stop.request_stop();
    return encodeBody(PhoneSays::ended("EXPIRED", ErrorCode::signInExpired));
  });
  (void)failureOf(bench.show(), Reason::cancelled);
  CHECK_EQ(bench.messages(), Names{"8102", "8103"});
}
