#include "hostlib/card/card.hpp"

#include <algorithm>

#include "card-spec/text.hpp"
#include "hostlib/card/fci.hpp"
#include "hostlib/card/files.hpp"

namespace ssc::card {
namespace {

constexpr std::uint16_t kIssuerFile = 0xEF05;
constexpr std::uint8_t kCardIdTag = 0x01;
constexpr std::uint8_t kVersionTag = 0x03;
constexpr std::uint8_t kNameTag = 0x09;
constexpr std::uint8_t kNameExtensionTag = 0x4E;
constexpr std::size_t kRegionDigits = 6;
constexpr std::array<std::uint8_t, 2> kMemoryCardStart{0x3B, 0x04};

// Synchronous memory cards as readers present them (3B 04 …): they hold no files.
bool isMemoryCard(const apdu::Atr& atr) {
  return atr.bytes().size() >= kMemoryCardStart.size() &&
         std::equal(kMemoryCardStart.begin(), kMemoryCardStart.end(), atr.bytes().begin());
}

// ISO/IEC 7816-3 §10.3.3: SW1 is 6x or 9x. Anything else is no status word, and must never become a result.
bool isStatus(apdu::StatusWord sw) {
  return (sw.sw1() & 0xF0) == 0x60 || (sw.sw1() & 0xF0) == 0x90;
}

cardspec::Generation generationOf(const Records& issuer) {
  const apdu::ByteView version = issuer.text(kVersionTag);
  if (!version.empty() && (version[0] == '2' || version[0] == '3')) {
    return static_cast<cardspec::Generation>(version[0] - '0');
  }
  return cardspec::Generation::one;  // blank and unknown versions are handled as 1.0
}

std::optional<std::string> regionOf(const Records& issuer) {
  std::string code = issuer.hex(kCardIdTag).substr(0, kRegionDigits);
  const bool decimal = code.size() == kRegionDigits &&
                       std::all_of(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!decimal) return std::nullopt;
  return code;
}

// Cards that do not state an algorithm: SSF33 where the region begins with 11, 3DES elsewhere.
cardspec::Algorithm impliedAlgorithm(const std::string& region) {
  return region.starts_with("11") ? cardspec::Algorithm::ssf33 : cardspec::Algorithm::tripleDes;
}

Result<Block8> blockFrom(const apdu::Response& response, std::string_view where) {
  Block8 block{};
  if (response.data().size() != block.size()) return tl::unexpected(dataError(std::string(where)));
  std::copy(response.data().begin(), response.data().end(), block.begin());
  return block;
}

}  // namespace

std::string_view meaningOf(apdu::StatusWord sw) {
  for (const cardspec::StatusRow& row : cardspec::statusRows()) {
    if ((sw.value() & row.mask) == row.value) return row.meaning;
  }
  return apdu::meaningOf(sw);
}

std::string placeOf(const cardspec::File& file) {
  const std::array<std::uint8_t, 2> fid{static_cast<std::uint8_t>(file.fid >> 8),
                                        static_cast<std::uint8_t>(file.fid & 0xFF)};
  return std::string(file.df) + "/" + apdu::toHex(fid);
}

Result<apdu::Response> Card::send(const apdu::Command& command, std::string_view where) {
  auto response = session_.transmit(command);
  if (!response) return tl::unexpected(channelError(std::string(where), response.error()));
  if (!isStatus(response->sw())) return tl::unexpected(dataError(std::string(where)));
  if (!response->ok()) return tl::unexpected(statusError(std::string(where), response->sw()));
  return std::move(*response);
}

Result<apdu::Bytes> Card::selectEnvironment(std::optional<std::size_t> expected) {
  if (isMemoryCard(atr_)) return tl::unexpected(Error{Fault::wrongCard, "reset", {}, {}});
  auto response = selectByName(*this, cardspec::findApplication("SSSE")->name, "SELECT SSSE", expected);
  if (!response) {
    if (response.error().sw == apdu::sw::kFileNotFound) response.error().fault = Fault::wrongCard;
    return tl::unexpected(response.error());
  }
  return std::move(*response).takeData();
}

Result<void> Card::enterEnvironment() {
  const auto selected = selectEnvironment(std::nullopt);
  if (!selected) return tl::unexpected(selected.error());
  return {};
}

Result<Identity> Card::recognise() {
  const auto fciBytes = selectEnvironment(apdu::Command::kMaxShortExpected);
  if (!fciBytes) return tl::unexpected(fciBytes.error());
  const auto fci = parseFci(*fciBytes);
  if (!fci) return tl::unexpected(dataError("FCI of SSSE"));

  // EF05 is the same in every generation: free to read, so the newest row serves.
  auto issuer = readAll(*cardspec::findFile(cardspec::Generation::three, "SSSE", kIssuerFile));
  if (!issuer) return tl::unexpected(issuer.error());
  const auto region = regionOf(*issuer);
  const apdu::ByteView historical = atr_.historicalBytes();
  const auto factor = cardspec::cardFactor(historical);
  if (!region) return tl::unexpected(Error{Fault::badCardId, "SSSE/EF05", {}, {}});
  if (!factor) return tl::unexpected(dataError("historical bytes"));

  Identity identity;
  identity.generation = generationOf(*issuer);
  identity.algorithm = fci->algorithm.value_or(impliedAlgorithm(*region));
  identity.region = *region;
  identity.historicalBytes.assign(historical.begin(), historical.end());
  identity.answerToReset = atr_.bytes();
  identity.cardFactor = *factor;
  identity.issuer = std::move(*issuer);
  return identity;
}

Result<Block8> Card::challenge() {
  const auto response = send(apdu::Command::getChallenge(Block8{}.size()), "GET CHALLENGE");
  if (!response) return tl::unexpected(response.error());
  return blockFrom(*response, "GET CHALLENGE");
}

Result<Block8> Card::internalAuthenticate(const Block8& factor, const Block8& data) {
  constexpr std::string_view kWhere = "INTERNAL AUTHENTICATE";
  const auto response =
      send(apdu::Command::internalAuthenticate(apdu::join({factor, data}), Block8{}.size()), kWhere);
  if (!response) return tl::unexpected(response.error());
  return blockFrom(*response, kWhere);
}

Result<void> Card::externalAuthenticate(std::uint8_t kid, const Block8& authentication, const Block8& data) {
  const auto response = send(apdu::Command::externalAuthenticate(kid, apdu::join({authentication, data})),
                             "EXTERNAL AUTHENTICATE");
  if (!response) return tl::unexpected(response.error());
  return {};
}

Result<Records> Card::readAll(const cardspec::File& file) {
  Navigation here(*this, file.df);
  return card::readAll(here, file);
}

apdu::Bytes joinedName(const Records& holder) {
  // Padding can stand between the two parts only when nothing continues the name, but some issuers pad each
  // part.
  const apdu::ByteView head = holder.text(kNameTag);
  const apdu::ByteView tail = holder.text(kNameExtensionTag);
  return apdu::join({head, tail});
}

}  // namespace ssc::card
