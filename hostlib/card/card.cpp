#include "hostlib/card/card.hpp"

#include <algorithm>

#include "apdu/tlv.hpp"
#include "card-spec/text.hpp"
#include "hostlib/card/fci.hpp"

namespace ssc::card {
namespace {

constexpr std::uint16_t kIssuerFile = 0xEF05;
constexpr std::uint8_t kCardIdTag = 0x01;
constexpr std::uint8_t kVersionTag = 0x03;
constexpr std::uint8_t kNameTag = 0x09;
constexpr std::uint8_t kNameExtensionTag = 0x4E;
constexpr std::size_t kRegionDigits = 6;
constexpr std::size_t kMostRecords = 0xFE;  // ISO/IEC 7816-4 §7.3.1: record numbers are 01…FE
constexpr std::array<std::uint8_t, 2> kMemoryCardStart{0x3B, 0x04};

// Synchronous memory cards as readers present them (3B 04 …): they hold no files.
bool isMemoryCard(const apdu::Atr& atr) {
  return atr.bytes().size() >= kMemoryCardStart.size() &&
         std::equal(kMemoryCardStart.begin(), kMemoryCardStart.end(), atr.bytes().begin());
}

std::uint8_t sfiOf(const cardspec::File& file) {
  return static_cast<std::uint8_t>(file.fid & 0x1F);
}

std::size_t recordBytes(const cardspec::Field& field) {
  return static_cast<std::size_t>(field.occurrences) * (2U + field.length);
}

std::size_t recordCount(const cardspec::File& file) {
  std::size_t total = 0;
  for (const cardspec::Field& field : file.fields)
    total += field.occurrences;
  return total;
}

std::size_t wholeFileBytes(const cardspec::File& file) {
  std::size_t total = 0;
  for (const cardspec::Field& field : file.fields)
    total += recordBytes(field);
  return total;
}

// READ RECORD by number in "from P1 to the last" mode is optional in ISO/IEC 7816-4: these answers mean "not
// here".
bool meansModeUnknown(apdu::StatusWord sw) {
  return sw == apdu::sw::kWrongP1P2 || sw == apdu::sw::kNotSupported || sw == apdu::sw::kWrongLength;
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

// A record that is longer than the map says comes cut off: asked for with the largest Le, a card gives all of
// it (or names the right Le).
Result<void> Card::readInto(Records& into, const apdu::Command& command, std::string_view where) {
  auto response = send(command, where);
  if (!response) return tl::unexpected(response.error());
  auto added = into.add(response->data());
  if (!added && added.error().fault == apdu::ParseFault::truncated) {
    response = send(command.withExpected(apdu::Command::kMaxShortExpected), where);
    if (!response) return tl::unexpected(response.error());
    added = into.add(response->data());
  }
  if (!added) return tl::unexpected(dataError(std::string(where)));
  return {};
}

Result<apdu::Bytes> Card::selectEnvironment() {
  constexpr std::string_view kWhere = "SELECT SSSE";
  const auto command = apdu::Command::selectByName(cardspec::findApplication("SSSE")->name);
  auto response = send(command, kWhere);
  if (!response && response.error().sw == apdu::sw::kFileNotFound) {
    // Some cards find the name only from the MF.
    if (auto mf = send(apdu::Command::selectMf(), "SELECT MF"); !mf && mf.error().fault == Fault::channel) {
      return tl::unexpected(mf.error());
    }
    response = send(command, kWhere);
  }
  if (!response) {
    if (response.error().sw == apdu::sw::kFileNotFound) response.error().fault = Fault::wrongCard;
    return tl::unexpected(response.error());
  }
  return std::move(*response).takeData();
}

Result<Identity> Card::recognise() {
  if (isMemoryCard(atr_)) return tl::unexpected(Error{Fault::wrongCard, "reset", {}, {}});
  const auto fciBytes = selectEnvironment();
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
  Records records;
  const auto whole = readByNumbers(file, records);
  if (!whole) return tl::unexpected(whole.error());
  if (*whole) return records;
  if (const auto single = readByTags(file, records); !single) return tl::unexpected(single.error());
  return records;
}

// Asks for all records at once, as many whole ones as fit a response, and goes on behind the last. False: the
// card does not know this mode.
Result<bool> Card::readByNumbers(const cardspec::File& file, Records& into) {
  const std::string where = placeOf(file);
  const std::size_t whole = wholeFileBytes(file);
  while (into.count() < std::min<std::size_t>(recordCount(file), kMostRecords)) {
    const std::size_t before = into.count();
    const std::size_t left = whole - std::min(whole - 1, into.bytes());
    const std::size_t expected = std::min<std::size_t>(left, apdu::Command::kMaxShortExpected);
    const auto number = static_cast<std::uint8_t>(before + 1);
    const auto read = readInto(into, apdu::Command::readRecordsFrom(number, sfiOf(file), expected), where);
    if (!read && before == 0 && meansModeUnknown(read.error().sw)) return false;
    if (!read && read.error().sw == apdu::sw::kRecordNotFound) return true;
    if (!read) return tl::unexpected(read.error());
    if (into.count() == before) return tl::unexpected(dataError(where));
  }
  return true;
}

Result<void> Card::readByTags(const cardspec::File& file, Records& into) {
  const std::string where = placeOf(file);
  for (const cardspec::Field& field : file.fields) {
    const auto command = apdu::Command::readRecordByIdentifier(field.tag, sfiOf(file), 2U + field.length);
    const auto read = readInto(into, command, where);
    if (!read && read.error().sw != apdu::sw::kRecordNotFound) return tl::unexpected(read.error());
  }
  return {};
}

apdu::Bytes joinedName(const Records& holder) {
  // Padding can stand between the two parts only when nothing continues the name, but some issuers pad each
  // part.
  const apdu::ByteView head = holder.text(kNameTag);
  const apdu::ByteView tail = holder.text(kNameExtensionTag);
  return apdu::join({head, tail});
}

}  // namespace ssc::card
