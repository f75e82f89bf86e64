// The basic read against literal transcripts: the independent check of what host and simulator share.
#include "hostlib/flows/basic_fields.hpp"
#include "tests/unit/hostlib/fake_terminal.hpp"

using namespace ssc;
using flows::BasicField;
using flows::BasicFields;
using test::basicRead;
using test::Transcript;

namespace {

struct Expected {
  char letter;
  std::size_t cardExchanges, psamExchanges;
};
// The bound of a basic read on contact with a PSAM.
constexpr std::array kReads{Expected{'a', 8, 9}, Expected{'b', 6, 6}, Expected{'c', 6, 6}};

apdu::Bytes gb18030OfFields(const Transcript& transcript, std::string_view nameUtf8) {
  // Everything but the name is ASCII: the expected bytes need no converter.
  std::string text = transcript.fields;
  const auto at = text.find(nameUtf8);
  REQUIRE(at != std::string::npos);
  text.replace(at, nameUtf8.size(), apdu::toText(transcript.name));
  return apdu::toBytes(text);
}

}  // namespace

TEST_CASE("cards A, B and C are read byte by byte as their literal transcripts say") {
  for (const Expected& expected : kReads) {
    CAPTURE(expected.letter);
    const Transcript transcript = basicRead(expected.letter);

    const auto card = test::readOver(transcript);

    REQUIRE(card.has_value());
    CHECK_EQ(static_cast<int>(card->identity.generation), transcript.generation);
    CHECK_EQ(static_cast<int>(card->identity.algorithm), transcript.algorithm);
    CHECK_EQ(card->cardExchanges, expected.cardExchanges);
    CHECK_EQ(card->samExchanges, expected.psamExchanges);
    const BasicFields fields(*card, transcript.device);
    CHECK_EQ(fields.joinedUtf8().reveal(), transcript.fields);
    CHECK_EQ(apdu::toHex(apdu::toBytes(fields[BasicField::name].reveal())), apdu::toHex(transcript.name));
    CHECK_EQ(apdu::toHex(apdu::toBytes(fields.joined().reveal())),
             apdu::toHex(gb18030OfFields(transcript, fields.utf8(BasicField::name).reveal())));
  }
}

TEST_CASE("card A gives the specimen of the terminal interface") {
  const Transcript transcript = basicRead('a');
  const auto card = test::readOver(transcript);
  REQUIRE(card.has_value());
  CHECK_EQ(
      BasicFields(*card, "SIM-TERM-0001").joinedUtf8().reveal(),
      "999900|999900199001010014|T00000028|999900D15600000500000001E692B037|张三|00815453548699999900000001|"
      "3.00|20250101|20350101|999900000001|SIM-TERM-0001|");
}

TEST_CASE("the transcripts have exactly as many exchanges as a basic read may need") {
  for (const Expected& expected : kReads) {
    const Transcript transcript = basicRead(expected.letter);
    CHECK_EQ(transcript.card.size(), expected.cardExchanges);
    CHECK_EQ(transcript.psam.size(), expected.psamExchanges);
  }
}

TEST_CASE("a read draws exactly the randoms it needs") {
  for (const Expected& expected : kReads) {
    const Transcript t = basicRead(expected.letter);
    test::FakeTerminal terminal({std::make_unique<test::ScriptedChannel>(t.card), t.cardAtr, {}},
                                {std::make_unique<test::ScriptedChannel>(t.psam), t.psamAtr, {}});
    test::ScriptedRandom random(t.random);
    REQUIRE(flows::ReadCard(terminal, random).run(flows::CardInterface::contact).has_value());
    CHECK(random.usedUp());
  }
}

TEST_CASE("the card is taken before the module and released after it") {
  const Transcript t = basicRead('a');
  test::FakeTerminal terminal({std::make_unique<test::ScriptedChannel>(t.card), t.cardAtr, {}},
                              {std::make_unique<test::ScriptedChannel>(t.psam), t.psamAtr, {}});
  test::ScriptedRandom random(t.random);
  REQUIRE(flows::ReadCard(terminal, random).run(flows::CardInterface::contact).has_value());
  CHECK_EQ(terminal.events(), std::vector<std::string>{"+card", "+psam", "-psam", "-card"});
}

TEST_CASE("a third-generation card is proven the terminal before its holder is read") {
  Transcript t = basicRead('a');
  const auto at = [&](std::string_view start) { return &test::stepOf(t.card, start); };
  CHECK_LT(at("0082000A"), at("00B20135"));
}
