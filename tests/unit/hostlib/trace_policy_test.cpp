// What a trace may keep. Each search for a secret first hits in the full trace, so that finding nothing in
// the masked one says something.
#include "hostlib/card/trace_policy.hpp"

#include <algorithm>
#include <sstream>

#include "tests/unit/hostlib/fake_terminal.hpp"
#include "tests/unit/hostlib/leaks.hpp"

using namespace ssc;
using test::basicRead;
using test::Transcript;

namespace {

apdu::RedactionPolicy policy(bool everything) {
  apdu::RedactionPolicy policy = card::tracePolicy();
  policy.everything = everything;
  return policy;
}

std::string traceOf(const Transcript& transcript, bool everything) {
  apdu::Trace trace(policy(everything));
  REQUIRE(test::readOver(transcript, &trace).has_value());
  std::ostringstream out;
  trace.write(out);
  return out.str();
}

// Everything that is secret in the exchanges of a basic read, as it stands in a trace.
std::vector<std::string> secretsOf(const Transcript& t) {
  std::vector<std::string> secrets;
  for (const apdu::Bytes& bytes : {t.name, apdu::Bytes(t.cardAtr.end() - 8, t.cardAtr.end()),
                                   apdu::Bytes(t.random.begin(), t.random.begin() + 8)})
    secrets.push_back(apdu::toHex(bytes));
  for (const auto* steps : {&t.card, &t.psam}) {
    for (const test::ScriptedChannel::Step& step : *steps) {
      const std::uint8_t ins = step.command[1];
      const bool isAnswerOfSelect = step.answer.size() > 2 && step.answer[0] == 0x6F;
      if (ins == 0x82 || ins == 0x88 || ins == 0xDE || ins == 0xFA)
        secrets.push_back(apdu::toHex(apdu::ByteView(step.command).subspan(5, 8)));
      if ((ins == 0x84 || ins == 0xC0 || ins == 0xB0) && !isAnswerOfSelect)
        secrets.push_back(apdu::toHex(apdu::ByteView(step.answer).first(step.answer.size() - 2)));
    }
  }
  return secrets;
}

}  // namespace

TEST_CASE("the full trace of a read holds the holder's data, the masked one none of it") {
  for (const char letter : {'a', 'b', 'c'}) {
    CAPTURE(letter);
    const Transcript t = basicRead(letter);
    const std::string full = traceOf(t, true);
    const std::string masked = traceOf(t, false);
    // Hexadecimal of: name, social security number, card number; and the card identification code, which is a
    // number.
    CHECK_GE(test::leaksIn(full, t).size(), 4);
    CHECK_NE(full.find(apdu::toHex(t.name)), std::string::npos);
    CHECK_EQ(test::leaksIn(masked, t), std::vector<std::string>{});
  }
}

TEST_CASE("challenges, proofs, factors and the terminal number are in the full trace only") {
  for (const char letter : {'a', 'b', 'c'}) {
    const Transcript t = basicRead(letter);
    const std::string full = traceOf(t, true), masked = traceOf(t, false);
    for (const std::string& secret : secretsOf(t)) {
      CAPTURE(secret);
      CHECK_NE(full.find(secret), std::string::npos);
      CHECK_EQ(masked.find(secret), std::string::npos);
    }
  }
}

TEST_CASE("a masked trace keeps what is public: commands, files, tags, versions, status words") {
  const std::string masked = traceOf(basicRead('a'), false);
  CHECK(masked.starts_with("# ssc-trace 1 redacted\n"));
  for (const std::string_view kept :
       {"7378312E73682EC9E7BBE1B1A3D5CF", "7378332E73682EC9E7BBE1B1A3D5CF", "9F0C03860103", "0304332E3030",
        "050420250101", "> 00B201355B", "0812000000", "091E000000", "BFDE670A28000000", "0082000A10000000",
        "# to card", "# to psam"}) {
    CAPTURE(kept);
    CHECK_NE(masked.find(kept), std::string::npos);
  }
}

TEST_CASE("nothing of a PIN command is kept, whichever class it comes in") {
  for (const std::string_view text :
       {"0020000003123456", "0020000008 123456FFFFFFFFFF", "805E010007123456FF654321",
        "842400010C1122334455667788 12345678", "84D4000014 0123456789ABCDEF0123456789ABCDEF01020304"}) {
    const apdu::Bytes command = *apdu::fromHex(text);
    const std::string data = apdu::toHex(apdu::ByteView(command).subspan(5, 3));
    for (const bool everything : {true, false}) {
      apdu::Trace trace(policy(everything));
      trace.record(command, *apdu::fromHex("9000"));
      const std::string kept = apdu::toHex(trace.exchanges()[0].command);
      CHECK_EQ(kept.find(data) != std::string::npos, everything);
    }
  }
}

TEST_CASE("no tag of a person's data is open") {
  const apdu::RedactionPolicy masked = policy(false);
  for (const int tag : {0x01, 0x07, 0x08, 0x09, 0x4E, 0x0A, 0x0B, 0x0C, 0x0D, 0x21, 0x28}) {
    CAPTURE(tag);
    CHECK(std::ranges::find(masked.openTags, tag) == masked.openTags.end());
  }
  CHECK(std::ranges::find(masked.openTags, 0x03) != masked.openTags.end());
}
