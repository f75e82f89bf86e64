#include "hostlib/flows/explain.hpp"

#include <doctest/doctest.h>

#include "apdu/command.hpp"
#include "keys-sim/card/command_table.hpp"
#include "keys-sim/card/pki/command_tables.hpp"
#include "keys-sim/card/transport/transport.hpp"
#include "keys-sim/psam/command_table.hpp"

namespace ssc::flows {
namespace {

struct Row {
  const char* bytes;
  const char* text;
};

apdu::Bytes hex(const char* text) {
  return apdu::fromHex(text).value();
}

TEST_CASE("every command of a basic read is told in words") {
  constexpr Row kRows[] = {
      {"00A404000F7378312E73682EC9E7BBE1B1A3D5CF00", "SELECT the application \"sx1.sh.社会保障\""},
      {"00A4000002DF01", "SELECT DF DF01"},
      {"00A4020002EF05", "SELECT EF EF05"},
      {"00B2012D40", "READ RECORD: all from number 1 of the EF with SFI 05"},
      {"00B207040B", "READ RECORD: number 7 of the current EF"},
      {"00B209300000", "not a command"},
      {"00B2093020", "READ RECORD: tag 09 of the EF with SFI 06"},
      {"00B0960006", "READ BINARY of the EF with SFI 16"},
      {"00B0000006", "READ BINARY"},
      {"0084000008", "GET CHALLENGE: a random number"},
      {"0082000A10000102030405060708090A0B0C0D0E0F",
       "EXTERNAL AUTHENTICATE: the terminal proves the key with KID 0A"},
      {"BFDE670A0100", "DELIVERY SESSION KEY: key 0A, 3 levels of diversification"},
      {"00C0000008", "GET RESPONSE: the rest of the answer (T=0)"},
      {"80CA000000", "instruction CA"},
      {"", "not a command"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.bytes);
    CHECK_EQ(explainCommand(hex(row.bytes)), row.text);
  }
}

TEST_CASE("every other command is told in words") {
  constexpr Row kRows[] = {
      {"00B2400212", "READ RECORD: the next with tag 40 of the current EF"},
      {"00B0020010", "READ BINARY from byte 512"},
      {"00B0881010", "READ BINARY of the EF with SFI 08 from byte 16"},
      {"00200000031234FF", "VERIFY: the card checks the holder's PIN"},
      {"0020018008"
       "0102030405060708",
       "VERIFY: a PIN of the certificate application, by challenge"},
      {"00DC293803290131", "UPDATE RECORD: tag 29 of the EF with SFI 07"},
      {"04DC023C03290131", "UPDATE RECORD: number 2 of the EF with SFI 07"},
      {"00DC00AB020102", "UPDATE RECORD: one more, the newest, of the EF with SFI 15"},
      {"00D6880001FF", "UPDATE BINARY of the EF with SFI 08"},
      {"00D6010001FF", "UPDATE BINARY from byte 256"},
      {"805E0100051234FF5678", "CHANGE PIN: the old one and a new one"},
      {"842400000401020304", "PIN CHANGE/UNBLOCK: unblocks the PIN, under MAC"},
      {"842400010C0102030405060708090A0B0C", "PIN CHANGE/UNBLOCK: sets a new PIN, enciphered, under MAC"},
      {"B02600000E", "GET BALANCE of the medical account"},
      {"B02A000001FF", "CREDIT FOR LOAD: the card books a load"},
      {"B02C010001FF", "DEBIT FOR PURCHASE: the card books a settlement"},
      {"B0280101020000", "INITIALIZE FOR PURCHASE: the card opens a settlement"},
      {"B0280001020000", "INITIALIZE FOR LOAD: the card opens a load"},
      {"B02E000102000008", "GET TRANSACTION PROOF: whether a transaction was booked"},
      {"BFEC00000103", "INITIALIZE ENVIRONMENT: the PSAM changes its algorithm"},
      {"80FA0500010004", "CIPHER DATA: a MAC under the session key"},
      {"8070010001FF08", "INIT SAM FOR PURCHASE: the PSAM consents with MAC1"},
      {"807200000401020304", "CREDIT SAM FOR PURCHASE: the PSAM checks MAC2"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.bytes);
    CHECK_EQ(explainCommand(hex(row.bytes)), row.text);
  }
}

// Whatever the simulated chips accept, with every parameter they accept it with: a command without a row here
// would be shown as a number.
template <class Os>
void checkAll(std::span<const sim::CommandRow<Os>> table, bool sameName) {
  REQUIRE_FALSE(table.empty());
  for (const sim::CommandRow<Os>& row : table) {
    for (unsigned parameters = 0; parameters <= 0xFFFF; ++parameters) {
      const apdu::Header header{row.cla, row.ins, static_cast<std::uint8_t>(parameters >> 8),
                                static_cast<std::uint8_t>(parameters & 0xFF)};
      if (!row.acceptsParameters(header)) continue;
      const std::string text = explainCommand(apdu::Command(header, apdu::Bytes(2)).encode());
      CAPTURE(parameters);
      REQUIRE_MESSAGE(!text.starts_with("instruction "), row.name << ": " << text);
      if (sameName) REQUIRE_MESSAGE(text.starts_with(row.name), row.name << ": " << text);
    }
  }
}

TEST_CASE("whatever card and PSAM carry out has a name here, and the same one") {
  checkAll(sim::cardCommands(), true);
  checkAll(sim::psamCommands(), true);
}

TEST_CASE("so have the commands of the certificate and the transport application") {
  checkAll(sim::pki::environmentCommands(), false);
  checkAll(sim::pki::applicationCommands(), false);
  checkAll(sim::transport::commands(), false);
}

TEST_CASE("a response is told by its length or its status word") {
  constexpr Row kRows[] = {
      {"9000", "ok"},
      {"0102039000", "ok, 3 bytes"},
      {"611E", "ok, 30 bytes wait"},
      {"6982", "security status not satisfied"},
      {"", "no answer"},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.bytes);
    CHECK_EQ(explainResponse(hex(row.bytes)), row.text);
  }
}

}  // namespace
}  // namespace ssc::flows
