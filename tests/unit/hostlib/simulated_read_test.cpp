// The basic read over the simulated chips, at the level of their operating systems: sample cards, and random
// cards from a seed, must come back exactly.
#include <algorithm>
#include <cstdlib>
#include <map>
#include <random>
#include <sstream>

#include "hostlib/flows/basic_fields.hpp"
#include "keys-sim/card/random_profile.hpp"
#include "tests/unit/hostlib/simulated_chips.hpp"

using namespace ssc;
using test::cardNamed;
using test::ChipChannel;
using test::psamNamed;

namespace {

constexpr std::uint64_t kRandomCards = 24;

struct Chips {
  crypto::SystemRandom random;
  sim::MemoryStore cardStore, psamStore;
  std::unique_ptr<sim::CardOs> card;
  std::unique_ptr<sim::PsamOs> psam;

  Chips(sim::CardProfile cardProfile, sim::PsamProfile psamProfile) {
    psamProfile.rootLabel = cardProfile.rootLabel;
    auto madeCard = sim::CardOs::make(std::move(cardProfile), random, cardStore);
    auto madePsam = sim::PsamOs::make(std::move(psamProfile), random, psamStore);
    REQUIRE(madeCard.has_value());
    REQUIRE(madePsam.has_value());
    card = std::move(*madeCard);
    psam = std::move(*madePsam);
  }

  flows::Outcome<flows::BasicCard> read() {
    const apdu::Bytes cardAtr = card->reset(), psamAtr = psam->reset();
    test::FakeTerminal terminal({std::make_unique<ChipChannel>(*card), cardAtr, {}},
                                {std::make_unique<ChipChannel>(*psam), psamAtr, {}});
    auto outcome = flows::ReadCard(terminal, random).run(flows::CardInterface::contact);
    CHECK(terminal.everythingReleased());
    return outcome;
  }
};

// The lines `key = "value"` of a card's TOML, as a person reads them: not through the simulator's parser.
std::map<std::string, std::string> valuesOf(const std::string& toml) {
  std::map<std::string, std::string> values;
  std::istringstream in(toml);
  std::string line, section;
  while (std::getline(in, line)) {
    if (line.starts_with('[')) section = line.substr(1, line.size() - 2) + ".";
    const auto equals = line.find(" = \"");
    if (equals == std::string::npos) continue;
    values[section + line.substr(0, equals)] = line.substr(equals + 4, line.size() - equals - 5);
  }
  return values;
}

std::string expectedFields(const std::string& toml) {
  auto value = valuesOf(toml);
  const std::string issuer = "files.SSSE.EF05.", holder = "files.SSSE.EF06.";
  std::string text;
  for (const std::string& field :
       {value.at(issuer + "01").substr(0, 6), value.at(holder + "08"), value.at(issuer + "07"),
        value.at(issuer + "01"), value.at("holder.name"), value.at("historical-bytes"),
        value.at(issuer + "03"), value.at(issuer + "05"), value.at(issuer + "06"),
        std::string("999900000001"), std::string("DEV")})
    text += field + "|";
  return text;
}

std::uint64_t runSeed() {
  if (const char* given = std::getenv("SSC_TEST_SEED")) return std::strtoull(given, nullptr, 10);
  std::random_device device;
  return device();
}

}  // namespace

TEST_CASE("the simulated cards A, B and C give what their literal transcripts give") {
  for (const char letter : {'a', 'b', 'c'}) {
    CAPTURE(letter);
    Chips chips(cardNamed(std::string("card-") + letter + ".toml"), psamNamed("psam-full.toml"));
    const auto card = chips.read();
    REQUIRE(card.has_value());
    const test::Transcript transcript = test::basicRead(letter);
    CHECK_EQ(flows::BasicFields(*card, transcript.device).joinedUtf8().reveal(), transcript.fields);
  }
}

TEST_CASE("random cards come back exactly") {
  const std::uint64_t first = runSeed();
  MESSAGE("SSC_TEST_SEED=" << first);
  for (std::uint64_t seed = first; seed < first + kRandomCards; ++seed) {
    CAPTURE(seed);
    const auto toml = sim::randomCardProfile(seed);
    REQUIRE(toml.has_value());
    auto profile = sim::parseCardProfile(*toml, "random");
    REQUIRE(profile.has_value());
    Chips chips(std::move(*profile), psamNamed("psam-full.toml"));
    const auto card = chips.read();
    REQUIRE(card.has_value());
    CHECK_EQ(flows::BasicFields(*card, "DEV").joinedUtf8().reveal(), expectedFields(*toml));
  }
}

TEST_CASE("a false card and a PSAM with other roots are found out") {
  Chips fake(cardNamed("card-a.toml"), psamNamed("psam-full.toml"));
  fake.card->setFake(true);
  const auto outcome = fake.read();
  REQUIRE_FALSE(outcome.has_value());
  CHECK_EQ(outcome.error().code(), -21);
}

TEST_CASE("the sample PSAMs with something missing give the codes that lead on to the HSM") {
  struct Row {
    const char *card, *psam;
    int code;
  };
  for (const Row row :
       {Row{"card-a.toml", "psam-3des.toml", -2202}, Row{"card-a.toml", "psam-no-rk.toml", -2203},
        Row{"card-a.toml", "psam-no-irk.toml", -27272}, Row{"card-b.toml", "psam-3des.toml", 0}}) {
    CAPTURE(row.psam);
    Chips chips(cardNamed(row.card), psamNamed(row.psam));
    const auto outcome = chips.read();
    CHECK_EQ(outcome ? 0 : outcome.error().code(), row.code);
  }
}
