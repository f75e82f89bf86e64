// ssc.toml: what a site sets. /etc/ssc/ssc.toml first, then ~/.config/ssc/ssc.toml over it; the variable
// SSC_CONFIG names one file instead of both (ignored in setuid programs). Nothing in it weakens a check.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "hostlib/profile/error.hpp"
#include "hostlib/profile/hardware_profile.hpp"

namespace ssc::profile {

enum class Language : std::uint8_t { zh, en };

struct Config {
  std::string deviceNumber;  ///< field 11 of the basic read; at most 32 printable characters, no bar
  std::string readerName;    ///< shell pattern of the PC/SC device; empty = the first that fits
  std::filesystem::path hardwareProfile;  ///< empty = the installed profile that matches the reader
  std::chrono::milliseconds readerWait{
      5000};  ///< how long one call waits for a card that another program holds
  std::chrono::milliseconds callLimit{30000};   ///< deadline of a whole call
  std::filesystem::path traceFile;              ///< masked APDU trace, appended; empty = none
  std::optional<Language> language;             ///< of messages; empty = the caller's default
  std::optional<std::uint32_t> readCardBasCap;  ///< [out_cap] iReadCardBas: bytes, at most 1024

  std::vector<std::string> sources;  ///< the files that were read, in order
};

/// Reads one file over what is already there.
tl::expected<void, FileError> readConfigInto(Config& config, const std::filesystem::path& file);

/// The usual files; missing ones are skipped, but a file named by SSC_CONFIG must be there.
tl::expected<Config, FileError> loadConfig();

/// The profile a configuration names, or the installed one whose patterns fit one of `deviceNames`. A reader
/// that no profile knows is taken for a plain one: slot 0 contact, no SAM.
tl::expected<HardwareProfile, FileError> profileFor(const Config& config,
                                                    const std::vector<std::string>& deviceNames);

}  // namespace ssc::profile
