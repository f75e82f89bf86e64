#include "tests/unit/flows_office/desk_rig.hpp"

#include <algorithm>

#include "wire/office/field_seal.hpp"

namespace ssc::test {

using flows::Reason;

namespace {

constexpr std::size_t kOwnSignIn = 3;  // 9022 twice, 9001

/// Of everybody in these tests.
constexpr std::array kPersonal{"999900199001010014", "张三",       "*三",   "T00000028",
                               "E692B037",           "9001010014", "123456"};

}  // namespace

tl::expected<crypto::SecretBytes, office::TransportError> StoppingLine::post(
    const std::string& envelope, const wire::office::Limits& limits, std::stop_token stop) {
  const bool now = left_ > 0 && --left_ == 0;
  if (now && when_ == StopAt::before) source_.request_stop();
  auto answer = inner_.post(envelope, limits, std::move(stop));
  if (now && when_ == StopAt::after) source_.request_stop();
  return answer;
}

void StoppingLine::stop(std::stop_source source, std::size_t message, StopAt when) {
  source_ = std::move(source);
  left_ = message;
  when_ = when;
}

DeskRig::DeskRig() {
  restart();
}

void DeskRig::restart() {
  office::Settings settings = office.settings();
  settings.program = office.folder.write("program", "measured").string();
  desk.reset();
  auto opened = flows::OfficeDesk::over({line, office.clock, office.random, office.link}, settings);
  REQUIRE(opened.has_value());
  desk = std::move(*opened);
  stop = std::stop_source();
  office.center.forgetSeen();
  office.clock.forgetWaits();
}

std::vector<std::string> DeskRig::messages() {
  auto names = center().order();
  REQUIRE(names.size() >= kOwnSignIn);
  names.erase(names.begin(), names.begin() + kOwnSignIn);
  return names;
}

std::string DeskRig::sealed(const Seen& seen, std::string_view member, std::string_view value) const {
  crypto::SystemRandom random;
  return wire::office::sealField(office.center.sealer(), {seen.head.devNo, seen.head.msgid}, member, value,
                                 random)
      .value()
      .text;
}

std::string DeskRig::opened(const Seen& seen, std::string_view member,
                            const wire::office::Sealed& value) const {
  return wire::office::openField(office.center.sealer(), {seen.head.devNo, seen.head.msgid}, member, value)
      .value()
      .reveal();
}

flows::SignedInPerson signedInPerson() {
  flows::SignedInPerson person;
  person.sessionId = "A1";
  person.level = flows::Level::identified;
  person.way = "card";
  person.maskedName = "*三";
  person.insuredArea = "999900";
  person.cardState = "1";
  return person;
}

void checkFailure(const flows::Failure& failure, Reason reason) {
  CHECK_EQ(std::string(rowOf(failure.reason).cause), std::string(rowOf(reason).cause));
  for (const std::string& text : {failure.zh(), failure.en(), failure.clerk(), failure.technicalText()}) {
    CAPTURE(text);
    CHECK_FALSE(text.empty());
    for (const char* secret : kPersonal)
      CHECK(text.find(secret) == std::string::npos);
  }
}

void checkRefusal(const flows::Failure& failure, const Refusal& refusal) {
  checkFailure(failure, Reason::officeRefused);
  CHECK_EQ(failure.infcode, static_cast<unsigned>(refusal.code));
  CHECK_EQ(failure.zh(), refusal.zh);
  CHECK_EQ(failure.en(), refusal.en);
}

std::vector<Mishap> mishaps() {
  return {{{Act::unreachable, Act::unreachable}, Reason::officeUnreachable},
          {{Act::lostAnswer, Act::lostAnswer}, Reason::officeUnreachable},
          {{Act::untrusted}, Reason::officeUntrusted},
          {{Act::strangersKey}, Reason::officeUntrusted},
          {{Act::otherMessage}, Reason::officeUntrusted},
          {{Act::garbage}, Reason::officeBadAnswer}};
}

namespace {

void checkStopped(DeskRig& rig, const std::optional<flows::Failure>& failure, std::size_t before,
                  bool nothingLeft, const std::set<std::string>& farewells) {
  if (failure)
    checkFailure(*failure, Reason::cancelled);
  else
    CHECK(nothingLeft);
  const auto sent = rig.center().order();
  for (std::size_t i = before; i < sent.size(); ++i)
    CHECK_MESSAGE(farewells.contains(sent[i]), sent[i]);
}

}  // namespace

void stopAtEachMessage(DeskRig& rig, const Flow& flow, const std::set<std::string>& farewells,
                       const CheckMessages& check) {
  rig.restart();
  const auto undisturbed = flow(rig);
  REQUIRE_MESSAGE(!undisturbed.has_value(), (undisturbed ? undisturbed->technicalText() : ""));
  const std::size_t count = rig.center().order().size();
  REQUIRE(count > kOwnSignIn);
  for (std::size_t message = 1; message <= count; ++message) {
    for (const StopAt when : {StopAt::before, StopAt::after}) {
      CAPTURE(message);
      CAPTURE((when == StopAt::after));
      rig.restart();
      rig.line.stop(rig.stop, message, when);
      const auto failure = flow(rig);
      CHECK(rig.stop.stop_requested());
      const std::size_t arrived = when == StopAt::after ? message : message - 1;
      checkStopped(rig, failure, arrived, message == count, farewells);
      check(rig.center().order());
    }
  }
}

}  // namespace ssc::test
