// Every channel error at every exchange of a basic read: the right reason, both slots free again, nothing of
// the card in the error.
#include <array>

#include "tests/unit/hostlib/fake_terminal.hpp"
#include "tests/unit/hostlib/leaks.hpp"

using namespace ssc;
using apdu::ChannelError;
using flows::Reason;
using test::basicRead;
using test::LenientChannel;
using test::Transcript;

namespace {

// Typed from the error table of the terminal interface, not taken from the flow's own rows.
struct Row {
  ChannelError error;
  Reason onCard;
  int cardCode;
  Reason onModule;
  int moduleCode;
};
constexpr std::array kRows{
    Row{ChannelError::serviceAbsent, Reason::serviceAbsent, -11, Reason::serviceAbsent, -11},
    Row{ChannelError::serviceStopped, Reason::serviceStopped, -11, Reason::serviceStopped, -11},
    Row{ChannelError::noReader, Reason::noReader, -11, Reason::noReader, -11},
    Row{ChannelError::readerGone, Reason::readerGone, -11, Reason::readerGone, -11},
    Row{ChannelError::readerBusy, Reason::readerBusy, -11, Reason::readerBusy, -11},
    Row{ChannelError::cardAbsent, Reason::cardAbsent, -2, Reason::samAbsent, -2201},
    Row{ChannelError::cardRemoved, Reason::cardRemoved, -4, Reason::samAbsent, -2201},
    Row{ChannelError::cardReset, Reason::cardReset, -4, Reason::samFault, -2201},
    Row{ChannelError::cardMute, Reason::cardMute, -4, Reason::samFault, -2201},
    Row{ChannelError::protocolMismatch, Reason::wrongCard, -1, Reason::samFault, -2201},
    Row{ChannelError::timedOut, Reason::timedOut, -4, Reason::timedOut, -4},
    Row{ChannelError::cancelled, Reason::cancelled, -4, Reason::cancelled, -4},
    Row{ChannelError::communication, Reason::communication, -4, Reason::samFault, -2201},
    Row{ChannelError::malformedAnswer, Reason::cardData, -23, Reason::samFault, -2201},
    Row{ChannelError::endlessAnswer, Reason::cardData, -23, Reason::samFault, -2201},
    Row{ChannelError::unsupported, Reason::driverRefused, -13, Reason::driverRefused, -13},
    Row{ChannelError::internal, Reason::driverRefused, -13, Reason::driverRefused, -13},
};

struct Result {
  flows::Outcome<flows::BasicCard> outcome;
  bool released;
};

Result readWith(const Transcript& t, std::optional<LenientChannel::Fault> onCard,
                std::optional<LenientChannel::Fault> onModule) {
  test::FakeTerminal terminal({std::make_unique<LenientChannel>(t.card, onCard), t.cardAtr, {}},
                              {std::make_unique<LenientChannel>(t.psam, onModule), t.psamAtr, {}});
  test::ScriptedRandom random(t.random);
  auto outcome = flows::ReadCard(terminal, random).run(flows::CardInterface::contact);
  return {std::move(outcome), terminal.everythingReleased()};
}

void checkFailure(const Result& result, Reason reason, int code, const Transcript& t) {
  REQUIRE_FALSE(result.outcome.has_value());
  const flows::Failure& failure = result.outcome.error();
  CHECK_EQ(flows::rowOf(failure.reason).id, flows::rowOf(reason).id);
  CHECK_EQ(failure.code(), code);
  CHECK_FALSE(failure.where.empty());
  CHECK_EQ(test::leaksIn(failure.where + failure.technicalText(), t), std::vector<std::string>{});
  CHECK(result.released);
}

}  // namespace

TEST_CASE("the unfaulted reads succeed over the channel that the faults are put into") {
  for (const char letter : {'a', 'b', 'c'}) {
    const Transcript t = basicRead(letter);
    const Result result = readWith(t, {}, {});
    CHECK(result.outcome.has_value());
    CHECK(result.released);
  }
}

TEST_CASE("the table of this test has every channel error") {
  for (std::size_t i = 0; i < kRows.size(); ++i)
    CHECK_EQ(static_cast<std::size_t>(kRows[i].error), i);
  CHECK_EQ(static_cast<std::size_t>(ChannelError::internal) + 1, kRows.size());
}

TEST_CASE("every channel error at every exchange with the card has its reason, and both slots are released") {
  for (const char letter : {'a', 'b', 'c'}) {
    const Transcript t = basicRead(letter);
    for (std::size_t position = 0; position < t.card.size(); ++position) {
      for (const Row& row : kRows) {
        CAPTURE(letter);
        CAPTURE(position);
        CAPTURE(apdu::toText(row.error));
        checkFailure(readWith(t, LenientChannel::Fault{position, row.error}, {}), row.onCard, row.cardCode,
                     t);
      }
    }
  }
}

TEST_CASE(
    "every channel error at every exchange with the module has its reason, and both slots are released") {
  for (const char letter : {'a', 'b', 'c'}) {
    const Transcript t = basicRead(letter);
    for (std::size_t position = 0; position < t.psam.size(); ++position) {
      for (const Row& row : kRows) {
        CAPTURE(letter);
        CAPTURE(position);
        CAPTURE(apdu::toText(row.error));
        checkFailure(readWith(t, {}, LenientChannel::Fault{position, row.error}), row.onModule,
                     row.moduleCode, t);
      }
    }
  }
}

TEST_CASE("every status word at every exchange with the card fails with a negative code or is handled") {
  // 61xx and 6Cxx ask for a further exchange and are the session's affair; 9000 without data is tried too.
  // 0000 and 0001 are no status words at all (ISO/IEC 7816-3 §10.3.3: SW1 is 6x or 9x).
  for (const int sw : {0x0000, 0x0001, 0x000B, 0x5000, 0x6283, 0x6581, 0x6700, 0x6901, 0x6981, 0x6982,
                       0x6983, 0x6985, 0x6A81, 0x6A88, 0x6D00, 0x6E00, 0x6F00, 0x9303, 0x9000, 0xFFFF}) {
    const Transcript whole = basicRead('b');
    for (std::size_t position = 0; position < whole.card.size(); ++position) {
      CAPTURE(sw);
      CAPTURE(position);
      Transcript t = whole;
      t.card.resize(position + 1);
      t.card.back().answer = {static_cast<std::uint8_t>(sw >> 8), static_cast<std::uint8_t>(sw & 0xFF)};
      const bool readsByTagsNext =
          sw == 0x6700 || sw == 0x6A81;  // "not in this mode": goes on with single records
      if (readsByTagsNext && whole.card[position].command[1] == 0xB2) continue;
      if (sw == 0x9000 && position < 2) continue;  // an empty FCI is a valid one that says nothing
      const Result result = readWith(t, {}, {});
      REQUIRE_FALSE(result.outcome.has_value());
      CHECK_LT(result.outcome.error().code(), 0);
      CHECK(result.released);
      if (sw >= 0x6000 && sw != 0x9000 && sw != 0xFFFF) {
        CHECK_EQ(result.outcome.error().code(), -static_cast<int>(sw));
      } else {
        CHECK_EQ(flows::rowOf(result.outcome.error().reason).id, "cardData");
      }
    }
  }
}

TEST_CASE("a card that is not there, mute or not answering ends the read before the module is touched") {
  for (const Row& row : kRows) {
    const flows::Failure failure{flows::reasonFor(row.error), "power the card", {}};
    test::FakeTerminal terminal({nullptr, {}, failure}, {nullptr, {}, {}});
    test::ScriptedRandom random({});
    const auto outcome = flows::ReadCard(terminal, random).run(flows::CardInterface::contact);
    REQUIRE_FALSE(outcome.has_value());
    CHECK_EQ(outcome.error().code(), row.cardCode);
    CHECK(terminal.events().empty());
  }
}

TEST_CASE("a missing module fails with -2201 and releases the card") {
  Transcript t = basicRead('a');
  t.card.resize(3);  // recognised, nothing more
  const flows::Failure failure{flows::samReasonFor(ChannelError::cardAbsent), "power the PSAM", {}};
  test::FakeTerminal terminal({std::make_unique<test::ScriptedChannel>(t.card), t.cardAtr, {}},
                              {nullptr, {}, failure});
  test::ScriptedRandom random({});
  const auto outcome = flows::ReadCard(terminal, random).run(flows::CardInterface::contact);
  REQUIRE_FALSE(outcome.has_value());
  CHECK_EQ(outcome.error().code(), -2201);
  CHECK_EQ(terminal.events(), std::vector<std::string>{"+card", "-card"});
}
