#include "kiosk-app/settings.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>

#include "hostlib/profile/kiosk_profile.hpp"
#include "kiosk-app/languages.hpp"

namespace ssc::kiosk {
namespace {

constexpr double kMostMm = 3000;
// What screens of kiosks can be: 7 to 65 inches, 40 to 300 dots an inch.
constexpr double kUsualShortSideMm = 268, kLeastShortSideMm = 80, kMostShortSideMm = 820;
constexpr double kLeastDensity = 1.5, kMostDensity = 12, kMostSkew = 0.1;

/// As they were given; what was not is the profile's to say, and then a default.
struct Words {
  std::string district, layout, pin, language, profile, mode = "public";
};

void add(CLI::App& app, Words& words, Settings& settings) {
  app.add_option("--district", words.district, "what this site offers: a district profile");
  app.add_option("--layout", words.layout)->check(CLI::IsMember({"portrait", "landscape"}));
  app.add_option("--pin", words.pin, "where PINs are entered; the profile's by default, else the district's")
      ->check(CLI::IsMember({"pad", "screen"}));
  app.add_option("--language", words.language, "of the first page, one of the profile's");
  app.add_option("--profile", words.profile, "hardware profile of this kiosk (TOML)");
  app.add_option("--mode", words.mode)->check(CLI::IsMember({"public"}));
  app.add_option("--short-side-mm", settings.shortSideMm, "shorter side of the screen, millimetres")
      ->check(CLI::Range(50.0, kMostMm));
  app.add_option("--camera", settings.camera,
                 "simulated camera: a file of \"likeness PERCENT\", \"alive yes\" (proof_devices.hpp)");
  app.add_option("--id-reader", settings.idReader,
                 "simulated id-card reader: a file of \"number …\", \"name …\", \"expires …\"");
  app.add_flag("--windowed", settings.windowed, "in a window, not on the whole screen");
  app.add_option("--keeper-fd", settings.keeper)->group("");
  app.add_flag("--awaited", settings.awaited)->group("");
}

void fill(std::string& word, std::string_view otherwise) {
  if (word.empty()) word = otherwise;
}

/// What was not given on the command line, from the profile.
tl::expected<void, std::string> applyProfile(Words& words, Settings& settings) {
  const auto profile = profile::readKioskProfile(words.profile);
  if (!profile) return tl::unexpected(profile.error().text());
  if (const auto fits = profile::fitTo(*profile, words.profile, settings.config); !fits)
    return tl::unexpected(fits.error().text());
  fill(words.district, profile->district);
  fill(words.layout, profile->orientation == profile::Orientation::landscape ? "landscape" : "portrait");
  fill(words.pin, profile->pin == profile::PinEntryPlace::screen ? "screen" : "pad");
  fill(words.language, profile->languages.front());
  if (!settings.shortSideMm) settings.shortSideMm = profile->shortSideMm();
  settings.languages = profile->languages;
  settings.languagePacks = profile->languagePacks;
  settings.volume = profile->volume;
  settings.earphone = profile->earphone;
  settings.recordings = profile->recordings;
  settings.door = profile->door;
  if (!profile->camera) settings.camera.clear();
  if (!profile->idReader) settings.idReader.clear();
  return {};
}

tl::expected<void, std::string> checkLanguages(const Settings& settings) {
  if (std::ranges::find(settings.languages, settings.language) == settings.languages.end())
    return tl::unexpected("--language " + settings.language + ": the profile does not offer it");
  if (const auto file = withoutTexts(settings.languages, settings.languagePacks))
    return tl::unexpected(file->string() + ": no texts in this language are there");
  return {};
}

tl::expected<void, std::string> apply(Words& words, Settings& settings) {
  auto config = profile::loadConfig();
  if (!config) return tl::unexpected(config.error().text());
  settings.config = std::move(*config);
  settings.config.pinGuessable = false;
  if (!words.profile.empty()) {
    if (auto done = applyProfile(words, settings); !done) return done;
  }
  fill(words.district, "liangping");
  fill(words.language, "zh");
  settings.district = catalogue::findDistrict(words.district);
  if (settings.district == nullptr) return tl::unexpected("--district " + words.district + ": there is none");
  if (words.layout == "landscape") settings.size.transpose();
  settings.pin = settings.district->pin;
  if (!words.pin.empty())
    settings.pin = words.pin == "screen" ? catalogue::PinEntry::screen : catalogue::PinEntry::pad;
  settings.language = words.language;
  return checkLanguages(settings);
}

}  // namespace

double shortSideOf(const Settings& settings, QSizeF screenMm, QSize screenPixels) {
  if (settings.shortSideMm) return *settings.shortSideMm;
  if (settings.windowed || screenPixels.isEmpty() || screenMm.isEmpty()) return kUsualShortSideMm;
  // Displays that know nothing of themselves say 0, a made-up density, or one that differs by direction.
  const double across = screenPixels.width() / screenMm.width(),
               down = screenPixels.height() / screenMm.height();
  const double side = std::min(screenMm.width(), screenMm.height());
  const bool square = std::abs(across / down - 1) < kMostSkew;
  const bool usual = kLeastDensity <= across && across <= kMostDensity && kLeastShortSideMm <= side;
  return square && usual && side <= kMostShortSideMm ? side : kUsualShortSideMm;
}

tl::expected<Settings, std::string> readSettings(int argc, char** argv) {
  CLI::App app("The kiosk's screen for one visit");
  Words words;
  Settings settings;
  add(app, words, settings);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return tl::unexpected(app.help());
  } catch (const CLI::ParseError& error) {
    return tl::unexpected(std::string(error.what()));
  }
  if (auto done = apply(words, settings); !done) return tl::unexpected(done.error());
  return settings;
}

}  // namespace ssc::kiosk
