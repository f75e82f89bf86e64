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

namespace {

struct Step {
  const char* command;
  const char* answer;
  const char* secret;  // as it stands in a trace
  const char* header;  // what stays
};

constexpr Step kSecretSteps[] = {
    {"805E010007 123456 FF 654321", "9000", "123456FF654321", "805E010007"},
    {"8424000004 EF4D4569", "9000", "EF4D4569", "8424000004"},
    {"842400010C CCC018509198F5EF 38EC39B3", "9000", "CCC018509198F5EF", "842400010C"},
    {"841E000104 A1A2A3A4", "9000", "A1A2A3A4", "841E000104"},
    {"8416000004 A1A2A3A4", "9000", "A1A2A3A4", "8416000004"},
    {"80C4010306 C104 03123456", "9000", "C10403123456", "80C4010306"},
    {"0020018110 D84EB2E018E27FEB4333E9EB3EC216BE", "9000", "D84EB2E018E27FEB", "0020018110"},
    {"845E010014 9DA70F7F81FE7174EF6821A940D41474 54F3ACC0", "9000", "9DA70F7F81FE7174", "845E010014"},
    {"00DC090420 091E D5C5C8FD0000000000000000000000000000000000000000000000000000", "9000", "D5C5C8FD",
     "00DC090420"},
    {"04DC050406 0504 20250101", "9000", "20250101", "04DC050406"},
    {"00D6880004 FFD8FFE0", "9000", "FFD8FFE0", "00D6880004"},
    {"00B0880004", "FFD8FFE0 9000", "FFD8FFE0", "00B0880004"},
    {"00B20145 1C", "0001329999000000012025010203040500000000000030390000 2710 9000", "20250102030405",
     "00B201451C"},
    {"B028010113 01 00000000 00003039 00002710 999900000001 16",
     "00000000 00000000 00000000 2025 0001 01 00 01020304 "
     "9000",
     "00003039", "B028010113"},
    {"B02C01000F 00000010 20250102030405 17CB7DA9 08", "F4BBA808 04A5B0EF 9000", "17CB7DA9", "B02C01000F"},
    {"B02A00000B 20250102030405 310A6F88 04", "8D8BC9B8 9000", "8D8BC9B8", "B02A00000B"},
    {"B026000104", "0000C350 9000", "C350", "B026000104"},
    {"B02E003202 0001 08", "04A5B0EF F4BBA808 9000", "F4BBA808", "B02E003202"},
    {"8070010024 01020304 0001 00000000 00003039 00002710 32 20250102030405 01 00 8699999900000001 08",
     "00000010 17CB7DA9 9000", "17CB7DA9", "8070010024"},
    {"8072000004 04A5B0EF", "9000", "04A5B0EF", "8072000004"},
    {"80FA000008 0312345680000000 08", "CCC018509198F5EF 9000", "CCC018509198F5EF", "80FA000008"},
    {"804E000109 C2020013C182000101 10", "505152535455565758595A5B5C5D5E5F 9000", "5051525354555657",
     "804E000109"},
    {"804A021012 C110 505152535455565758595A5B5C5D5E5F", "9000", "5051525354555657", "804A021012"},
    {"80C2C00126 C2020015 CB20 D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1D1", "9000",
     "D1D1D1D1", "80C2C00126"},
    {"80C9828042", "CA40 9000", "CA40", "80C9828042"},
    {"002A9E9A04 E0E1E2E3 04", "03030303 9000", "03030303", "002A9E9A04"},
    {"002A808604 A1A1A1A1 04", "CAFEBABE 9000", "CAFEBABE", "002A808604"},
    {"00B2011418", "7016 5A0A 6219990000000000002F 5F2403351231 5F340101 9000", "6219990000", "00B2011418"},
};

std::string traceOf(const Step& step, bool everything) {
  apdu::Trace trace(policy(everything));
  trace.record(*apdu::fromHex(step.command), *apdu::fromHex(step.answer));
  std::ostringstream out;
  trace.write(out);
  return out.str();
}

}  // namespace

TEST_CASE("PINs, MACs, amounts, photos, keys and signatures are in the full trace only; headers stay") {
  for (const Step& step : kSecretSteps) {
    CAPTURE(step.command);
    const std::string full = traceOf(step, true), masked = traceOf(step, false);
    CHECK_NE(full.find(step.secret), std::string::npos);
    CHECK_EQ(masked.find(step.secret), std::string::npos);
    CHECK_NE(masked.find(step.header), std::string::npos);
  }
}

TEST_CASE(
    "a cyclic record that looks like an open tag is masked: transaction 021A, settlement category 0201") {
  for (const Step& step :
       {Step{"00B201441C", "021A 32 999900000001 20250102030405 00000000 00003039 00002710 9000",
             "20250102030405", "00B201441C"},
        Step{"00B201AC03", "0201 31 9000", "020131", "00B201AC03"},
        Step{"00B2010403", "0201 31 9000", "020131", "00B2010403"}}) {
    CAPTURE(step.command);
    CHECK_NE(traceOf(step, true).find(step.secret), std::string::npos);
    CHECK_EQ(traceOf(step, false).find(step.secret), std::string::npos);
  }
}

TEST_CASE("what comes with GET RESPONSE is masked as the answer it belongs to") {
  apdu::Trace trace(policy(false));
  trace.record(*apdu::fromHex("B02C01000F000000102025010203040517CB7DA908"), *apdu::fromHex("6108"));
  trace.record(*apdu::fromHex("00C0000008"), *apdu::fromHex("F4BBA80804A5B0EF9000"));
  CHECK_EQ(apdu::toHex(trace.exchanges().back().response), "00000000000000009000");
}

TEST_CASE("no tag of a person's data is open") {
  const apdu::RedactionPolicy masked = policy(false);
  for (const int tag : {0x01, 0x07, 0x08, 0x09, 0x4E, 0x0A, 0x0B, 0x0C, 0x0D, 0x21, 0x28}) {
    CAPTURE(tag);
    CHECK(std::ranges::find(masked.openTags, tag) == masked.openTags.end());
  }
  CHECK(std::ranges::find(masked.openTags, 0x03) != masked.openTags.end());
}
