// Sign-in with the card: what the center hears, what the card's PIN does to the level, and how it ends.
#include "hostlib/flows/office/card_sign_in.hpp"

#include <algorithm>

#include "hostlib/flows/office/card_service.hpp"
#include "tests/unit/flows_office/desk_rig.hpp"
#include "tests/unit/hostlib/simulated_chips.hpp"
#include "wire/office/card_service.hpp"
#include "wire/office/identity.hpp"

using namespace ssc;
using namespace wire::office;
using flows::CardSignInPlan;
using flows::Level;
using flows::Reason;
using flows::SignedInPerson;
using test::Act;
using test::DeskRig;
using test::failed;
using test::failureOf;
using test::Seen;
using Names = std::vector<std::string>;

namespace {

/// Gives the entry; may do something while it asks, may give nothing.
class Holder final : public flows::PinSource {
 public:
  flows::Outcome<crypto::SecretBytes> ask(flows::PinPrompt /*prompt*/) override {
    ++asked;
    if (whileAsked) whileAsked();
    if (refusal) return tl::unexpected(*refusal);
    return crypto::SecretBytes(crypto::bytesOf(digits));
  }
  std::string digits = "123456";
  std::optional<flows::Failure> refusal;
  std::function<void()> whileAsked;
  int asked = 0;
};

/// Card A and a full security module.
struct Bench : DeskRig {
  Bench() {
    auto madeCard = sim::CardOs::make(test::cardNamed("card-a.toml"), random, cardStore);
    auto madePsam = sim::PsamOs::make(test::psamNamed("psam-full.toml"), random, psamStore);
    REQUIRE(madeCard.has_value());
    REQUIRE(madePsam.has_value());
    card = std::move(*madeCard);
    psam = std::move(*madePsam);
    center().answerWith("8110", [this](const Seen& seen) {
      announced = decodeBody<CardSignIn>(seen.input).value();
      number = opened(seen, "aac002", announced.aac002);
      name = opened(seen, "aac003", announced.aac003);
      return encodeBody(CardSignedIn{"A1", 1, "1", "*三", {"pin", "phone"}});
    });
    center().answerWith("8111", [this](const Seen& seen) {
      pinResult = decodeBody<PinResult>(seen.input).value();
      const std::uint8_t level = pinResult.result == "ok" ? 2 : 1;
      return encodeBody(LevelReached{level, pinResult.result == "blocked" ? "4" : "1", {"clerk"}});
    });
  }

  flows::Outcome<SignedInPerson> signIn(Level level = Level::identified) {
    const apdu::Bytes cardAtr = card->reset(), psamAtr = psam->reset();
    test::FakeTerminal terminal({std::make_unique<test::ChipChannel>(*card), cardAtr, {}},
                                {std::make_unique<test::ChipChannel>(*psam), psamAtr, {}});
    flows::Visit visit({terminal, random, flows::ModulePolicy::psamOnly, &holder, {}, nullptr});
    return flows::CardSignIn(*desk, stop.get_token())
        .run(visit, CardSignInPlan{flows::CardInterface::contact, level, "LP-HR-024"});
  }

  /// A stay of the card for work at the center.
  template <class Work>
  flows::Outcome<flows::CardChange> withCard(Work&& work) {
    const apdu::Bytes cardAtr = card->reset(), psamAtr = psam->reset();
    test::FakeTerminal terminal({std::make_unique<test::ChipChannel>(*card), cardAtr, {}},
                                {std::make_unique<test::ChipChannel>(*psam), psamAtr, {}});
    flows::Visit visit({terminal, random, flows::ModulePolicy::psamOnly, &holder, {}, nullptr});
    flows::CardService service(*desk, stop.get_token());
    return work(service, visit);
  }

  crypto::SystemRandom random;
  sim::MemoryStore cardStore, psamStore;
  std::unique_ptr<sim::CardOs> card;
  std::unique_ptr<sim::PsamOs> psam;
  Holder holder;
  CardSignIn announced;
  std::string number, name;
  PinResult pinResult;
};

}  // namespace

TEST_CASE("the center hears who holds the card, sealed, and opens what possession opens") {
  Bench bench;
  const auto person = bench.signIn(Level::possession);
  REQUIRE(person.has_value());
  CHECK_EQ(bench.messages(), Names{"8110"});
  CHECK_EQ(bench.number, "999900199001010014");
  CHECK_EQ(bench.name, "张三");
  const CardSignIn& said = bench.announced;
  CHECK_EQ(said.way, "card");
  CHECK_EQ(said.aaz500, "T00000028");
  CHECK_EQ(said.aaz501, "999900D15600000500000001E692B037");
  CHECK_EQ(said.aaz508, "3.00");
  CHECK_EQ(said.aab301, "999900");
  CHECK_EQ(said.algorithm, "03");
  CHECK_EQ(said.resetInfo, "00815453548699999900000001");
  CHECK(said.proven);
  CHECK_EQ(said.service, "LP-HR-024");
  CHECK_EQ(bench.center().seen("8110").at(0).head.insuplcAdmdvs, "999900");
  CHECK_EQ(bench.center().seen("8110").at(0).input.find("张三"), std::string::npos);
  CHECK_EQ(person->sessionId, "A1");
  CHECK(person->level == Level::possession);
  CHECK_EQ(person->way, "card");
  CHECK_EQ(person->maskedName, "*三");
  CHECK_EQ(person->insuredArea, "999900");
  CHECK_EQ(person->cardState, "1");
  CHECK_EQ(person->offers, Names{"pin", "phone"});
  CHECK_EQ(bench.holder.asked, 0);
}

TEST_CASE("the right PIN raises the level") {
  Bench bench;
  const auto person = bench.signIn();
  REQUIRE(person.has_value());
  CHECK_EQ(bench.messages(), Names{"8110", "8111"});
  CHECK_EQ(bench.pinResult.sessionId, "A1");
  CHECK_EQ(bench.pinResult.result, "ok");
  CHECK(person->level == Level::identified);
  CHECK_EQ(person->offers, Names{"clerk"});
}

TEST_CASE("a wrong PIN is told with the tries left, the center hears of it, the session ends") {
  Bench bench;
  bench.holder.digits = "654321";
  const auto failure = failureOf(bench.signIn(), Reason::pinWrong);
  const unsigned left = bench.card->triesLeft().at("PIN");
  CHECK_EQ(failure.number, left);
  CHECK(failure.zh().find(std::to_string(left)) != std::string::npos);
  CHECK_EQ(bench.messages(), Names{"8110", "8111", "8113"});
  CHECK_EQ(bench.pinResult.result, "wrong");
  CHECK_EQ(bench.pinResult.triesLeft, left);
  CHECK_EQ(decodeBody<EndSession>(bench.center().seen("8113").at(0).input).value().sessionId, "A1");
}

TEST_CASE("the try that locks the PIN, and every one after it, is told to the center as blocked") {
  Bench bench;
  bench.holder.digits = "654321";
  while (bench.card->triesLeft().at("PIN") > 1)
    (void)bench.signIn();
  for (const char* digits : {"654321", "123456"}) {
    bench.holder.digits = digits;
    (void)failureOf(bench.signIn(), Reason::pinLocked);
    CHECK_EQ(bench.pinResult.result, "blocked");
    CHECK_EQ(bench.pinResult.triesLeft, 0);
  }
}

TEST_CASE("a holder who enters no PIN is nobody's try: the center hears only that the session ends") {
  for (const Reason reason : {Reason::pinCancelled, Reason::pinTimedOut, Reason::pinPadFault}) {
    Bench bench;
    bench.holder.refusal = flows::Failure{reason, "PIN entry", {}};
    (void)failureOf(bench.signIn(), reason);
    CHECK_EQ(bench.messages(), Names{"8110", "8113"});
  }
}

TEST_CASE("a card that is not genuine is never announced") {
  Bench bench;
  bench.card->setFake(true);
  (void)failureOf(bench.signIn(), Reason::notGenuine);
  CHECK(bench.center().order().empty());
}

TEST_CASE("a card the center refuses is refused in the center's words, and no PIN is asked for") {
  const std::array refusals{
      test::Refusal{ErrorCode::cardLost, 0, "社保卡已挂失。如已找回，请办理解挂。",
                    "The card was reported lost. If you have found it, release it first."},
      test::Refusal{ErrorCode::cardNotEnabled, 0, "社保卡尚未启用，请先启用。",
                    "The card is not enabled yet. Please enable it first."},
      test::Refusal{ErrorCode::cardCancelled, 0, "社保卡已注销，请使用新卡。",
                    "The card is cancelled. Please use your new card."},
      test::Refusal{ErrorCode::notPossible, 0, "此卡无法办理，请到窗口咨询。",
                    "This is not possible with this card. Please see the clerk."},
      test::Refusal{ErrorCode::tooManyTries, 7, "查验次数过多，请等候 7 秒。",
                    "Too many tries. Please wait 7 seconds."}};
  Bench bench;
  for (const auto& refusal : refusals) {
    bench.restart();
    bench.center().refuse("8110", refusal.code, refusal.number);
    const auto outcome = bench.signIn();
    REQUIRE_FALSE(outcome.has_value());
    test::checkRefusal(outcome.error(), refusal);
    CHECK_EQ(bench.messages(), Names{"8110"});
    CHECK_EQ(bench.holder.asked, 0);
  }
}

TEST_CASE("a center that takes the card but not its PIN's result is told that the session ends") {
  Bench bench;
  bench.center().refuse("8111", ErrorCode::cardLocked);
  const auto outcome = bench.signIn();
  REQUIRE_FALSE(outcome.has_value());
  test::checkRefusal(outcome.error(), {ErrorCode::cardLocked, 0, "社保卡已锁定，请持身份证到窗口解锁。",
                                       "The card is locked. Please go to the counter with your id card."});
  CHECK_EQ(bench.messages(), Names{"8110", "8111", "8113"});
}

TEST_CASE("whatever becomes of a message has its reason") {
  Bench bench;
  for (const auto& mishap : test::mishaps()) {
    bench.restart();
    bench.center().script("8110", mishap.acts);
    (void)failureOf(bench.signIn(), mishap.reason);
    CHECK_EQ(bench.holder.asked, 0);
  }
  for (const auto& mishap : test::mishaps()) {
    bench.restart();
    bench.center().script("8111", mishap.acts);
    (void)failureOf(bench.signIn(), mishap.reason);
    CHECK_EQ(bench.messages().back(), "8113");
  }
}

TEST_CASE("an answer that cannot be read is a bad answer, whatever stands in it") {
  Bench bench;
  for (const char* answer :
       {"{}", R"({"sessionId":"A1","level":9,"aaz502":"1","maskedName":"*三","offers":[]})",
        R"({"sessionId":"张三","level":1,"aaz502":"1","maskedName":"*三","offers":[]})"}) {
    bench.center().answerWith("8110", [&](const Seen&) { return std::string(answer); });
    (void)failureOf(bench.signIn(), Reason::officeBadAnswer);
  }
}

TEST_CASE("a stop at any message of a sign-in ends it, and no session is left") {
  Bench bench;
  const auto signIn = [&](DeskRig&) { return failed(bench.signIn()); };
  const auto check = [](const Names& messages) {
    const bool opened = std::ranges::count(messages, "8110") > 0;
    const bool raised = std::ranges::count(messages, "8111") > 0;
    CHECK_EQ(std::ranges::count(messages, "8113"), opened && !raised ? 1 : 0);
  };
  test::stopAtEachMessage(bench, signIn, {"8111", "8113"}, check);
}

TEST_CASE("a stop before the PIN is entered asks nobody for it") {
  Bench bench;
  bench.restart();
  bench.line.stop(bench.stop, 4, test::StopAt::after);
  (void)failureOf(bench.signIn(), Reason::cancelled);
  CHECK_EQ(bench.holder.asked, 0);
  CHECK_EQ(bench.messages(), Names{"8110", "8113"});
}

TEST_CASE("a wrong PIN is told to the center although a stop came while it was entered") {
  Bench bench;
  bench.holder.digits = "654321";
  bench.holder.whileAsked = [&] { bench.stop.request_stop(); };
  (void)failureOf(bench.signIn(), Reason::pinWrong);
  CHECK_EQ(bench.messages(), Names{"8110", "8111", "8113"});
}

TEST_CASE("a session that ends is not missed when the center is away") {
  Bench bench;
  REQUIRE(bench.signIn().has_value());
  bench.center().script("8113", {Act::unreachable, Act::unreachable});
  flows::endSession(*bench.desk, test::signedInPerson());
  CHECK_EQ(bench.messages(), Names{"8110", "8111", "8113", "8113"});
}

// ---- a card that opens no session (card_service.hpp)

namespace {

/// The center's side of a release or an enabling: what it was told, and what it lacks after the face.
struct ServiceBench : Bench {
  ServiceBench() {
    center().answerWith("8112", [](const Seen& seen) {
      const auto face = decodeBody<FaceCheck>(seen.input).value();
      const bool alike = face.alive && face.score >= 80;
      return encodeBody(LevelReached{1, "", alike ? Names{"clerk"} : Names{"face", "clerk"}});
    });
    center().answerWith("8303", [this](const Seen& seen) {
      enabled = decodeBody<EnableCard>(seen.input).value();
      idNumber = opened(seen, "idNumber", enabled.idNumber);
      return encodeBody(CardChanged{"KC1", "0", "1", "20260105093011120"});
    });
    center().answerWith("8306", [this](const Seen& seen) {
      released = decodeBody<ReleaseCard>(seen.input).value();
      return encodeBody(CardChanged{"KC2", "4", "1", "20260105093011120"});
    });
  }
  flows::Outcome<flows::CardChange> release(std::uint8_t likeness) {
    return withCard([&](flows::CardService& service, flows::Visit& visit) {
      return service.release(visit, {flows::CardInterface::contact, {likeness, true}, "找到了"});
    });
  }
  flows::Outcome<flows::CardChange> enable(std::uint8_t likeness) {
    return withCard([&](flows::CardService& service, flows::Visit& visit) {
      return service.enable(visit, {flows::CardInterface::contact,
                                    {likeness, true},
                                    {crypto::Personal("999900199001010014"), crypto::Personal("张三"), ""}});
    });
  }
  EnableCard enabled;
  ReleaseCard released;
  std::string idNumber;
};

}  // namespace

TEST_CASE("a lost card is released with PIN and face, in a session for that alone") {
  ServiceBench bench;
  const auto change = bench.release(92);
  REQUIRE(change.has_value());
  CHECK_EQ(bench.messages(), Names{"8110", "8111", "8112", "8306", "8113"});
  CHECK_EQ(bench.announced.purpose, "release");
  CHECK_EQ(bench.released.reason, "找到了");
  CHECK(bench.released.proven);
  CHECK(bench.released.evidence.empty());
  CHECK_EQ(change->before + change->after, "41");
  CHECK_EQ(change->operationNo, "KC2");
}

TEST_CASE("a face that is not alike, and a wrong PIN, release nothing, and the session ends") {
  ServiceBench bench;
  CHECK_EQ(failureOf(bench.release(79), Reason::officeRefused).infcode, 2109);
  CHECK_EQ(bench.messages(), Names{"8110", "8111", "8112", "8113"});
  bench.restart();
  bench.holder.digits = "654321";
  static_cast<void>(failureOf(bench.release(92), Reason::pinWrong));
  CHECK_EQ(bench.messages(), Names{"8110", "8111", "8113"});
}

TEST_CASE("a new card is enabled after its PIN was changed, and the id card's number goes sealed") {
  ServiceBench bench;
  int entry = 0;
  const Names digits{"123456", "472916", "472916"};
  bench.holder.whileAsked = [&] { bench.holder.digits = digits.at(static_cast<std::size_t>(entry++)); };
  const auto change = bench.enable(92);
  REQUIRE(change.has_value());
  CHECK_EQ(bench.messages(), Names{"8110", "8112", "8303", "8113"});
  CHECK_EQ(bench.announced.purpose, "enable");
  CHECK_EQ(bench.idNumber, "999900199001010014");
  CHECK(bench.enabled.newPin);
  CHECK_EQ(bench.center().seen("8303").at(0).input.find("999900199001010014"), std::string::npos);
  CHECK_EQ(change->after, "1");
}

TEST_CASE("without the face the PIN of a new card stays, and nothing is enabled") {
  ServiceBench bench;
  CHECK_EQ(failureOf(bench.enable(10), Reason::officeRefused).infcode, 2109);
  CHECK_EQ(bench.holder.asked, 0);
  CHECK_EQ(bench.messages(), Names{"8110", "8112", "8113"});
}

TEST_CASE("a refusal of the center comes through with its number") {
  ServiceBench bench;
  bench.center().refuse("8306", ErrorCode::cardState);
  CHECK_EQ(failureOf(bench.release(92), Reason::officeRefused).infcode, 3101);
}
