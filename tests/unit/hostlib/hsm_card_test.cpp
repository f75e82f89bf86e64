// Simulated cards A and B, authenticated through the HSM: card and HSM have the same keys and no common code
// path but the wire between them.
#include "apdu/session.hpp"
#include "hostlib/card/card.hpp"
#include "keys-sim/card/card_os.hpp"
#include "tests/unit/hostlib/chip_channel.hpp"
#include "tests/unit/hostlib/hsm_rig.hpp"

using namespace ssc;

namespace {

struct Bench {
  crypto::SystemRandom random;
  sim::MemoryStore store;
  std::unique_ptr<sim::CardOs> chip;
  std::optional<apdu::Session> session;
  std::optional<card::Card> card;
  card::Identity identity;

  explicit Bench(const std::string& profile) {
    auto read = sim::loadCardProfile("keys-sim/samples/" + profile);
    REQUIRE(read.has_value());
    auto made = sim::CardOs::make(std::move(*read), random, store);
    REQUIRE(made.has_value());
    chip = std::move(*made);
    const auto atr = apdu::Atr::parse(chip->reset());
    REQUIRE(atr.has_value());
    session.emplace(std::make_unique<test::ChipChannel>(*chip));
    card.emplace(*session, *atr);
    auto recognised = card->recognise();
    REQUIRE(recognised.has_value());
    identity = std::move(*recognised);
  }

  [[nodiscard]] sam::CardIdentity forModule() const { return {identity.region, identity.cardFactor}; }
};

constexpr sam::Block8 kFactor{1, 2, 3, 4, 5, 6, 7, 8};
constexpr sam::Block8 kData{9, 8, 7, 6, 5, 4, 3, 2};

sam::Block8 fromHsm(sam::Hsm& hsm, const Bench& bench, std::string_view key, const sam::Block8& factor) {
  const auto data = hsm.authenticationData(*cardspec::findKey(key), bench.forModule(), factor, kData);
  REQUIRE_MESSAGE(data.has_value(), (data ? "" : data.error().where));
  return *data;
}

}  // namespace

TEST_CASE("cards A and B are genuine to the HSM, and the HSM is genuine to them") {
  const test::HsmRig rig;
  for (const char* profile : {"card-a.toml", "card-b.toml"}) {
    CAPTURE(profile);
    Bench bench(profile);
    sam::Hsm hsm(rig.settings());
    REQUIRE(hsm.open(bench.identity.algorithm).has_value());
    const auto answer = bench.card->internalAuthenticate(kFactor, kData);
    REQUIRE(answer.has_value());
    CHECK(*answer == fromHsm(hsm, bench, "IRK", kFactor));
    const auto challenge = bench.card->challenge();
    REQUIRE(challenge.has_value());
    const auto proof = fromHsm(hsm, bench, "RKSSSE", *challenge);
    CHECK(bench.card->externalAuthenticate(cardspec::findKey("RKSSSE")->kid, proof, kData).has_value());
  }
}

TEST_CASE("a false card and an HSM with other roots are found out") {
  sim::HsmProfile other = test::sampleHsm();
  other.rootLabel = "SSC-TEST-ROOT/OTHER";
  const test::HsmRig rig, stranger(std::move(other));
  Bench bench("card-a.toml");
  sam::Hsm hsm(rig.settings()), strangers(stranger.settings());
  REQUIRE(hsm.open(bench.identity.algorithm).has_value());
  REQUIRE(strangers.open(bench.identity.algorithm).has_value());
  CHECK_FALSE(bench.card->internalAuthenticate(kFactor, kData).value() ==
              fromHsm(strangers, bench, "IRK", kFactor));
  const auto challenge = bench.card->challenge().value();
  const auto proof = fromHsm(strangers, bench, "RKSSSE", challenge);
  const auto refused = bench.card->externalAuthenticate(cardspec::findKey("RKSSSE")->kid, proof, kData);
  REQUIRE_FALSE(refused.has_value());
  CHECK_EQ(refused.error().sw.value(), 0x63C2);
  bench.chip->setFake(true);
  CHECK_FALSE(bench.card->internalAuthenticate(kFactor, kData).value() ==
              fromHsm(hsm, bench, "IRK", kFactor));
}
