#include "hostlib/flows/explain.hpp"

#include <doctest/doctest.h>

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
      {"0084000008", "GET CHALLENGE: a random number from the card"},
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
