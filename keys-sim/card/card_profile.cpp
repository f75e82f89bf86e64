#include "keys-sim/card/card_profile.hpp"

#include <algorithm>
#include <charconv>

#include "card-spec/factors.hpp"
#include "card-spec/text.hpp"
#include "keys-sim/keys/test_roots.hpp"
#include "keys-sim/profile/section.hpp"

namespace ssc::sim {
namespace {

using apdu::Bytes;
using cardspec::Algorithm;
using cardspec::Coding;

constexpr std::string_view kHexPrefix = "hex:";

std::optional<unsigned> parseHexNumber(std::string_view text) {
  unsigned value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (text.empty() || fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// A value as people write it: digits for cn, text for an, `hex:…` for anything.
std::optional<Bytes> encodeValue(const std::string& text, Coding coding, std::size_t length) {
  if (text.starts_with(kHexPrefix)) return apdu::fromHex(std::string_view(text).substr(kHexPrefix.size()));
  if (coding == Coding::cn) return cardspec::packDigits(text, length);
  if (coding == Coding::an) return cardspec::toGb18030(text);
  return std::nullopt;
}

void readField(Section& section, const std::string& key, const cardspec::File& file, FileContent& content) {
  const auto tag = parseHexNumber(key);
  const auto* field =
      key.size() == 2 && tag ? cardspec::findField(file, static_cast<std::uint8_t>(*tag)) : nullptr;
  const auto texts = section.stringsOr(key);
  if (!field) return section.fail(key, "this file has no such tag");
  if (texts.size() > field->occurrences) return section.fail(key, "more occurrences than the file has");
  for (const auto& text : texts) {
    const auto value = encodeValue(text, field->coding, field->length);
    if (!value) return section.fail(key, "not a value of this field (digits, text, or hex:…)");
    if (value->size() > field->length)
      return section.fail(key, "longer than " + std::to_string(field->length) + " bytes");
    content.values[field->tag].push_back(*value);
  }
}

void readRows(Section& section, const cardspec::File& file, FileContent& content) {
  for (const auto& text : section.stringsOr("rows")) {
    const auto row = apdu::fromHex(text);
    if (!row || row->size() != file.size)
      return section.fail("rows", "each row must be " + std::to_string(file.size) + " bytes in hexadecimal");
    content.rows.push_back(*row);
  }
  if (content.rows.size() > file.records) section.fail("rows", "more rows than the file keeps");
}

void readData(Section& section, const cardspec::File& file, FileContent& content) {
  const auto data = apdu::fromHex(section.stringOr("data", ""));
  if (!data || data->size() > file.size)
    return section.fail("data", "must be at most " + std::to_string(file.size) + " bytes in hexadecimal");
  content.data = *data;
}

FileContent readFile(Section section, const cardspec::File& file) {
  FileContent content;
  if (file.type == cardspec::FileType::cyclicRecord) {
    readRows(section, file, content);
  } else if (file.type == cardspec::FileType::transparent) {
    readData(section, file, content);
  } else {
    for (const auto& key : section.keys())
      readField(section, key, file, content);
  }
  section.rejectUnknown();
  return content;
}

void readFiles(Section section, CardProfile& profile) {
  for (const auto& df : section.keys()) {
    Section directory = section.child(df);
    for (const auto& name : directory.keys()) {
      Section inner = directory.child(name);
      const auto fid = parseHexNumber(name);
      const auto* file = fid && *fid <= 0xFFFF
                             ? cardspec::findFile(profile.generation, df, static_cast<std::uint16_t>(*fid))
                             : nullptr;
      if (!file) {
        directory.fail(name, "this generation has no such file");
        return;
      }
      profile.files[{df, file->fid}] = readFile(std::move(inner), *file);
    }
  }
}

// A name goes on in tag 4E where tag 09 is full: the bytes are cut at the field's end, even inside a
// character, and whoever reads joins the bytes first.
void readHolderName(Section holder, CardProfile& profile) {
  const std::string text = holder.stringOr("name", "");
  holder.rejectUnknown();
  const auto* file = cardspec::findFile(profile.generation, "SSSE", 0xEF06);
  const auto* first = file ? cardspec::findField(*file, 0x09) : nullptr;
  const auto* rest = file ? cardspec::findField(*file, 0x4E) : nullptr;
  const auto name = cardspec::toGb18030(text);
  if (!first || !name) return holder.fail("name", "not a text");
  const std::size_t head = std::min<std::size_t>(name->size(), first->length);
  if (name->size() > head + (rest ? rest->length : 0U))
    return holder.fail("name", "longer than the card's fields");
  auto& values = profile.files[{"SSSE", 0xEF06}].values;
  const auto cut = name->begin() + static_cast<std::ptrdiff_t>(head);
  if (head > 0) values[0x09] = {Bytes(name->begin(), cut)};
  if (cut != name->end()) values[0x4E] = {Bytes(cut, name->end())};
}

// The card's place in the key tree is the region its own identification code begins with.
void readRegion(Section& top, CardProfile& profile) {
  const auto& values = profile.files[{"SSSE", 0xEF05}].values;
  const auto code = values.find(0x01);
  if (code == values.end() || code->second.empty() || code->second.front().size() != 16)
    return top.fail("files.SSSE.EF05.01", "the card identification code (16 bytes) is missing");
  profile.region = cardspec::digitsOf(ByteView(code->second.front()).first(3));
  if (!cardspec::provinceFactor(profile.region) || !profile.region.starts_with("9999"))
    top.fail("files.SSSE.EF05.01", "the region must be a test region, 9999xx");
}

void readPin(Section& top, CardProfile& profile) {
  const std::string digits = top.string("pin");
  const bool decimal = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!decimal || digits.size() > 12 || (!digits.empty() && digits.size() < 4))
    return top.fail("pin", "must be 4 to 12 digits, or empty for a card without PIN");
  const auto packed = cardspec::packDigits(digits, (digits.size() + 1) / 2);
  if (packed) profile.pin = crypto::SecretBytes(ByteView(*packed));
}

Algorithm algorithmNamed(const std::string& name) {
  if (name == "sm4") return Algorithm::sm4;
  return name == "ssf33" ? Algorithm::ssf33 : Algorithm::tripleDes;
}

void readIdentity(Section& top, CardProfile& profile) {
  profile.name = top.string("name");
  const bool plain = std::all_of(profile.name.begin(), profile.name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_';
  });
  if (profile.name.empty() || !plain)
    top.fail("name", "must be letters, digits, - and _ (it names the state file)");
  profile.generation = static_cast<cardspec::Generation>(top.integer("generation", 1, 3));
  const auto algorithm = top.string("algorithm");
  if (algorithm == "ssf33") top.fail("algorithm", "SSF33 is not public: no card can compute with it");
  if (algorithm != "3des" && algorithm != "sm4") top.fail("algorithm", "must be one of: 3des, sm4");
  profile.algorithm = algorithmNamed(algorithm);
  profile.announcedAlgorithm =
      algorithmNamed(top.choice("announced-algorithm", {"3des", "ssf33", "sm4"}, algorithm));
  profile.historicalBytes = top.hex("historical-bytes", cardspec::kHistoricalBytes);
}

void readBehaviour(Section& top, CardProfile& profile) {
  profile.atrForm =
      top.choice("atr-form", {"plain", "tck"}, "plain") == "tck" ? AtrForm::withCheckByte : AtrForm::plain;
  readPin(top, profile);
  profile.pinTries = static_cast<unsigned>(top.integer("pin-tries", 1, 15, 6));
  if (top.has("key-tries")) profile.keyTries = static_cast<unsigned>(top.integer("key-tries", 1, 15));
  profile.rootLabel = top.stringOr("root-label", std::string(TestRoots::kDefaultLabel));
  profile.textPadding = top.choice("text-padding", {"00", "20"}, "00") == "20" ? 0x20 : 0x00;
  profile.hasDir = top.booleanOr("dir", true);
}

ProfileResult<CardProfile> readProfile(const toml::table& table, const std::string& file) {
  Section top(table, file);
  CardProfile profile;
  readIdentity(top, profile);
  readBehaviour(top, profile);
  Section files = top.child("files");
  Section holder = top.child("holder");
  top.rejectUnknown();
  if (!top.error()) readFiles(std::move(files), profile);
  if (!top.error()) readHolderName(std::move(holder), profile);
  if (!top.error()) readRegion(top, profile);
  if (top.error()) return tl::unexpected(*top.error());
  return profile;
}

}  // namespace

ProfileResult<CardProfile> parseCardProfile(std::string_view toml, const std::string& nameForErrors) {
  const auto table = parseToml(toml, nameForErrors);
  if (!table) return tl::unexpected(table.error());
  return readProfile(*table, nameForErrors);
}

ProfileResult<CardProfile> loadCardProfile(const std::string& path) {
  const auto table = parseTomlFile(path);
  if (!table) return tl::unexpected(table.error());
  return readProfile(*table, path);
}

}  // namespace ssc::sim
