// Where the center is, and who this terminal is to it: [office] of ssc.toml, made into values.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace ssc::office {

struct Settings {
  std::string url;          ///< https://host[:port], certificates on both sides
  std::string registerUrl;  ///< the same of the public port; empty: this terminal cannot be registered here
  std::string authority;    ///< PEM file: the only one that may have issued the center's TLS certificate
  std::string centerKey;    ///< file: the SM2 key the center signs with; see readCenterKey()
  std::filesystem::path folder;  ///< of this terminal's identity
  std::string terminal;          ///< 12 digits
  std::string area;              ///< 6 digits
  std::string institution;       ///< 12 characters
  std::string institutionName;   ///< up to 20 characters
  std::string place;             ///< up to 64 characters
  std::string operatorType = "2";
  std::string operatorId, operatorName;  ///< empty: the terminal's number
  std::string version;                   ///< of the software, letters and digits
  std::filesystem::path program;         ///< that is measured at each power-on: measuredProgram()
  std::string tamper = "0";              ///< bits as a decimal number
};

/// What makes the settings unusable: "terminal: must be 12 digits"; empty when nothing does. Reads no file.
std::optional<std::string> mistakeIn(const Settings& settings);

}  // namespace ssc::office
