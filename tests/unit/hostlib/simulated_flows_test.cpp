// Flows over the simulated chips: what a caller asks for happens on the card, and what must not happen does
// not.
#include "hostlib/flows/debit.hpp"
#include "hostlib/flows/files.hpp"
#include "hostlib/flows/hsm_steps.hpp"
#include "hostlib/flows/pin_service.hpp"
#include "tests/unit/hostlib/simulated_chips.hpp"

using namespace ssc;
using flows::AccessBy;
using flows::Reason;

namespace {

// Gives entries one after the other; remembers what it was asked for.
class ScriptedPins final : public flows::PinSource {
 public:
  explicit ScriptedPins(std::vector<std::string> entries) : entries_(std::move(entries)) {}
  flows::Outcome<crypto::SecretBytes> ask(flows::PinPrompt prompt) override {
    prompts.push_back(prompt);
    if (prompts.size() > entries_.size())
      return tl::unexpected(flows::Failure{Reason::pinCancelled, "script", {}});
    const std::string& digits = entries_[prompts.size() - 1];
    return crypto::SecretBytes(
        apdu::ByteView(reinterpret_cast<const std::uint8_t*>(digits.data()), digits.size()));
  }
  std::vector<flows::PinPrompt> prompts;

 private:
  std::vector<std::string> entries_;
};

// Chips that stay what they were written to be; each stay is a new power-up.
class World final : public flows::Terminal {
 public:
  explicit World(const std::string& card, const std::string& psam = "psam-full.toml") {
    auto madeCard = sim::CardOs::make(test::cardNamed(card), random, cardStore_);
    auto madePsam = sim::PsamOs::make(test::psamNamed(psam), random, psamStore_);
    REQUIRE(madeCard.has_value());
    REQUIRE(madePsam.has_value());
    card_ = std::move(*madeCard);
    psam_ = std::move(*madePsam);
  }

  flows::Outcome<flows::PoweredCard> powerCard(flows::CardInterface) override {
    return power(*card_, std::exchange(cardFault_, {}));
  }
  flows::Outcome<flows::PoweredCard> powerSam() override {
    samPowered = true;
    if (samAbsent) return tl::unexpected(flows::Failure{Reason::samAbsent, "power the PSAM", {}});
    return power(*psam_, {});
  }

  /// The next stay loses the card: the n-th command with this instruction is executed, its answer is not
  /// delivered.
  void loseAnswerTo(std::uint8_t instruction) { cardFault_ = instruction; }

  template <class T>
  flows::Outcome<T> run(const std::function<flows::Outcome<T>(flows::Visit&)>& flow,
                        flows::PinSource* pins = nullptr, const flows::PinRules& rules = {}) {
    flows::Visit visit({*this, random, flows::ModulePolicy::psamOnly, pins, rules, nullptr});
    if (const auto taken = visit.take(flows::CardInterface::contact); !taken)
      return tl::unexpected(taken.error());
    return flow(visit);
  }

  [[nodiscard]] unsigned pinTries() const { return card_->triesLeft().at("PIN"); }

  crypto::SystemRandom random;
  bool samPowered = false;
  bool samAbsent = false;

 private:
  class Losing final : public apdu::Channel {
   public:
    Losing(sim::Chip& chip, std::uint8_t instruction) : inner_(chip), instruction_(instruction) {}
    tl::expected<std::size_t, apdu::ChannelError> transmit(apdu::ByteView command,
                                                           apdu::MutableByteView response) override {
      if (lost_) return tl::unexpected(apdu::ChannelError::cardRemoved);
      auto answer = inner_.transmit(command, response);
      lost_ = command.size() > 1 && command[1] == instruction_;
      if (lost_) return tl::unexpected(apdu::ChannelError::cardRemoved);
      return answer;
    }

   private:
    test::ChipChannel inner_;
    std::uint8_t instruction_;
    bool lost_ = false;
  };

  static flows::Outcome<flows::PoweredCard> power(sim::Chip& chip, std::optional<std::uint8_t> fault) {
    auto atr = apdu::Atr::parse(chip.reset());
    REQUIRE(atr.has_value());
    std::unique_ptr<apdu::Channel> channel;
    if (fault) {
      channel = std::make_unique<Losing>(chip, *fault);
    } else {
      channel = std::make_unique<test::ChipChannel>(chip);
    }
    return flows::PoweredCard{std::move(channel), std::move(*atr)};
  }

  sim::MemoryStore cardStore_, psamStore_;
  std::unique_ptr<sim::CardOs> card_;
  std::unique_ptr<sim::PsamOs> psam_;
  std::optional<std::uint8_t> cardFault_;
};

crypto::SecretBytes bytes(std::string_view hex) {
  return crypto::SecretBytes(apdu::ByteView(*apdu::fromHex(hex)));
}

std::string hexOf(const crypto::SecretBytes& value) {
  return apdu::toHex(value.reveal());
}

flows::Outcome<std::string> readOne(World& world, const flows::FileRequest& request, AccessBy by,
                                    flows::PinSource* pins = nullptr) {
  return world.run<std::string>(
      [&](flows::Visit& visit) -> flows::Outcome<std::string> {
        const auto contents = flows::readFiles(visit, std::span(&request, 1), {by});
        if (!contents) return tl::unexpected(contents.error());
        return hexOf(contents->front().values.front());
      },
      pins);
}

flows::Outcome<bool> verified(World& world, flows::PinSource& pins) {
  return world.run<bool>(
      [](flows::Visit& visit) -> flows::Outcome<bool> {
        const auto done = visit.verifyPin();
        if (!done) return tl::unexpected(done.error());
        return true;
      },
      &pins);
}

flows::Outcome<bool> done(const flows::Outcome<void>& outcome) {
  if (!outcome) return tl::unexpected(outcome.error());
  return true;
}

const flows::FileRequest kStatus{"DF01", 0xEF07, {}, {{0x29, 1}}};
const flows::FileRequest kOffline{"DF04", 0xEF06, {}, {{0x90, 1}}};

flows::DebitOrder order(card::Fen total) {
  return {total, total, {0x20, 0x25, 0x01, 0x02, 0x03, 0x04, 0x05}};
}

flows::Outcome<flows::DebitReceipt> pay(World& world, flows::PinSource& pins, card::Fen total) {
  return world.run<flows::DebitReceipt>(
      [&](flows::Visit& visit) {
        return flows::debit(visit, flows::CardInterface::contact, order(total), std::chrono::milliseconds(0));
      },
      &pins);
}

}  // namespace

TEST_CASE("what is written is what is read, by every way the rule allows") {
  for (const char* card : {"card-a.toml", "card-b.toml"}) {
    CAPTURE(card);
    World world(card);
    std::vector<flows::FileWrite> writes;
    writes.push_back({kStatus, {}});
    writes.back().values.push_back(bytes("33"));
    const auto written =
        world.run<bool>([&](flows::Visit& visit) { return done(flows::writeFiles(visit, writes)); });
    REQUIRE_MESSAGE(written.has_value(), (written ? "" : written.error().technicalText()));
    CHECK_EQ(readOne(world, kStatus, AccessBy::key).value(), "33");
    ScriptedPins pins({"123456"});
    CHECK_EQ(readOne(world, kStatus, AccessBy::pin, &pins).value(), "33");
  }
}

TEST_CASE("reading by PIN leaves the security module alone, reading by key leaves the holder alone") {
  World world("card-a.toml");
  ScriptedPins pins({"123456"});
  CHECK(readOne(world, kStatus, AccessBy::pin, &pins).has_value());
  CHECK_FALSE(world.samPowered);
  ScriptedPins none({});
  CHECK(readOne(world, kStatus, AccessBy::key, &none).has_value());
  CHECK(none.prompts.empty());
}

TEST_CASE("a key is proven again after a file of another application was read in between") {
  World world("card-a.toml");
  const std::vector<flows::FileRequest> requests{kStatus, {"DF05", 0xEF05, {}, {{0xA0, 1}}}, kStatus};
  const auto read = world.run<bool>([&](flows::Visit& visit) -> flows::Outcome<bool> {
    const auto contents = flows::readFiles(visit, requests, {AccessBy::key});
    if (!contents) return tl::unexpected(contents.error());
    return hexOf(contents->front().values.front()) == hexOf(contents->back().values.front());
  });
  REQUIRE_MESSAGE(read.has_value(), (read ? "" : read.error().technicalText()));
  CHECK(*read);
}

TEST_CASE("a file that asks for PIN and key does not cost the holder an entry when the module is missing") {
  World world("card-a.toml");
  world.samAbsent = true;
  ScriptedPins pins({"123456"});
  const auto read = readOne(world, kOffline, AccessBy::key, &pins);
  REQUIRE_FALSE(read.has_value());
  CHECK_EQ(read.error().code(), -2201);
  CHECK(pins.prompts.empty());
  world.samAbsent = false;
  CHECK(readOne(world, kOffline, AccessBy::key, &pins).has_value());
  CHECK_EQ(pins.prompts.size(), 1);
}

TEST_CASE("a wrong PIN says how many tries are left, and the last one locks at once") {
  World world("card-a.toml");
  const unsigned tries = world.pinTries();
  for (unsigned left = tries - 1; left > 0; --left) {
    ScriptedPins wrong({"111111"});
    const auto outcome = verified(world, wrong);
    REQUIRE_FALSE(outcome.has_value());
    CHECK_EQ(outcome.error().code(), -51);
    CHECK_EQ(outcome.error().number, left);
  }
  ScriptedPins last({"111111"});
  CHECK_EQ(verified(world, last).error().code(), -52);
  ScriptedPins right({"123456"});
  CHECK_EQ(verified(world, right).error().code(), -52);
}

TEST_CASE("changing the PIN: the new one holds, entries that differ cost nothing") {
  World world("card-a.toml");
  const unsigned tries = world.pinTries();
  const auto change = [&](std::vector<std::string> entries) {
    ScriptedPins pins(std::move(entries));
    return world.run<bool>([](flows::Visit& visit) { return done(flows::changePin(visit)); }, &pins);
  };
  CHECK_EQ(change({"123456", "2222", "2223"}).error().code(), -34);
  CHECK_EQ(world.pinTries(), tries);
  CHECK_EQ(change({"654321", "2222", "2222"}).error().code(), -51);
  CHECK(change({"123456", "222222222222", "222222222222"}).has_value());
  ScriptedPins old({"123456"}), fresh({"222222222222"});
  CHECK_EQ(verified(world, old).error().code(), -51);
  CHECK(verified(world, fresh).has_value());
}

TEST_CASE("a card that goes once the change of its PIN was sent does not say which PIN holds") {
  World world("card-a.toml");
  constexpr std::uint8_t kChangePin = 0x5E;
  ScriptedPins pins({"123456", "472916", "472916"});
  world.loseAnswerTo(kChangePin);
  const auto outcome =
      world.run<bool>([](flows::Visit& visit) { return done(flows::changePin(visit)); }, &pins);
  REQUIRE_FALSE(outcome.has_value());
  CHECK(outcome.error().reason == Reason::pinUncertain);
  ScriptedPins fresh({"472916"});
  CHECK(verified(world, fresh).has_value());  // here it does: the answer was lost, not the command
}

TEST_CASE(
    "a new PIN that everybody would guess is refused where the site says so, before it is entered again") {
  World world("card-a.toml");
  const auto change = [&](const std::string& fresh) {
    ScriptedPins pins({"123456", fresh, fresh});
    const auto outcome = world.run<bool>([](flows::Visit& visit) { return done(flows::changePin(visit)); },
                                         &pins, {.guessable = false});
    return std::pair(outcome ? Reason{} : outcome.error().reason, pins.prompts.size());
  };
  for (const char* easy :
       {"666666", "234567", "987654", "890123", "210987", "121212", "123123", "4444", "4545"}) {
    CAPTURE(easy);
    CHECK(change(easy) == std::pair(Reason::pinGuessable, std::size_t{2}));
  }
  for (const char* fair : {"472916", "112233", "123457", "121213", "12312"}) {
    CAPTURE(fair);
    CHECK_FALSE(
        flows::isGuessable(apdu::ByteView(reinterpret_cast<const std::uint8_t*>(fair), std::strlen(fair))));
  }
  CHECK(change("472916").second == 3);
}

TEST_CASE("reload sets a new PIN, unblock keeps the old one, on both algorithms") {
  for (const char* card : {"card-a.toml", "card-b.toml"}) {
    CAPTURE(card);
    World world(card);
    for (unsigned i = world.pinTries(); i > 0; --i) {
      ScriptedPins wrong({"0000"});
      CHECK_FALSE(verified(world, wrong).has_value());
    }
    const auto unblocked =
        world.run<bool>([](flows::Visit& visit) { return done(flows::unblockPin(visit)); });
    REQUIRE_MESSAGE(unblocked.has_value(), (unblocked ? "" : unblocked.error().technicalText()));
    ScriptedPins same({"123456"});
    CHECK(verified(world, same).has_value());
    ScriptedPins entries({"87654321", "87654321"});
    const auto reloaded =
        world.run<bool>([](flows::Visit& visit) { return done(flows::reloadPin(visit)); }, &entries);
    REQUIRE_MESSAGE(reloaded.has_value(), (reloaded ? "" : reloaded.error().technicalText()));
    ScriptedPins fresh({"87654321"});
    CHECK(verified(world, fresh).has_value());
  }
}

TEST_CASE("a purchase is booked once, checked by the module, and stands in the card's records") {
  for (const char* card : {"card-a.toml", "card-b.toml"}) {
    CAPTURE(card);
    World world(card);
    ScriptedPins pins({"123456", "123456"});
    const auto receipt = pay(world, pins, 12850);
    REQUIRE_MESSAGE(receipt.has_value(), (receipt ? "" : receipt.error().technicalText()));
    CHECK(receipt->mac2Checked);
    CHECK_FALSE(receipt->recovered);
    CHECK_EQ(receipt->terminalNumber, "999900000001");
    const auto records = world.run<std::vector<card::Transaction>>(
        [](flows::Visit& visit) { return flows::readDebits(visit); }, &pins);
    REQUIRE(records.has_value());
    REQUIRE_FALSE(records->empty());
    CHECK_EQ(records->front().selfPay, 12850);
    CHECK_EQ(records->front().sequence, static_cast<std::uint16_t>(receipt->cardSequence));
  }
}

TEST_CASE("a card torn out after the debit tells, put back, that it was debited, and once only") {
  World world("card-a.toml");
  ScriptedPins pins({"123456", "123456"});
  world.loseAnswerTo(0x2C);  // DEBIT FOR PURCHASE
  const auto receipt = pay(world, pins, 500);
  REQUIRE_MESSAGE(receipt.has_value(), (receipt ? "" : receipt.error().technicalText()));
  CHECK(receipt->recovered);
  CHECK(receipt->mac2Checked);
  const auto records = world.run<std::vector<card::Transaction>>(
      [](flows::Visit& visit) { return flows::readDebits(visit); }, &pins);
  CHECK_EQ(records->size(), 1);
}

TEST_CASE("a card torn out before the debit was sent is not debited") {
  World world("card-a.toml");
  ScriptedPins pins({"123456", "123456"});
  world.loseAnswerTo(0x28);  // INITIALIZE FOR PURCHASE
  const auto receipt = pay(world, pins, 500);
  REQUIRE_FALSE(receipt.has_value());
  CHECK_EQ(receipt.error().code(), -4);
  const auto records = world.run<std::vector<card::Transaction>>(
      [](flows::Visit& visit) { return flows::readDebits(visit); }, &pins);
  CHECK(records->empty());
}

TEST_CASE("what PIN or key opens is opened as the caller says, also when the PIN is known") {
  World world("card-a.toml");
  ScriptedPins pins({"123456"});
  const auto read = world.run<bool>(
      [](flows::Visit& visit) {
        if (const auto verified = visit.verifyPin(); !verified) return done(verified);
        return done(flows::readFiles(visit, std::span(&kStatus, 1), {AccessBy::key}).map([](const auto&) {}));
      },
      &pins);
  CHECK(read.has_value());
  CHECK(world.samPowered);
}

TEST_CASE("the issuer's file is read once a stay, and again once something was written") {
  World world("card-a.toml");
  const flows::FileRequest issuer{"SSSE", 0xEF05, {}, {{0x05, 1}}};
  std::vector<std::size_t> exchanges;
  const auto read = world.run<bool>([&](flows::Visit& visit) {
    const auto once = [&] {
      const std::size_t before = visit.cardExchanges();
      auto contents = flows::readFiles(visit, std::span(&issuer, 1), {AccessBy::key});
      exchanges.push_back(visit.cardExchanges() - before);
      REQUIRE(contents.has_value());
      CHECK(hexOf(contents->front().values.front()) == "20250101");
    };
    once();
    std::vector<flows::FileWrite> write(1);
    write[0].where = kStatus;
    write[0].values.push_back(bytes("31"));
    if (const auto written = flows::writeFiles(visit, write); !written) return done(written);
    once();
    return done({});
  });
  CHECK(read.has_value());
  CHECK(exchanges == std::vector<std::size_t>{0, 2});  // the second time SELECT SSSE and READ RECORD
}
