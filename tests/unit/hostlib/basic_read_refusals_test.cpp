// Cards and modules that say no: each refusal ends in the code of the terminal interface.
#include "hostlib/flows/basic_fields.hpp"
#include "tests/unit/hostlib/fake_terminal.hpp"
#include "tests/unit/hostlib/leaks.hpp"

using namespace ssc;
using flows::Reason;
using test::basicRead;
using test::endWith;
using test::replaceInAnswers;
using test::Transcript;

namespace {

constexpr std::string_view kReadIssuer = "00B2012D", kReadHolder = "00B20135", kInternal = "0088",
                           kFetchProof = "00C0000008", kExternal = "0082000A", kDeliverRead = "BFDE670A",
                           kDeliverInternal = "BFDE6708";

flows::Failure failureOf(const Transcript& transcript) {
  const auto outcome = test::readOver(transcript);
  REQUIRE_FALSE(outcome.has_value());
  CHECK_EQ(test::leaksIn(outcome.error().where + outcome.error().technicalText(), transcript),
           std::vector<std::string>{});
  return outcome.error();
}

// Keeps the module's script up to and including the command that begins with `start`.
void keepUntil(test::Steps& steps, std::string_view start) {
  const auto count = static_cast<std::size_t>(&test::stepOf(steps, start) - steps.data()) + 1;
  steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(count), steps.end());
}

test::ScriptedChannel::Step step(std::string_view command, std::string_view answer) {
  return {*apdu::fromHex(command), *apdu::fromHex(answer)};
}

}  // namespace

TEST_CASE("a card that answers internal authentication wrongly is not genuine, and its holder is not read") {
  Transcript t = basicRead('b');
  endWith(t.card, kFetchProof, "0D48C3B84BED1291 9000");
  const flows::Failure failure = failureOf(t);
  CHECK_EQ(failure.code(), -21);
  CHECK_EQ(flows::rowOf(failure.reason).id, "notGenuine");
}

TEST_CASE("a third-generation card that is not genuine is never given the terminal's proof") {
  Transcript t = basicRead('a');
  endWith(t.card, kFetchProof, "0000000000000000 9000");
  CHECK_EQ(failureOf(t).code(), -21);
}

TEST_CASE("a proof of the wrong length is damaged data, not a forged card") {
  Transcript t = basicRead('b');
  endWith(t.card, kFetchProof, "0D48C3B84BED12 9000");
  CHECK_EQ(failureOf(t).code(), -23);
}

TEST_CASE(
    "a refused external authentication gives minus the status word, and the text tells the tries left") {
  struct Row {
    const char* sw;
    int code;
  };
  for (const Row row : {Row{"63C2", -25538}, Row{"63C1", -25537}, Row{"63C0", -25536}, Row{"6983", -27011}}) {
    CAPTURE(row.sw);
    Transcript t = basicRead('a');
    endWith(t.card, kExternal, row.sw);
    const flows::Failure failure = failureOf(t);
    CHECK_EQ(flows::rowOf(failure.reason).id, "terminalRefused");
    CHECK_EQ(failure.code(), row.code);
    CHECK_NE(failure.technicalText().find(row.sw), std::string::npos);
  }
}

TEST_CASE("a card identification code without a decimal region is -20") {
  for (const char* code : {"FFFFFF", "99990A", "9999FF"}) {
    Transcript t = basicRead('b');
    replaceInAnswers(t.card, "0110999900", std::string("0110") + code);
    keepUntil(t.card, kReadIssuer);
    t.psam.clear();
    test::FakeTerminal terminal({std::make_unique<test::ScriptedChannel>(t.card), t.cardAtr, {}},
                                {nullptr, {}, {}});
    test::ScriptedRandom random({});
    const auto outcome = flows::ReadCard(terminal, random).run(flows::CardInterface::contact);
    REQUIRE_FALSE(outcome.has_value());
    CHECK_EQ(outcome.error().code(), -20);
  }
}

namespace {

int codeOfCardAlone(const test::Steps& steps, const apdu::Bytes& atr) {
  test::FakeTerminal terminal({std::make_unique<test::ScriptedChannel>(steps), atr, {}}, {nullptr, {}, {}});
  test::ScriptedRandom random({});
  const auto outcome = flows::ReadCard(terminal, random).run(flows::CardInterface::contact);
  REQUIRE_FALSE(outcome.has_value());
  CHECK(terminal.everythingReleased());
  return outcome.error().code();
}

}  // namespace

TEST_CASE("a card without the social security environment, also below the MF, is the wrong card") {
  const Transcript t = basicRead('b');
  const std::string select = apdu::toHex(t.card[0].command);
  for (const char* mf : {"9000", "6114", "6A82", "6D00"}) {
    CHECK_EQ(
        codeOfCardAlone({step(select, "6A82"), step("00A40000023F00", mf), step(select, "6A82")}, t.cardAtr),
        -1);
  }
}

TEST_CASE("a memory card is the wrong card, and is sent nothing") {
  CHECK_EQ(codeOfCardAlone({}, *apdu::fromHex("3B0492231091")), -1);
}

TEST_CASE("a card that finds the environment only from the MF is read") {
  Transcript t = basicRead('b');
  const std::string select = apdu::toHex(t.card[0].command);
  t.card.insert(t.card.begin(), {step(select, "6A82"), step("00A40000023F00", "9000")});
  const auto card = test::readOver(t);
  REQUIRE(card.has_value());
  CHECK_EQ(card->cardExchanges, 8);
}

TEST_CASE("a blocked card gives minus its status word") {
  const Transcript t = basicRead('b');
  CHECK_EQ(codeOfCardAlone({step(apdu::toHex(t.card[0].command), "6A81")}, t.cardAtr), -27265);
}

TEST_CASE("an algorithm that nobody knows is damaged data") {
  Transcript t = basicRead('a');
  replaceInAnswers(t.card, "9F0C03860103", "9F0C03860104");
  t.card.resize(2);
  CHECK_EQ(codeOfCardAlone(t.card, t.cardAtr), -23);
}

TEST_CASE("a blank version is read as generation 1: no external authentication, no name continuation") {
  for (const char* version : {"030400000000", "030420202020", "0304FFFFFFFF", "030439000000"}) {
    CAPTURE(version);
    Transcript t = basicRead('c');
    replaceInAnswers(t.card, "0304312E3030", version);
    const auto card = test::readOver(t);
    REQUIRE(card.has_value());
    CHECK_EQ(static_cast<int>(card->identity.generation), 1);
  }
}

TEST_CASE("without 9F0C a region that begins with 11 means SSF33: the PSAM is asked for environment sx2") {
  Transcript t = basicRead('b');
  replaceInAnswers(t.card, "0110999900", "0110119900");
  t.card.resize(3);
  t.psam = {step("00A404000F 7378322E73682EC9E7BBE1B1A3D5CF", "6A81")};
  CHECK_EQ(failureOf(t).code(), -2202);
}

TEST_CASE("what the FCI states wins over the region") {
  Transcript t = basicRead('a');
  replaceInAnswers(t.card, "0110999900", "0110119900");
  t.card.resize(3);
  t.psam = {step("00A404000F 7378332E73682EC9E7BBE1B1A3D5CF", "6A82")};
  CHECK_EQ(failureOf(t).code(), -2202);
}

TEST_CASE("a module without RKSSSE is -2203, before the card is asked for its proof") {
  Transcript t = basicRead('a');
  keepUntil(t.card, "0084000008");
  endWith(t.psam, kDeliverRead, "6A88");
  // The card is of the module's own city: every level reaches it.
  t.psam.push_back(
      step("BFDE470A20 8699999900000001 3939393930307378 1122334455667788 0000000000000000", "6A88"));
  t.psam.push_back(step("BFDE270A18 8699999900000001 1122334455667788 0000000000000000", "6A88"));
  CHECK_EQ(failureOf(t).code(), -2203);
}

TEST_CASE("a module without IRK is -27272") {
  Transcript t = basicRead('b');
  t.card.resize(3);
  endWith(t.psam, kDeliverInternal, "6A88");
  t.psam.push_back(step("BFDE470818 8699999900000001 3939393930307378 1122334455667788", "6A88"));
  t.psam.push_back(step("BFDE270810 8699999900000001 1122334455667788", "6A88"));
  CHECK_EQ(failureOf(t).code(), -27272);
}

TEST_CASE("an internal authentication that the card refuses gives minus its status word") {
  Transcript t = basicRead('b');
  endWith(t.card, kInternal, "6A88");
  CHECK_EQ(failureOf(t).code(), -27272);
}

TEST_CASE("a holder file that stays closed gives -27010") {
  Transcript t = basicRead('b');
  endWith(t.card, kReadHolder, "6982");
  CHECK_EQ(failureOf(t).code(), -27010);
}

TEST_CASE("a blank card is read: empty fields, eleven bars") {
  Transcript t = basicRead('b');
  replaceInAnswers(t.card, "384AE883", "FFFFFFFF");
  replaceInAnswers(t.card, "050420160101", "0504FFFFFFFF");
  replaceInAnswers(t.card, "060420260101", "0604FFFFFFFF");
  replaceInAnswers(t.card, "393939393030313938353036303730303236", "000000000000000000000000000000000000");
  replaceInAnswers(t.card, "C0EECBC4", "00000000");
  const auto card = test::readOver(t);
  REQUIRE(card.has_value());
  CHECK_EQ(
      flows::BasicFields(*card, "").joinedUtf8().reveal(),
      "999900||T00000028|999900D15600000500000001FFFFFFFF||00815453548699999900000001|2.00|||999900000001||");
}
