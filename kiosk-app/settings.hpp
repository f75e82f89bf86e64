// What this kiosk is: the terminal's configuration, its district, its screen.
#pragma once

#include <QSize>
#include <QSizeF>
#include <filesystem>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "hostlib/catalogue/district.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::kiosk {

struct Settings {
  profile::Config config;
  const catalogue::District* district = nullptr;
  catalogue::PinEntry pin = catalogue::PinEntry::pad;
  QSize size{1080, 1920};  ///< of the window, pixels
  /// Of the screen: sizes of letters and targets are millimetres. Nothing: as the display says it.
  std::optional<double> shortSideMm;
  std::string language = "zh";  ///< of the first page
  std::vector<std::string> languages{"zh", "en"};
  std::filesystem::path languagePacks;  ///< folder of the texts of others (languages.hpp)
  bool windowed = false;
  bool awaited = false;                    ///< shown as soon as it is ready: no frame is painted before
  int volume = 50;                         ///< percent
  std::string earphone = "none";           ///< "none", "plugged", or the unix socket of its switch
  std::string recordings;                  ///< folder of prompts that somebody has read; empty: none
  std::filesystem::path camera, idReader;  ///< simulated: files that say what they see; empty: none fitted
  std::string door;  ///< unix socket of the switch at the cabinet's door; empty: none fitted
  int keeper = -1;   ///< socket to the program that watches over this one; -1: none
};

/// Where nobody says how large the screen is: the display's own word where it can be true, else a usual
/// screen. `screenMm`, `screenPixels`: as the display has them.
double shortSideOf(const Settings& settings, QSizeF screenMm, QSize screenPixels);

/// Reads the command line and ssc.toml; the text of an error names what is wrong, and where.
tl::expected<Settings, std::string> readSettings(int argc, char** argv);

}  // namespace ssc::kiosk
