#include "center/program/settings.hpp"

#include <array>
#include <sstream>
#include <toml++/toml.h>

namespace ssc::center {
namespace {

struct TextRow {
  std::string_view key;
  std::string Settings::* value;
};
constexpr std::array kTexts{TextRow{"area", &Settings::area}, TextRow{"name", &Settings::name},
                            TextRow{"database", &Settings::database}, TextRow{"host", &Settings::host}};

struct NumberRow {
  std::string_view key;
  unsigned Settings::* value;
  std::int64_t least, most;
};
constexpr std::array kNumbers{NumberRow{"sessions", &Settings::sessions, 1, 256},
                              NumberRow{"workers", &Settings::workers, 1, 256},
                              NumberRow{"requests_per_second", &Settings::requestsPerSecond, 1, 1'000'000},
                              NumberRow{"burst", &Settings::burst, 1, 1'000'000},
                              NumberRow{"test_policies", &Settings::testPolicies, 0, 1}};

Loaded<void> take(Settings& settings, std::string_view key, const toml::node& node) {
  for (const TextRow& row : kTexts) {
    if (row.key != key) continue;
    const auto text = node.value_exact<std::string>();
    if (!text) return tl::unexpected(std::string(key) + " must be a text");
    settings.*row.value = *text;
    return {};
  }
  for (const NumberRow& row : kNumbers) {
    if (row.key != key) continue;
    const auto number = node.value_exact<std::int64_t>();
    if (!number || *number < row.least || *number > row.most)
      return tl::unexpected(std::string(key) + " must be a number from " + std::to_string(row.least) +
                            " to " + std::to_string(row.most));
    settings.*row.value = static_cast<unsigned>(*number);
    return {};
  }
  return tl::unexpected(std::string(key) + " is not known");
}

}  // namespace

std::string settingsText(const Settings& settings) {
  std::ostringstream out;
  out << "# A simulated back office: test keys, invented people.\n";
  for (const TextRow& row : kTexts)
    out << row.key << " = " << toml::value<std::string>(settings.*row.value) << "\n";
  for (const NumberRow& row : kNumbers)
    out << row.key << " = " << settings.*row.value << "\n";
  return out.str();
}

Loaded<Settings> parseSettings(std::string_view text) {
  try {  // the library's way to say where a text breaks; nothing leaves this function
    const toml::table table = toml::parse(text);
    Settings settings;
    for (const auto& [key, node] : table) {
      if (auto taken = take(settings, key.str(), node); !taken) return tl::unexpected(taken.error());
    }
    const bool isArea = settings.area.size() == 6 && settings.area.starts_with("9999");
    if (!isArea) return tl::unexpected(std::string("area must be 9999xx: only simulated areas"));
    return settings;
  } catch (const toml::parse_error& error) {
    return tl::unexpected("line " + std::to_string(error.source().begin.line) + ": " +
                          std::string(error.description()));
  }
}

}  // namespace ssc::center
