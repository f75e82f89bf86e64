#include "hostlib/profile/kiosk_profile.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "hostlib/profile/installed_data.hpp"
#include "hostlib/profile/toml_reader.hpp"

namespace ssc::profile {
namespace {

constexpr std::int64_t kLeastMm = 50, kMostMm = 3000;

template <class Value>
struct Named {
  std::string_view name;
  Value value;
};
constexpr std::array kOrientations{Named{"portrait", Orientation::portrait},
                                   Named{"landscape", Orientation::landscape}};
constexpr std::array kPinPlaces{Named{"pad", PinEntryPlace::pad}, Named{"screen", PinEntryPlace::screen}};
constexpr std::array kPaperWays{Named{"presenter", PaperWay::presenter}, Named{"tray", PaperWay::tray},
                                Named{"open", PaperWay::open}};
constexpr std::array<std::string_view, 2> kBuiltIn{"zh", "en"};
constexpr std::size_t kShortestTag = 2, kLongestTag = 3;  // ISO 639-1 and 639-3

/// One of a list of words; the first of them, and an error, where it is none or missing.
template <class Value, std::size_t size>
Value oneOf(TableReader& in, std::string_view key, const std::array<Named<Value>, size>& rows) {
  const auto text = in.text(key);
  in.require(text.has_value(), key);
  std::string known;
  for (const auto& row : rows) {
    if (text == row.name) return row.value;
    known += (known.empty() ? "" : ", ") + std::string(row.name);
  }
  in.fail(key, "must be one of: " + known);
  return rows.front().value;
}

// A tag becomes part of a file's name.
bool isTag(const std::string& language) {
  return kShortestTag <= language.size() && language.size() <= kLongestTag &&
         std::ranges::all_of(language, [](char c) { return 'a' <= c && c <= 'z'; });
}

void readLanguages(TableReader& in, KioskProfile& profile) {
  profile.languages = in.texts("languages");
  profile.languagePacks = in.text("language_packs").value_or("");
  in.require(!profile.languages.empty(), "languages");
  if (!std::ranges::all_of(profile.languages, isTag))
    in.fail("languages", "must be tags of two or three small letters: zh, en, ug");
  const auto foreign = std::ranges::find_if_not(profile.languages, isBuiltInLanguage);
  if (foreign != profile.languages.end() && profile.languagePacks.empty())
    in.fail("language_packs", "is missing: " + *foreign + " is not built in, as zh and en are");
}

void readKiosk(TableReader& in, KioskProfile& profile) {
  const auto model = in.text("model");
  in.require(model.has_value() && !model->empty(), "model");
  profile.model = model.value_or("");
  profile.label = in.text("label").value_or(profile.model);
  profile.simulated = in.flag("simulated").value_or(false);
  readLanguages(in, profile);
  profile.district = in.text("district").value_or("");
}

void readScreen(TableReader& in, KioskProfile& profile) {
  profile.orientation = oneOf(in, "orientation", kOrientations);
  const auto width = in.number("width_mm", kLeastMm, kMostMm),
             height = in.number("height_mm", kLeastMm, kMostMm);
  if (width.has_value() != height.has_value())
    in.fail(width ? "height_mm" : "width_mm", "is missing beside the other");
  if (!width || !height) return;
  profile.widthMm = static_cast<int>(*width);
  profile.heightMm = static_cast<int>(*height);
  if ((*width < *height) != (profile.orientation == Orientation::portrait))
    in.fail("orientation", "is not how width_mm and height_mm stand");
}

void readReader(TableReader& in, KioskProfile& profile) {
  const auto file = in.text("profile");
  in.require(file.has_value() && !file->empty(), "profile");
  profile.reader = file.value_or("");
}

void readPin(TableReader& in, KioskProfile& profile) {
  profile.pin = oneOf(in, "entry", kPinPlaces);
  if (profile.pin == PinEntryPlace::screen && !profile.simulated)
    in.fail("entry", "\"screen\" is for simulated kiosks only");
}

void readPrinter(TableReader& in, KioskProfile& profile) {
  profile.printer = oneOf(in, "paper", kPaperWays);
}

void readScanner(TableReader&, KioskProfile& profile) {
  profile.scanner = true;
}
void readIdReader(TableReader&, KioskProfile& profile) {
  profile.idReader = true;
}
void readCamera(TableReader&, KioskProfile& profile) {
  profile.camera = true;
}

void readSound(TableReader& in, KioskProfile& profile) {
  profile.volume = static_cast<int>(in.number("volume", 0, 100).value_or(profile.volume));
  profile.earphone = in.text("earphone").value_or("none");
  profile.recordings = in.text("recordings").value_or("");
  const bool known =
      profile.earphone == "none" || profile.earphone == "plugged" || profile.earphone.starts_with('/');
  if (!known) in.fail("earphone", "must be \"none\", \"plugged\", or the path of its switch's socket");
}

void readDoor(TableReader& in, KioskProfile& profile) {
  profile.door = in.text("socket").value_or("");
}

struct Section {
  std::string_view name;
  void (*read)(TableReader&, KioskProfile&);
  bool needed;  ///< else it is left out where nothing is fitted
};
constexpr std::array kSections{
    Section{"kiosk", readKiosk, true},         Section{"screen", readScreen, true},
    Section{"reader", readReader, true},       Section{"pin", readPin, true},
    Section{"printer", readPrinter, false},    Section{"scanner", readScanner, false},
    Section{"id_reader", readIdReader, false}, Section{"camera", readCamera, false},
    Section{"sound", readSound, false},        Section{"door", readDoor, false}};

/// Beside the profile, else among those that are installed.
std::filesystem::path besideOrInstalled(const std::filesystem::path& name,
                                        const std::filesystem::path& profile) {
  if (name.is_absolute()) return name;
  std::error_code ignored;
  auto beside = profile.parent_path() / name;
  return std::filesystem::exists(beside, ignored) ? beside : installedProfiles() / name;
}

}  // namespace

bool isBuiltInLanguage(std::string_view tag) {
  return std::ranges::find(kBuiltIn, tag) != kBuiltIn.end();
}

std::optional<int> KioskProfile::shortSideMm() const {
  if (!widthMm || !heightMm) return std::nullopt;
  return std::min(*widthMm, *heightMm);
}

tl::expected<KioskProfile, FileError> readKioskProfile(const std::filesystem::path& file) {
  const auto root = parseTomlFile(file.string());
  if (!root) return tl::unexpected(root.error());
  KioskProfile profile;
  profile.earphone = "none";
  TableReader top(*root, file.string(), "");
  for (const Section& section : kSections) {
    const toml::table* table = top.table(section.name);
    if (section.needed) top.require(table != nullptr, section.name);
    if (table == nullptr) continue;
    TableReader in(*table, file.string(), std::string(section.name) + ".");
    section.read(in, profile);
    if (const auto error = in.finish()) return tl::unexpected(*error);
  }
  if (const auto error = top.finish()) return tl::unexpected(*error);
  profile.reader = besideOrInstalled(profile.reader, file);
  if (profile.languagePacks.is_relative()) profile.languagePacks = file.parent_path() / profile.languagePacks;
  if (const auto reader = readHardwareProfile(profile.reader); !reader) return tl::unexpected(reader.error());
  return profile;
}

tl::expected<void, FileError> fitTo(const KioskProfile& profile, const std::filesystem::path& file,
                                    Config& config) {
  const auto unnamed = [&](const char* where, const char* what) {
    return tl::unexpected(
        FileError{file.string(), where, std::string("is fitted, and ssc.toml names no ") + what});
  };
  config.hardwareProfile = profile.reader;
  if (profile.pin == PinEntryPlace::pad && config.pinSource.empty())
    return unnamed("pin.entry", "[pin] source");
  if (!profile.scanner) {
    config.codeScanner.clear();
  } else if (config.codeScanner.empty()) {
    return unnamed("scanner", "[codes] scanner");
  }
  if (!profile.printer) {
    config.printer.reset();
    return {};
  }
  if (!config.printer) return unnamed("printer", "[printer] url");
  if (*profile.printer != PaperWay::presenter) config.printer->presenter.clear();
  if (*profile.printer != PaperWay::tray) config.printer->tray.clear();
  if (*profile.printer == PaperWay::presenter && config.printer->presenter.empty())
    return unnamed("printer.paper", "[printer] presenter");
  if (*profile.printer == PaperWay::tray && config.printer->tray.empty())
    return unnamed("printer.paper", "[printer] tray");
  return {};
}

}  // namespace ssc::profile
