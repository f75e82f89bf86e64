#include "hostlib/profile/config.hpp"

#include <algorithm>
#include <cstdlib>

#include "hostlib/profile/hsm_section.hpp"
#include "hostlib/profile/installed_data.hpp"
#include "hostlib/profile/interface_section.hpp"
#include "hostlib/profile/office_section.hpp"
#include "hostlib/profile/toml_reader.hpp"

namespace ssc::profile {
namespace {

constexpr std::int64_t kMaxWaitMs = 600'000;
constexpr std::size_t kMaxDeviceNumber = 32;
constexpr std::int64_t kLeastDigits = 4, kMostDigits = 12;  // ISO 9564-1

bool isDeviceNumber(const std::string& text) {
  return text.size() <= kMaxDeviceNumber &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F && c != '|'; });
}

void readTerminal(TableReader& in, Config& config) {
  if (auto number = in.text("device_number")) {
    if (!isDeviceNumber(*number))
      in.fail("device_number", "must be at most 32 printable characters without |");
    config.deviceNumber = std::move(*number);
  }
  if (const auto language = in.text("language")) {
    if (*language != "zh" && *language != "en") in.fail("language", "must be zh or en");
    config.language = *language == "zh" ? Language::zh : Language::en;
  }
}

void readReader(TableReader& in, Config& config) {
  if (auto name = in.text("name")) config.readerName = std::move(*name);
  if (auto profile = in.text("profile")) config.hardwareProfile = std::move(*profile);
  if (const auto ms = in.number("wait_ms", 0, kMaxWaitMs)) config.readerWait = std::chrono::milliseconds(*ms);
  if (const auto ms = in.number("call_limit_ms", 100, kMaxWaitMs))
    config.callLimit = std::chrono::milliseconds(*ms);
}

void readTrace(TableReader& in, Config& config) {
  if (auto file = in.text("file")) config.traceFile = std::move(*file);
}

bool isPinSource(const std::string& text) {
  return text == "reader" || text == "prompt" || padSocket(text);
}

void readPin(TableReader& in, Config& config) {
  if (auto source = in.text("source")) {
    if (!isPinSource(*source)) in.fail("source", "must be \"reader\", \"prompt\" or \"pad:<socket>\"");
    config.pinSource = std::move(*source);
  }
  if (const auto digits = in.number("least", kLeastDigits, kMostDigits))
    config.pinLeast = static_cast<unsigned>(*digits);
  if (const auto digits = in.number("most", kLeastDigits, kMostDigits))
    config.pinMost = static_cast<unsigned>(*digits);
  if (config.pinLeast > config.pinMost) in.fail("least", "must not be more than most");
  if (const auto guessable = in.flag("guessable")) config.pinGuessable = *guessable;
  if (const auto ms = in.number("entry_ms", 1000, kMaxWaitMs))
    config.pinEntryLimit = std::chrono::milliseconds(*ms);
  if (const auto order = in.text("with_key")) {
    if (*order != "pin-first" && *order != "key-first") in.fail("with_key", "must be pin-first or key-first");
    config.pinAndKeyOrder = *order == "key-first" ? PinAndKeyOrder::keyFirst : PinAndKeyOrder::pinFirst;
  }
}

void readDebit(TableReader& in, Config& config) {
  if (const auto ms = in.number("reinsert_ms", 0, kMaxWaitMs))
    config.reinsertWait = std::chrono::milliseconds(*ms);
}

void readPki(TableReader& in, Config& config) {
  if (const auto enabled = in.flag("enabled")) config.pkiEnabled = *enabled;
}

void readCodes(TableReader& in, Config& config) {
  if (auto source = in.text("scanner")) config.codeScanner = std::move(*source);
  if (auto file = in.text("picture")) config.codePicture = std::move(*file);
}

void readPrinter(TableReader& in, Config& config) {
  PrinterConfig printer = config.printer.value_or(PrinterConfig{});
  const auto take = [&](const char* key, std::string& value) {
    if (auto text = in.text(key)) value = std::move(*text);
  };
  take("url", printer.url);
  take("socket", printer.socket);
  take("device", printer.device);
  take("slips", printer.slips);
  take("presenter", printer.presenter);
  take("tray", printer.tray);
  in.require(printer.url.starts_with("ipp://") || printer.url.starts_with("ipps://"), "url");
  config.printer = std::move(printer);
}

struct Section {
  std::string_view name;
  void (*read)(TableReader&, Config&);
};
constexpr std::array kSections{
    Section{"reader", readReader}, Section{"trace", readTrace},    Section{"pin", readPin},
    Section{"debit", readDebit},   Section{"pki", readPki},        Section{"out_cap", readOutCap},
    Section{"compat", readCompat}, Section{"hsm", readHsm},        Section{"office", readOffice},
    Section{"codes", readCodes},   Section{"printer", readPrinter}};

HardwareProfile plainReader() {
  HardwareProfile profile;
  profile.model = "unknown";
  profile.label = "reader without a hardware profile";
  profile.pcscNames = {"*"};
  profile.slots = {Slot{0, SlotRole::contact}};
  return profile;
}

std::filesystem::path userFile() {
  const char* home = ::secure_getenv("HOME");  // a setuid program must not read its caller's file
  return home == nullptr ? std::filesystem::path() : std::filesystem::path(home) / ".config/ssc/ssc.toml";
}

}  // namespace

tl::expected<void, FileError> readConfigInto(Config& config, const std::filesystem::path& file) {
  const auto root = parseTomlFile(file.string());
  if (!root) return tl::unexpected(root.error());
  Config changed = config;
  TableReader top(*root, file.string(), "");
  readTerminal(top, changed);
  for (const Section& section : kSections) {
    const toml::table* table = top.table(section.name);
    if (table == nullptr) continue;
    TableReader in(*table, file.string(), std::string(section.name) + ".");
    section.read(in, changed);
    if (const auto error = in.finish()) return tl::unexpected(*error);
  }
  if (const auto error = top.finish()) return tl::unexpected(*error);
  changed.sources.push_back(file.string());
  config = std::move(changed);
  return {};
}

namespace {

tl::expected<Config, FileError> loadFiles() {
  Config config;
  if (const char* named = ::secure_getenv("SSC_CONFIG")) {
    const auto read = readConfigInto(config, named);
    if (!read) return tl::unexpected(read.error());
    return config;
  }
  for (const std::filesystem::path& file : {std::filesystem::path("/etc/ssc/ssc.toml"), userFile()}) {
    std::error_code ignored;
    if (file.empty() || !std::filesystem::exists(file, ignored)) continue;
    const auto read = readConfigInto(config, file);
    if (!read) return tl::unexpected(read.error());
  }
  return config;
}

}  // namespace

tl::expected<Config, FileError> loadConfig() {
  auto config = loadFiles();
  // Traces are masked: whoever may start the program may see one.
  const char* trace = ::secure_getenv("SSC_TRACE");
  if (config && trace != nullptr && *trace != '\0') config->traceFile = trace;
  return config;
}

std::optional<std::string> padSocket(std::string_view pinSource) {
  constexpr std::string_view kPad = "pad:";
  if (!pinSource.starts_with(kPad) || pinSource.size() == kPad.size()) return std::nullopt;
  return std::string(pinSource.substr(kPad.size()));
}

tl::expected<HardwareProfile, FileError> profileFor(const Config& config,
                                                    const std::vector<std::string>& deviceNames) {
  if (!config.hardwareProfile.empty()) return readHardwareProfile(config.hardwareProfile);
  std::error_code ignored;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(installedProfiles(), ignored)) {
    if (entry.path().extension() == ".toml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const std::filesystem::path& file : files) {
    auto profile = readHardwareProfile(file);
    if (!profile) return profile;
    const bool fits = std::any_of(deviceNames.begin(), deviceNames.end(),
                                  [&](const std::string& name) { return profile->matches(name); });
    if (fits) return profile;
  }
  return plainReader();
}

}  // namespace ssc::profile
