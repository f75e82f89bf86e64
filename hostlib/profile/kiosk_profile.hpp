// A kiosk model: its screen, and what is fitted around it. Read from hw-profiles/kiosk-*.toml. Where the
// devices are reached stands in ssc.toml: the profile says what there is, the site says where.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "hostlib/profile/config.hpp"

namespace ssc::profile {

enum class Orientation : std::uint8_t { portrait, landscape };
enum class PinEntryPlace : std::uint8_t { pad, screen };
/// Where printed pages come out.
enum class PaperWay : std::uint8_t {
  presenter,  ///< held out, and drawn back
  tray,       ///< a tray that tells whether paper lies there
  open,       ///< a tray that tells nothing
};

/// Languages whose texts are part of the kiosk: zh, en.
bool isBuiltInLanguage(std::string_view tag);

struct KioskProfile {
  std::string model, label;
  bool simulated = false;
  std::vector<std::string> languages;   ///< at least one; the first one is the first page's
  std::filesystem::path languagePacks;  ///< folder of the texts of others than zh and en
  std::string district;                 ///< empty: the caller's
  Orientation orientation = Orientation::portrait;
  std::optional<int> widthMm, heightMm;  ///< of what is seen, as it stands; both or none
  std::filesystem::path reader;          ///< profile of its reader
  PinEntryPlace pin = PinEntryPlace::pad;
  std::optional<PaperWay> printer;  ///< none: no printer
  bool scanner = false, idReader = false, camera = false;
  int volume = 50;         ///< percent
  std::string earphone;    ///< "none", "plugged" (always), or the unix socket of its switch
  std::string recordings;  ///< folder of prompts that somebody has read; empty: none
  std::string door;        ///< unix socket of the switch at the cabinet's door; empty: none

  /// Shorter side of the screen.
  [[nodiscard]] std::optional<int> shortSideMm() const;
};

tl::expected<KioskProfile, FileError> readKioskProfile(const std::filesystem::path& file);

/// `config` as this kiosk has it: nothing that is not fitted. An error where ssc.toml does not name what is.
tl::expected<void, FileError> fitTo(const KioskProfile& profile, const std::filesystem::path& file,
                                    Config& config);

}  // namespace ssc::profile
