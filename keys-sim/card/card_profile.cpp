#include "keys-sim/card/card_profile.hpp"

#include <algorithm>

#include "card-spec/factors.hpp"
#include "card-spec/text.hpp"
#include "keys-sim/card/medical/amount_profile.hpp"
#include "keys-sim/card/pki/read_profile.hpp"
#include "keys-sim/keys/test_roots.hpp"
#include "keys-sim/profile/section.hpp"

namespace ssc::sim {
namespace {

using apdu::Bytes;
using cardspec::Algorithm;

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
      profile.files[{df, file->fid}] = readFileContent(std::move(inner), *file, profile.textPadding);
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
  profile.amounts = medical::readAmounts(top.child("amounts"));
  profile.recordSpare = static_cast<std::size_t>(top.integer("record-spare", 0, 1024, 64));
}

ProfileResult<CardProfile> readProfile(const toml::table& table, const std::string& file) {
  Section top(table, file);
  CardProfile profile;
  readIdentity(top, profile);
  readBehaviour(top, profile);
  Section files = top.child("files");
  Section holder = top.child("holder");
  const std::string holderName = holder.stringOr("name", "");
  Section certificates = top.child("pki");
  top.rejectUnknown();
  if (!top.error()) readFiles(std::move(files), profile);
  if (!top.error()) readHolderName(std::move(holder), profile);
  if (!top.error()) readRegion(top, profile);
  if (!top.error() && top.has("pki")) pki::readProfile(std::move(certificates), profile, holderName);
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
