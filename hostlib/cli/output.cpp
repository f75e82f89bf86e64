#include "hostlib/cli/output.hpp"

#include <array>
#include <cmath>
#include <cstdlib>
#include <fmt/core.h>
#include <unistd.h>

#include "hostlib/flows/survey.hpp"
#include "hostlib/render/json.hpp"

namespace ssc::cli {
namespace {

using flows::CardInterface;
using profile::Language;
using profile::SlotRole;

struct InterfaceRow {
  std::string_view text;
  CardInterface interface;
  std::array<SlotRole, 2> roles;
};
constexpr std::array kInterfaces{
    InterfaceRow{"contact", CardInterface::contact, {SlotRole::contact, SlotRole::contact}},
    InterfaceRow{"contactless", CardInterface::contactless, {SlotRole::contactless, SlotRole::contactless}},
    InterfaceRow{"contact-first", CardInterface::contactFirst, {SlotRole::contact, SlotRole::contactless}},
    InterfaceRow{
        "contactless-first", CardInterface::contactlessFirst, {SlotRole::contactless, SlotRole::contact}},
};

std::chrono::milliseconds milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::llround(seconds * 1000)));
}

bool environmentSpeaksChinese() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') return std::string_view(value).starts_with("zh");
  }
  return false;
}

// The code point that starts here and the bytes it takes; malformed bytes count as one.
std::pair<char32_t, std::size_t> codePoint(std::string_view rest) {
  const auto first = static_cast<unsigned char>(rest[0]);
  const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  if (first < 0xC0 || length > rest.size()) return {first, 1};
  char32_t value = first & (0x7FU >> length);
  for (std::size_t i = 1; i < length; ++i)
    value = value << 6 | (static_cast<unsigned char>(rest[i]) & 0x3FU);
  return {value, length};
}

bool isWide(char32_t c) {
  return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
         (c >= 0x20000 && c <= 0x3FFFD);
}

}  // namespace

Language languageOf(const Options& options, const profile::Config& config) {
  if (!options.language.empty()) return options.language == "zh" ? Language::zh : Language::en;
  if (config.language) return *config.language;
  return environmentSpeaksChinese() ? Language::zh : Language::en;
}

void applyOptions(profile::Config& config, const Options& options) {
  if (!options.reader.empty()) config.readerName = options.reader;
  if (options.timeoutSeconds > 0) config.callLimit = milliseconds(options.timeoutSeconds);
}

tl::expected<profile::Config, int> configured(const Options& options) {
  auto config = profile::loadConfig();
  if (!config) {
    const flows::Failure failure{flows::Reason::badConfiguration, config.error().text(), {}};
    return tl::unexpected(report(failure, options, languageOf(options, {})));
  }
  applyOptions(*config, options);
  return std::move(*config);
}

int report(const flows::Failure& failure, const Options& options, Language language) {
  const flows::ReasonRow& row = flows::rowOf(failure.reason);
  if (options.json) {
    printJson({{"ok", false}, {"error", render::failure(failure)}});
    return failure.exitCode();
  }
  fmt::print(stderr, "{}\n", language == Language::zh ? failure.zh() : failure.en());
  fmt::print(stderr, "  {} ({} {})\n", failure.technicalText(), row.id, failure.code());
  fmt::print(stderr, "  → {}\n", row.clerk);
  return failure.exitCode();
}

// Bytes that are not UTF-8 must not stop the answer.
void printJson(const Json& value) {
  fmt::print("{}\n", value.dump(2, ' ', false, Json::error_handler_t::replace));
}

std::optional<CardInterface> interfaceFrom(std::string_view text) {
  for (const InterfaceRow& row : kInterfaces) {
    if (row.text == text) return row.interface;
  }
  return std::nullopt;
}

std::size_t columnsOf(std::string_view utf8) {
  std::size_t columns = 0;
  while (!utf8.empty()) {
    const auto [value, length] = codePoint(utf8);
    columns += isWide(value) ? std::size_t{2} : std::size_t{1};
    utf8.remove_prefix(length);
  }
  return columns;
}

std::string padded(std::string_view text, std::size_t columns) {
  const std::size_t used = columnsOf(text);
  return std::string(text) + std::string(columns > used ? columns - used : 0, ' ');
}

std::string rightAligned(std::string_view text, std::size_t columns) {
  const std::size_t used = columnsOf(text);
  return std::string(columns > used ? columns - used : 0, ' ') + std::string(text);
}

flows::Outcome<void> awaitCard(const Options& options, const profile::Config& config, std::stop_token stop) {
  if (!options.waitSeconds) return {};
  for (const InterfaceRow& row : kInterfaces) {
    if (row.text != options.interface) continue;
    if (::isatty(STDERR_FILENO) != 0) {
      fmt::print(
          stderr, "{}\n",
          languageOf(options, config) == Language::zh ? "请插入社会保障卡…" : "Please insert the card …");
    }
    return flows::waitForCard(config, {row.roles.begin(), row.roles.end()},
                              milliseconds(*options.waitSeconds), stop);
  }
  return {};
}

}  // namespace ssc::cli
