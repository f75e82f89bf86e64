// ssc.toml: what a site sets. /etc/ssc/ssc.toml first, then ~/.config/ssc/ssc.toml over it; the variable
// SSC_CONFIG names one file instead of both (ignored in setuid programs). Nothing in it weakens a check.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "hostlib/profile/error.hpp"
#include "hostlib/profile/hardware_profile.hpp"

namespace ssc::profile {

enum class Language : std::uint8_t { zh, en };

/// What a file that asks for PIN and key is shown first.
enum class PinAndKeyOrder : std::uint8_t { pinFirst, keyFirst };

/// Field 6 of the basic read: the historical bytes, or, as some regional libraries have it, the whole ATR.
enum class AtrField : std::uint8_t { historical, whole };

/// [hsm]: a security module behind the network, for what the PSAM cannot do.
struct HsmConfig {
  std::string url;  ///< https://host[:port]; empty: key references only
  std::string authority, certificate,
      key;  ///< PEM files: who may have issued its certificate; what proves us
  /// [hsm.keys."999900"]: by the beginning of the region (2, 4, 6 digits), then by the key's name: its
  /// reference, 1 to 16 characters.
  std::map<std::string, std::map<std::string, std::string>> keys;
  std::chrono::milliseconds connectLimit{3000};
  std::chrono::milliseconds totalLimit{10000};
};

/// [office]: the center, and who this terminal is to it.
struct OfficeConfig {
  std::string url;          ///< https://host[:port], certificates on both sides
  std::string registerUrl;  ///< the same of the public port, for the registration; empty: none
  std::string authority;    ///< PEM file: who may have issued the center's certificate
  std::string centerKey;    ///< file: the center's SM2 key, a point in hexadecimal or a certificate in PEM
  std::string folder;       ///< keys, certificates and counters of this terminal
  std::string terminal;     ///< 12 digits
  std::string area;         ///< 6 digits: where people are served
  std::string institution;  ///< 12 digits and capital letters
  std::string institutionName, place;
  std::string operatorType = "2";        ///< 1 clerk, 2 self-service, 3 mobile
  std::string operatorId, operatorName;  ///< empty: the terminal's number
};

/// [printer]: the kiosk's printer for A4, and what is fitted around its tray.
struct PrinterConfig {
  std::string url;        ///< ipp://host[:port]/…: the printer itself, or a queue of cupsd
  std::string socket;     ///< unix socket of that cupsd; empty: the host of the URL
  std::string device;     ///< the printer behind cupsd; empty: `url`
  std::string slips;      ///< ipp://…: the printer of receipts; empty: `url`
  std::string presenter;  ///< unix socket of the presenter port; empty: none fitted
  std::string tray;       ///< unix socket of the tray's sensor; empty: none fitted
};

struct Config {
  std::string deviceNumber;  ///< field 11 of the basic read; at most 32 printable characters, no bar
  std::string readerName;    ///< shell pattern of the PC/SC device; empty = the first that fits
  std::filesystem::path hardwareProfile;  ///< empty = the installed profile that matches the reader
  std::chrono::milliseconds readerWait{
      5000};  ///< how long one call waits for a card that another program holds
  std::chrono::milliseconds callLimit{30000};  ///< deadline of a whole call
  std::filesystem::path traceFile;             ///< masked APDU trace, appended; empty = none
  std::optional<Language> language;            ///< of messages; empty = the caller's default
  /// [out_cap]: bytes that the callers of a standard function provide, by its name; at most its class.
  std::map<std::string, std::uint32_t, std::less<>> outCaps;
  bool basicStep1HasTerminal = false;        ///< [compat] a ninth field in the first step of the basic read
  AtrField atrField = AtrField::historical;  ///< [compat] field 6 of the basic read

  /// Where PINs come from: "reader", "pad:<socket>", "prompt"; empty = nowhere.
  std::string pinSource;
  unsigned pinLeast = 4, pinMost = 12;  ///< digits, inside 4…12
  bool pinGuessable = true;             ///< a new PIN may be a run or a repetition; a kiosk never takes one
  std::chrono::milliseconds pinEntryLimit{30000};  ///< how long one entry may take
  PinAndKeyOrder pinAndKeyOrder = PinAndKeyOrder::pinFirst;
  std::chrono::milliseconds reinsertWait{
      15000};  ///< how long a debit waits for the same card after losing it
  std::optional<HsmConfig> hsm;
  /// Whether there is one to speak to: callers with a back office of their own configure key references only.
  [[nodiscard]] bool hasHsm() const { return hsm && !hsm->url.empty(); }
  std::chrono::milliseconds hsmSession{60000};  ///< how long a card is held for the next HSM step
  bool pkiEnabled = false;                      ///< PKI_SignData, PKI_VerifySign
  std::optional<OfficeConfig> office;
  /// [codes] scanner: where the codes of phones come from: tty:<device>, a PNG file, a folder of them.
  std::string codeScanner;
  /// [codes] picture: the PNG file in which a code for phones is drawn; empty: only on the terminal.
  std::string codePicture;
  std::optional<PrinterConfig> printer;

  std::vector<std::string> sources;  ///< the files that were read, in order
};

/// Reads one file over what is already there.
tl::expected<void, FileError> readConfigInto(Config& config, const std::filesystem::path& file);

/// The usual files; missing ones are skipped, but a file named by SSC_CONFIG must be there.
tl::expected<Config, FileError> loadConfig();

/// The unix socket in a PIN source that names a pad beside the reader, "pad:<socket>".
std::optional<std::string> padSocket(std::string_view pinSource);

/// The profile a configuration names, or the installed one whose patterns fit one of `deviceNames`. A reader
/// that no profile knows is taken for a plain one: slot 0 contact, no SAM.
tl::expected<HardwareProfile, FileError> profileFor(const Config& config,
                                                    const std::vector<std::string>& deviceNames);

}  // namespace ssc::profile
