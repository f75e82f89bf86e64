#include "hostlib/sam/psam.hpp"

#include <algorithm>

#include "hostlib/sam/psam_commands.hpp"

namespace ssc::sam {
namespace {

constexpr std::uint16_t kApplication = 0xDF01;
constexpr std::uint8_t kTerminalNumberSfi = 0x16;
constexpr std::size_t kTerminalNumberBytes = 6;

// DF names of the PSAM's environments differ in one character: "sx1" 3DES, "sx2" SSF33, "sx3" SM4.
apdu::Bytes environmentName(cardspec::Algorithm algorithm) {
  const auto ssse = cardspec::findApplication("SSSE")->name;
  apdu::Bytes name(ssse.begin(), ssse.end());
  name[2] = static_cast<std::uint8_t>('0' + static_cast<int>(algorithm));
  return name;
}

std::uint8_t usageByte(unsigned level, std::uint8_t type) {
  return static_cast<std::uint8_t>(level << 5 | type);
}

bool meansNoEnvironment(apdu::StatusWord sw) {
  return sw == apdu::sw::kFileNotFound || sw == apdu::sw::kNotSupported;
}

// The first level to try: the one that worked before, else the highest.
std::vector<unsigned> levelsToTry(std::optional<unsigned> known, unsigned required) {
  std::vector<unsigned> levels;
  if (known && *known >= required) levels.push_back(*known);
  for (unsigned level = kNationalLevel; level >= required; --level) {
    if (level != known) levels.push_back(level);
  }
  return levels;
}

}  // namespace

unsigned requiredLevel(std::string_view cardRegion, std::string_view terminalNumber) {
  if (cardRegion.substr(0, 6) == terminalNumber.substr(0, 6)) return 1;
  return cardRegion.substr(0, 2) == terminalNumber.substr(0, 2) ? 2 : kNationalLevel;
}

Result<apdu::Response> Psam::send(const apdu::Command& command, std::string_view where) {
  auto response = session_.transmit(command);
  if (!response) return tl::unexpected(Error{Fault::channel, std::string(where), response.error(), {}});
  if (!response->ok()) return tl::unexpected(Error{Fault::status, std::string(where), {}, response->sw()});
  return std::move(*response);
}

Result<void> Psam::open(cardspec::Algorithm algorithm) {
  algorithm_ = algorithm;
  level_.reset();
  const auto environment =
      send(apdu::Command::selectByName(environmentName(algorithm), std::nullopt), "SELECT PSAM environment");
  if (!environment) {
    Error error = environment.error();
    if (meansNoEnvironment(error.sw)) error.fault = Fault::noAlgorithm;
    return tl::unexpected(error);
  }
  if (auto number = readTerminalNumber(); !number) return number;
  const auto application = send(apdu::Command::selectDf(kApplication), "SELECT PSAM application");
  if (!application) return tl::unexpected(application.error());
  return {};
}

Result<void> Psam::readTerminalNumber() {
  constexpr std::string_view kWhere = "PSAM terminal number";
  const auto response =
      send(apdu::Command::readBinaryOf(kTerminalNumberSfi, 0, kTerminalNumberBytes), kWhere);
  if (!response) return tl::unexpected(response.error());
  const std::string digits = apdu::toHex(response->data());
  const bool decimal = digits.size() == 2 * kTerminalNumberBytes &&
                       std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!decimal) return tl::unexpected(Error{Fault::badData, std::string(kWhere), {}, {}});
  terminalNumber_ = digits;
  return {};
}

// A PSAM does not say how many levels its keys have: it refuses the wrong number of factors (6A80) or does
// not find the key under that usage (6A88). Levels below the required one are never tried: a city root would
// make the wrong card key of a foreign card, and a genuine card would look forged.
Result<apdu::Response> Psam::atRightLevel(const CardIdentity& card, std::string_view where,
                                          const Attempt& attempt) {
  bool wrongLevel = false;
  for (const unsigned level : levelsToTry(level_, requiredLevel(card.region, terminalNumber_))) {
    const auto factors = factorsFor(card, level);
    if (!factors) return tl::unexpected(Error{Fault::badData, std::string(where), {}, {}});
    auto response = attempt(level, *factors);
    if (response) {
      level_ = level;
      return response;
    }
    const apdu::StatusWord sw = response.error().sw;
    if (sw != apdu::sw::kWrongData && sw != apdu::sw::kKeyNotFound) return response;
    wrongLevel = wrongLevel || sw == apdu::sw::kWrongData;
  }
  return tl::unexpected(Error{wrongLevel ? Fault::levelTooLow : Fault::noKey, std::string(where), {}, {}});
}

// The session factor is padded with 00 to a block.
Result<void> Psam::deliver(const cardspec::Key& key, std::uint8_t type, const CardIdentity& card,
                           const Block8& sessionFactor) {
  const std::string where = "DELIVERY SESSION KEY " + std::string(key.name);
  const auto delivered = atRightLevel(card, where, [&](unsigned level, const apdu::Bytes& factors) {
    apdu::Bytes data = apdu::join({factors, sessionFactor});
    data.resize(factors.size() + blockSize(), 0);
    return send(deliverSessionKey(usageByte(level, type), key.psamId, data), where);
  });
  if (!delivered) return tl::unexpected(delivered.error());
  return {};
}

Result<Block8> Psam::cipher(const Block8& data) {
  apdu::Bytes block(data.begin(), data.end());
  block.resize(blockSize(), 0);
  const auto response = send(encryptBlocks(block), "CIPHER DATA");
  if (!response) return tl::unexpected(response.error());
  const apdu::Bytes& out = response->data();
  if (out.size() != blockSize()) return tl::unexpected(Error{Fault::badData, "CIPHER DATA", {}, {}});
  Block8 result{};
  for (std::size_t i = 0; i < out.size(); ++i)
    result[i % 8] = static_cast<std::uint8_t>(result[i % 8] ^ out[i]);
  return result;
}

Result<Block8> Psam::authenticationData(const cardspec::Key& key, const CardIdentity& card,
                                        const Block8& factor, const Block8& data) {
  if (const auto delivered = deliver(key, key.psamType, card, factor); !delivered) {
    return tl::unexpected(delivered.error());
  }
  return cipher(data);
}

}  // namespace ssc::sam
