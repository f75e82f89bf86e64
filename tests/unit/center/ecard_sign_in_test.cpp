// Both ways of signing in by e-card, the phone's side through the gateway, the terminal's through its
// handlers; and every way in which they do not come about.
#include <doctest/doctest.h>

#include "center/gateway/phones.hpp"
#include "center/gateway/sample_ecards.hpp"
#include "tests/unit/center/gateway_rig.hpp"

namespace ssc::center::test {

namespace gateway = wire::gateway;

namespace {

/// A phone and an unattended terminal before it.
struct Scene {
  GatewayRig rig;
  TestPhone phone{rig};
  TestTerminal terminal{rig};

  std::string code() { return phone.ask(gateway::MakeCode{kEcardA, "01"})->text; }
  std::string proof() { return phone.ask(gateway::CheckPassword{kEcardA, digits(kTestPassword)})->busiSeq; }
  unsigned confirm(const std::string& loginId, const std::string& busiSeq) {
    return phone.ask(gateway::ConfirmLogin{kEcardA, loginId, busiSeq}).code;
  }
  /// Flow A up to the phone: the sign-in that waits there.
  std::string waiting() {
    const auto taken = terminal.scan(code());
    REQUIRE(taken.has_value());
    return taken->loginId;
  }
  /// Flow B, scanned `later` after it was made, from a screen that showed second `age`.
  unsigned scanShown(const wire::office::CodeCreated& created, std::uint32_t age) {
    return phone.ask(gateway::ScanCode{kEcardA, terminal.shown(created, age)}).code;
  }
  unsigned scanned(const std::string& code) {
    const auto taken = terminal.scan(code);
    return taken ? 0 : static_cast<unsigned>(taken.error().code);
  }
};

}  // namespace

TEST_CASE("flow A: the terminal scans the phone, the holder confirms, the terminal collects once") {
  Scene scene;
  const auto taken = scene.terminal.scan(scene.code());
  REQUIRE(taken.has_value());
  CHECK(taken->needConfirm);
  const auto before = scene.terminal.poll(taken->loginId).value();
  CHECK(before.state == "SCANNED");
  CHECK(before.maskedName.empty());  // nobody has seen place and service yet
  CHECK(before.person.empty());

  const auto waiting = scene.phone.ask(gateway::AskWaiting{kEcardA});
  REQUIRE(waiting->logins.size() == 1);
  const auto& login = waiting->logins[0];
  CHECK(login.loginId == taken->loginId);
  CHECK(login.flow == "A");
  CHECK(login.kind == "kiosk");
  CHECK(login.place == "测试大厅一号机");
  CHECK(login.service == "LP-HR-001");
  CHECK(login.maskedName == "*三");
  CHECK(login.matchNumber.empty());

  CHECK(scene.confirm(taken->loginId, scene.proof()) == 0);
  const auto result = scene.terminal.poll(taken->loginId).value();
  CHECK(result.state == "CONFIRMED");
  CHECK(result.level == 2);
  REQUIRE(result.person.size() == 1);
  CHECK(scene.terminal.opened("aac002", result.person[0].aac002) == kHolderA);
  CHECK(scene.terminal.opened("aac003", result.person[0].aac003) == "张三");
  CHECK(scene.terminal.stateOf(taken->loginId) == "2202");
  for (const char* action : {"009", "013"})
    CHECK(scene.rig.number("SELECT COUNT(*) FROM ecard_actions WHERE sign_no = '" + kEcardA +
                           "' AND action = '" + action + "'") == 1);
  CHECK(scene.rig.number("SELECT COUNT(*) FROM sessions WHERE level = 2 AND way = 'phone' AND sign_no = '" +
                         kEcardA + "'") == 1);
}

TEST_CASE("flow A at an attended window needs no confirmation, and proves less") {
  GatewayRig rig;
  TestPhone phone(rig);
  TestTerminal window(rig, "999900000002", true);
  const auto taken = window.scan(phone.ask(gateway::MakeCode{kEcardA, "01"})->text);
  REQUIRE(taken.has_value());
  CHECK_FALSE(taken->needConfirm);
  CHECK(window.poll(taken->loginId)->level == 1);
}

TEST_CASE("flow B: the phone scans the terminal, both show one number, the terminal collects once") {
  Scene scene;
  const auto created = scene.terminal.createCode().value();
  CHECK(scene.terminal.stateOf(created.loginId) == "PENDING");
  scene.rig.clock.pass(seconds(5));
  const auto seen = scene.phone.ask(gateway::ScanCode{kEcardA, scene.terminal.shown(created, 5)});
  REQUIRE(seen.code == 0);
  CHECK(seen->flow == "B");
  CHECK(seen->place == "测试大厅一号机");
  CHECK(seen->maskedName == "*三");
  CHECK(seen->matchNumber.size() == 4);
  const auto shown = scene.terminal.poll(created.loginId).value();
  CHECK(shown.state == "SCANNED");
  CHECK(shown.matchNumber == seen->matchNumber);
  CHECK(shown.maskedName == "*三");
  CHECK(shown.person.empty());

  CHECK(scene.confirm(created.loginId, scene.proof()) == 0);
  CHECK(scene.terminal.poll(created.loginId)->level == 2);
  CHECK(scene.terminal.stateOf(created.loginId) == "2202");
}

TEST_CASE("a code of a phone is good once") {
  Scene scene;
  const auto code = scene.code();
  CHECK(scene.scanned(code) == 0);
  CHECK(scene.scanned(code) == 2202);
}

TEST_CASE("a code of a phone is good for 65 seconds") {
  Scene scene;
  const auto code = scene.code();
  scene.rig.clock.pass(seconds(65));
  CHECK(scene.scanned(code) == 0);
  const auto next = scene.code();
  scene.rig.clock.pass(milliseconds(65'001));
  CHECK(scene.scanned(next) == 2201);
}

TEST_CASE("the code before dies five seconds after it was renewed") {
  Scene scene;
  const auto first = scene.code();
  scene.rig.clock.pass(seconds(30));
  const auto second = scene.code();
  scene.rig.clock.pass(seconds(5));
  CHECK(scene.scanned(first) == 0);
  const auto third = scene.code();
  scene.rig.clock.pass(milliseconds(5'001));
  CHECK(scene.scanned(second) == 2201);
  CHECK(scene.scanned(third) == 0);
  // Renewing does not prolong one that would have died sooner.
  const auto old = scene.code();
  scene.rig.clock.pass(seconds(63));
  scene.code();
  scene.rig.clock.pass(milliseconds(2'001));
  CHECK(scene.scanned(old) == 2201);
}

TEST_CASE("a code of a phone that was changed is forged") {
  Scene scene;
  auto code = scene.code();
  code.back() = code.back() == '0' ? '1' : '0';
  CHECK(scene.scanned(code) == 2203);
}

TEST_CASE("a moving code is good for ten seconds, a photograph of it is not") {
  for (const auto& [age, later, code] : std::vector<std::tuple<unsigned, int, unsigned>>{{0, 10'000, 0},
                                                                                         {0, 10'001, 2201},
                                                                                         {0, 11'000, 2201},
                                                                                         {4, 14'000, 0},
                                                                                         {4, 15'000, 2201},
                                                                                         {15, 5'000, 0},
                                                                                         {16, 5'000, 2201}}) {
    CAPTURE(age);
    CAPTURE(later);
    Scene scene;
    const auto created = scene.terminal.createCode().value();
    scene.rig.clock.pass(milliseconds(later));
    CHECK(scene.scanShown(created, age) == code);
  }
}

TEST_CASE("a moving code with another number, MAC or login is refused") {
  Scene scene;
  const auto created = scene.terminal.createCode().value();
  const auto ask = [&](const std::string& text) {
    return scene.phone.ask(gateway::ScanCode{kEcardA, text}).code;
  };
  const std::string good = scene.terminal.shown(created, 0);
  std::string mac = good, age = good;
  mac.back() = mac.back() == '0' ? '1' : '0';
  age.replace(age.find(".0."), 3, ".1.");
  CHECK(ask(mac) == 2203);
  CHECK(ask(age) == 2203);
  CHECK(ask("SSL1." + std::string(20, '0') + good.substr(25)) == 2302);
  CHECK(ask("https://example.org") == 2203);
  CHECK(ask(scene.code()) == 2203);
  CHECK(ask(good) == 0);
}

TEST_CASE("a moving code is scanned once, by whoever comes first") {
  Scene scene;
  TestPhone other(scene.rig, "SIMPHONE-C");
  const auto created = scene.terminal.createCode().value();
  CHECK(scene.scanShown(created, 0) == 0);
  CHECK(scene.scanShown(created, 0) == 2202);
  CHECK(other.ask(gateway::ScanCode{kEcardC, scene.terminal.shown(created, 0)}).code == 2202);
  CHECK(other.ask(gateway::RefuseLogin{kEcardC, created.loginId}).code == 2302);
  const auto proof = other.ask(gateway::CheckPassword{kEcardC, digits(kTestPassword)});
  CHECK(other.ask(gateway::ConfirmLogin{kEcardC, created.loginId, proof->busiSeq}).code == 2302);
}

TEST_CASE("PENDING lasts 120 seconds, SCANNED 60, CONFIRMED 30") {
  {
    Scene scene;
    const auto created = scene.terminal.createCode().value();
    scene.rig.clock.pass(seconds(120));
    CHECK(scene.terminal.stateOf(created.loginId) == "PENDING");
    scene.rig.clock.pass(milliseconds(1));
    CHECK(scene.terminal.stateOf(created.loginId) == "EXPIRED");
    CHECK(scene.terminal.poll(created.loginId)->reason == 2301);
    CHECK(scene.scanShown(created, 120) == 2301);
  }
  {
    Scene scene;
    const auto login = scene.waiting();
    scene.rig.clock.pass(seconds(60));
    CHECK(scene.terminal.stateOf(login) == "SCANNED");
    CHECK(scene.phone.ask(gateway::AskWaiting{kEcardA})->logins.size() == 1);
    scene.rig.clock.pass(milliseconds(1));
    CHECK(scene.terminal.stateOf(login) == "EXPIRED");
    CHECK(scene.phone.ask(gateway::AskWaiting{kEcardA})->logins.empty());
    CHECK(scene.confirm(login, scene.proof()) == 2301);
    CHECK(scene.phone.ask(gateway::RefuseLogin{kEcardA, login}).code == 2301);
  }
  {
    Scene scene;
    const auto login = scene.waiting();
    REQUIRE(scene.confirm(login, scene.proof()) == 0);
    scene.rig.clock.pass(milliseconds(30'001));
    CHECK(scene.terminal.stateOf(login) == "EXPIRED");
    CHECK(scene.rig.number("SELECT COUNT(*) FROM sessions") == 0);
  }
  {
    Scene scene;
    const auto login = scene.waiting();
    REQUIRE(scene.confirm(login, scene.proof()) == 0);
    scene.rig.clock.pass(seconds(30));
    CHECK(scene.terminal.stateOf(login) == "CONFIRMED");
  }
}

TEST_CASE("what the holder refuses on the phone ends there") {
  Scene scene;
  const auto login = scene.waiting();
  CHECK(scene.phone.ask(gateway::RefuseLogin{kEcardA, login}).code == 0);
  const auto polled = scene.terminal.poll(login).value();
  CHECK(polled.state == "INVALID");
  CHECK(polled.reason == 2304);
  CHECK(scene.confirm(login, scene.proof()) == 2302);
  CHECK(scene.phone.ask(gateway::RefuseLogin{kEcardA, login}).code == 2302);
}

TEST_CASE("what the terminal cancels cannot be confirmed") {
  Scene scene;
  const auto login = scene.waiting();
  REQUIRE(scene.terminal.cancel(login).has_value());
  CHECK(scene.confirm(login, scene.proof()) == 2302);
  CHECK(scene.phone.ask(gateway::AskWaiting{kEcardA})->logins.empty());
}

TEST_CASE("a sign-in is confirmed once, with a proof that is used once") {
  Scene scene;
  const auto first = scene.waiting(), second = scene.waiting();
  const auto proof = scene.proof();
  CHECK(scene.confirm(first, proof) == 0);
  CHECK(scene.confirm(first, proof) == 2302);
  CHECK(scene.confirm(first, scene.proof()) == 2302);
  CHECK(scene.confirm(second, proof) == 2202);  // the proof of another sign-in
  CHECK(scene.terminal.stateOf(second) == "SCANNED");
  CHECK(scene.confirm(second, scene.proof()) == 0);
}

TEST_CASE("a proof is good for its own e-card, and for 120 seconds") {
  Scene scene;
  TestPhone other(scene.rig, "SIMPHONE-C");
  const auto login = scene.waiting();
  const auto foreign = other.ask(gateway::CheckPassword{kEcardC, digits(kTestPassword)})->busiSeq;
  CHECK(scene.confirm(login, foreign) == 2202);
  CHECK(scene.confirm(login, std::string(32, '0')) == 2202);

  const auto early = scene.proof();
  scene.rig.clock.pass(milliseconds(120'001));
  CHECK(scene.confirm(scene.waiting(), early) == 2202);
  const auto inTime = scene.proof();
  scene.rig.clock.pass(seconds(120));
  CHECK(scene.confirm(scene.waiting(), inTime) == 0);
}

TEST_CASE("another terminal gets nothing of a sign-in") {
  Scene scene;
  TestTerminal other(scene.rig, "999900000003");
  const auto login = scene.waiting();
  REQUIRE(scene.confirm(login, scene.proof()) == 0);
  CHECK(other.stateOf(login) == "2303");
  CHECK(scene.terminal.stateOf(login) == "CONFIRMED");
}

TEST_CASE("the fifth wrong password suspends the e-card, and what is under way with it ends") {
  Scene scene;
  const auto wrong = [&] { return scene.phone.ask(gateway::CheckPassword{kEcardA, digits("472917")}); };
  const auto code = scene.code(), proof = scene.proof();
  const auto login = scene.waiting();
  for (unsigned left = 4; left >= 1; --left) {
    const auto refused = wrong();
    CHECK(refused.code == 2103);
    CHECK(wire::office::numberIn(refused.reply.errMsg) == left);
    CHECK(refused.reply.zh.find(std::to_string(left)) != std::string::npos);
  }
  CHECK(wrong().code == 2205);
  CHECK(scene.rig.text("SELECT state FROM ecards WHERE sign_no = '" + kEcardA + "'") == "SUSPENDED");
  CHECK(scene.phone.ask(gateway::CheckPassword{kEcardA, digits(kTestPassword)}).code == 2205);
  CHECK(scene.phone.ask(gateway::MakeCode{kEcardA, "01"}).code == 2205);
  CHECK(scene.confirm(login, proof) == 2302);
  CHECK(scene.terminal.poll(login)->reason == 2205);
  CHECK(scene.scanned(code) == 2201);
}

TEST_CASE("the right password gives the tries back") {
  Scene scene;
  const auto wrong = [&] { return scene.phone.ask(gateway::CheckPassword{kEcardA, digits("472917")}); };
  for (int i = 0; i < 4; ++i)
    CHECK(wrong().code == 2103);
  CHECK(!scene.proof().empty());
  CHECK(wire::office::numberIn(wrong().reply.errMsg) == 4);
  CHECK(scene.phone.ask(gateway::CheckPassword{kEcardA, digits("")}).code == 2103);
}

TEST_CASE("a relative's e-card is confirmed on the phone that holds it, with its own password") {
  Scene scene;
  REQUIRE(scene.rig.inStore([](soci::session& sql) { return holdEcard(sql, "SIMPHONE-A", kEcardC, "1"); })
              .has_value());
  const auto code = scene.phone.ask(gateway::MakeCode{kEcardC, "01"});
  const auto taken = scene.terminal.scan(code->text).value();
  CHECK(scene.phone.ask(gateway::AskWaiting{kEcardA})->logins.empty());
  CHECK(scene.phone.ask(gateway::AskWaiting{kEcardC})->logins.size() == 1);
  CHECK(scene.confirm(taken.loginId, scene.proof()) == 2302);  // one's own e-card is not the relative's
  const auto proof = scene.phone.ask(gateway::CheckPassword{kEcardC, digits(kTestPassword)})->busiSeq;
  CHECK(scene.phone.ask(gateway::ConfirmLogin{kEcardC, taken.loginId, proof}).code == 0);
}

}  // namespace ssc::center::test
