#include "hostlib/flows/explain.hpp"

#include <algorithm>
#include <array>
#include <optional>

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

// The file that the high five bits of P2 name (ISO/IEC 7816-4 §11.4.2).
std::string recordFileText(std::uint8_t p2) {
  return (p2 >> 3) == 0 ? "the current EF" : "the EF with SFI " + hexByte(static_cast<std::uint8_t>(p2 >> 3));
}

std::string readRecordText(const Command& command) {
  const auto [cla, ins, p1, p2] = command.header();
  switch (p2 & 0x07) {
    case 0b101:
      return "READ RECORD: all from number " + std::to_string(p1) + " of " + recordFileText(p2);
    case 0b100:
      return "READ RECORD: number " + std::to_string(p1) + " of " + recordFileText(p2);
    case 0b010:
      return "READ RECORD: the next with tag " + hexByte(p1) + " of " + recordFileText(p2);
    default:
      return "READ RECORD: tag " + hexByte(p1) + " of " + recordFileText(p2);
  }
}

std::string updateRecordText(const Command& command) {
  const auto [cla, ins, p1, p2] = command.header();
  switch (p2 & 0x07) {
    case 0b100:
      return "UPDATE RECORD: number " + std::to_string(p1) + " of " + recordFileText(p2);
    case 0b011:
      return "UPDATE RECORD: one more, the newest, of " + recordFileText(p2);
    default:
      return "UPDATE RECORD: tag " + hexByte(p1) + " of " + recordFileText(p2);
  }
}

// Bit 8 of P1: the EF that its low five bits name, from the offset P2; else the current EF from P1-P2
// (§11.3.2).
std::string binaryText(std::string_view name, const Command& command) {
  const auto [cla, ins, p1, p2] = command.header();
  const bool named = (p1 & 0x80) != 0;
  const unsigned offset = named ? p2 : static_cast<unsigned>((p1 & 0x7F) << 8 | p2);
  std::string text(name);
  if (named) text += " of the EF with SFI " + hexByte(static_cast<std::uint8_t>(p1 & 0x1F));
  if (offset != 0) text += " from byte " + std::to_string(offset);
  return text;
}

std::string readBinaryText(const Command& command) {
  return binaryText("READ BINARY", command);
}

std::string updateBinaryText(const Command& command) {
  return binaryText("UPDATE BINARY", command);
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
  std::optional<std::uint8_t> p1{}, p2{};  ///< where an instruction means several things
};
constexpr std::array kRows{
    // Card and PSAM
    Row{0x00, 0xA4, {}, selectText},
    Row{0x00, 0xB2, {}, readRecordText},
    Row{0x00, 0xB0, {}, readBinaryText},
    Row{0x00, 0xDC, {}, updateRecordText},
    Row{0x04, 0xDC, {}, updateRecordText},
    Row{0x00, 0xD6, {}, updateBinaryText},
    Row{0x04, 0xD6, {}, updateBinaryText},
    Row{0x00, 0x84, "GET CHALLENGE: a random number"},
    Row{0x00, 0x88, "INTERNAL AUTHENTICATE: the card proves its key IRK"},
    Row{0x00, 0x82, {}, externalText},
    Row{0x00, 0xC0, "GET RESPONSE: the rest of the answer (T=0)"},
    // The holder's PIN, blocking
    Row{0x00, 0x20, "VERIFY: the card checks the holder's PIN", nullptr, 0x00},
    Row{0x80, 0x5E, "CHANGE PIN: the old one and a new one"},
    Row{0x84, 0x24, "PIN CHANGE/UNBLOCK: unblocks the PIN, under MAC", nullptr, 0x00, 0x00},
    Row{0x84, 0x24, "PIN CHANGE/UNBLOCK: sets a new PIN, enciphered, under MAC", nullptr, 0x00, 0x01},
    Row{0x84, 0x1E, "APPLICATION BLOCK, under MAC"},
    Row{0x84, 0x16, "CARD BLOCK, under MAC"},
    // The medical account
    Row{0xB0, 0x28, "INITIALIZE FOR LOAD: the card opens a load", nullptr, 0x00},
    Row{0xB0, 0x28, "INITIALIZE FOR PURCHASE: the card opens a settlement", nullptr, 0x01},
    Row{0xB0, 0x2A, "CREDIT FOR LOAD: the card books a load"},
    Row{0xB0, 0x2C, "DEBIT FOR PURCHASE: the card books a settlement"},
    Row{0xB0, 0x26, "GET BALANCE of the medical account"},
    Row{0xB0, 0x2E, "GET TRANSACTION PROOF: whether a transaction was booked"},
    Row{0xB0, 0x56, "UPDATE STARTING DAY of the pay year", nullptr, 0x00},
    Row{0xB0, 0x56, "GET STARTING DAY of the pay year", nullptr, 0x01},
    Row{0x80, 0x5C, "GET BALANCE of the electronic purse"},
    // The PSAM
    Row{0xBF, 0xEC, "INITIALIZE ENVIRONMENT: the PSAM changes its algorithm"},
    Row{0xBF, 0xDE, {}, deliverText},
    Row{0x80, 0xFA, "CIPHER DATA under the session key", nullptr, 0x00},
    Row{0x80, 0xFA, "CIPHER DATA: a MAC under the session key"},
    Row{0x80, 0x70, "INIT SAM FOR PURCHASE: the PSAM consents with MAC1"},
    Row{0x80, 0x72, "CREDIT SAM FOR PURCHASE: the PSAM checks MAC2"},
    // Certificates
    Row{0x00, 0x20, "VERIFY: a PIN of the certificate application, by challenge", nullptr, 0x01},
    Row{0x80, 0xC4, "DIGEST PIN: what a PIN is proven with"},
    Row{0x84, 0xD4, "CHANGE MASTER KEY, enciphered, under MAC"},
    Row{0x84, 0x5E, "CHANGE PIN of the certificate application, enciphered, under MAC"},
    Row{0x80, 0x40, "GENERATE KEY PAIR: for signing"},
    Row{0x80, 0xC9, "EXPORT PUBLIC KEY: which pair", nullptr, 0x82, 0x00},
    Row{0x80, 0xC9, "EXPORT PUBLIC KEY: the point", nullptr, 0x82, 0x80},
    Row{0x80, 0x4E, "OPEN ENVELOPE: a session key, enciphered for the card"},
    Row{0x80, 0x4A, "IMPORT TRANSPORT KEY, enciphered"},
    Row{0x80, 0xC2, "IMPORT PUBLIC KEY", nullptr, 0x40},
    Row{0x80, 0xC2, "IMPORT PRIVATE KEY, enciphered", nullptr, 0xC0},
    Row{0x00, 0x22, "MANAGE SECURITY ENVIRONMENT: the key to sign with", nullptr, 0x41, 0xB6},
    Row{0x00, 0x22, "MANAGE SECURITY ENVIRONMENT: the key to decipher with", nullptr, 0x41, 0xB8},
    Row{0x00, 0x2A, "COMPUTE DIGITAL SIGNATURE over a digest", nullptr, 0x9E},
    Row{0x00, 0x2A, "DECIPHER", nullptr, 0x80},
};

bool fits(const Row& row, const apdu::Header& header) {
  return row.cla == header.cla && row.ins == header.ins && row.p1.value_or(header.p1) == header.p1 &&
         row.p2.value_or(header.p2) == header.p2;
}

}  // namespace

std::string explainCommand(apdu::ByteView command) {
  const auto decoded = Command::decode(command);
  if (!decoded) return "not a command";
  const apdu::Header& header = decoded->header();
  const auto row =
      std::find_if(kRows.begin(), kRows.end(), [&](const Row& candidate) { return fits(candidate, header); });
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
