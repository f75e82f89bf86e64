#include "hostlib/flows/explain.hpp"

#include <algorithm>
#include <array>

#include "apdu/command.hpp"
#include "apdu/response.hpp"
#include "card-spec/tables.hpp"
#include "card-spec/text.hpp"
#include "hostlib/card/error.hpp"

namespace ssc::flows {
namespace {

using apdu::Command;

std::string hexByte(std::uint8_t byte) {
  return apdu::toHex(std::array{byte});
}

std::string selectText(const Command& command) {
  if (command.header().p1 == 0x04) {
    const auto name = cardspec::toUtf8(command.data());
    return "SELECT the application \"" + name.value_or(apdu::toHex(command.data())) + "\"";
  }
  return std::string("SELECT ") + (command.header().p1 == 0x02 ? "EF " : "DF ") + apdu::toHex(command.data());
}

std::string readRecordText(const Command& command) {
  const auto [cla, ins, p1, p2] = command.header();
  const std::string file =
      (p2 >> 3) == 0 ? "the current EF" : "the EF with SFI " + hexByte(static_cast<std::uint8_t>(p2 >> 3));
  switch (p2 & 0x07) {
    case 0b101:
      return "READ RECORD: all from number " + std::to_string(p1) + " of " + file;
    case 0b100:
      return "READ RECORD: number " + std::to_string(p1) + " of " + file;
    default:
      return "READ RECORD: tag " + hexByte(p1) + " of " + file;
  }
}

std::string readBinaryText(const Command& command) {
  const std::uint8_t p1 = command.header().p1;
  return (p1 & 0x80) == 0 ? "READ BINARY"
                          : "READ BINARY of the EF with SFI " + hexByte(static_cast<std::uint8_t>(p1 & 0x1F));
}

std::string externalText(const Command& command) {
  return "EXTERNAL AUTHENTICATE: the terminal proves the key with KID " + hexByte(command.header().p2);
}

std::string deliverText(const Command& command) {
  const auto [cla, ins, usage, id] = command.header();
  return "DELIVERY SESSION KEY: key " + hexByte(id) + ", " + std::to_string(usage >> 5) +
         " levels of diversification";
}

struct Row {
  std::uint8_t cla, ins;
  std::string_view text;  ///< used when there is no function
  std::string (*explain)(const Command&) = nullptr;
};
constexpr std::array kRows{
    Row{0x00, 0xA4, {}, selectText},
    Row{0x00, 0xB2, {}, readRecordText},
    Row{0x00, 0xB0, {}, readBinaryText},
    Row{0x00, 0x84, "GET CHALLENGE: a random number from the card"},
    Row{0x00, 0x88, "INTERNAL AUTHENTICATE: the card proves its key IRK"},
    Row{0x00, 0x82, {}, externalText},
    Row{0x00, 0xC0, "GET RESPONSE: the rest of the answer (T=0)"},
    Row{0xBF, 0xDE, {}, deliverText},
    Row{0x80, 0xFA, "CIPHER DATA under the session key"},
};

}  // namespace

std::string explainCommand(apdu::ByteView command) {
  const auto decoded = Command::decode(command);
  if (!decoded) return "not a command";
  const apdu::Header& header = decoded->header();
  const auto row = std::find_if(kRows.begin(), kRows.end(),
                                [&](const Row& r) { return r.cla == header.cla && r.ins == header.ins; });
  if (row == kRows.end()) return "instruction " + hexByte(header.ins);
  return row->explain == nullptr ? std::string(row->text) : row->explain(*decoded);
}

std::string explainResponse(apdu::ByteView response) {
  const auto decoded = apdu::Response::decode(response);
  if (!decoded) return "no answer";
  if (decoded->sw().moreAvailable()) return "ok, " + std::to_string(decoded->sw().sw2()) + " bytes wait";
  if (!decoded->sw().ok()) return std::string(card::meaningOf(decoded->sw()));
  const std::size_t count = decoded->data().size();
  return count == 0 ? "ok" : "ok, " + std::to_string(count) + " bytes";
}

}  // namespace ssc::flows
