#include "hostlib/profile/hsm_section.hpp"

#include <algorithm>
#include <array>

namespace ssc::profile {
namespace {

constexpr std::int64_t kLeastMs = 100, kMostConnectMs = 60'000, kMostMs = 600'000, kLeastSessionMs = 1000;
constexpr std::size_t kMaxReference = 16;

bool isRegionPrefix(std::string_view text) {
  const bool decimal = std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return decimal && (text.size() == 2 || text.size() == 4 || text.size() == 6);
}

bool isReference(std::string_view text) {
  return !text.empty() && text.size() <= kMaxReference &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F && c != '|'; });
}

// A place of the keys; the region stands in quotes in the file, because it begins with a digit.
std::string placeOf(std::string_view region, std::string_view name = "") {
  return "keys." + std::string(region) + (name.empty() ? "" : "." + std::string(name));
}

void readReferences(TableReader& in, std::string_view region, const toml::table& table, HsmConfig& hsm) {
  auto& references = hsm.keys[std::string(region)];
  for (const auto& [name, node] : table) {
    const auto reference = node.value_exact<std::string>();
    if (!reference || !isReference(*reference))
      return in.fail(placeOf(region, name.str()), "must be a text of 1 to 16 printable characters without |");
    references[std::string(name.str())] = *reference;
  }
}

void readKeys(TableReader& in, HsmConfig& hsm) {
  const toml::table* keys = in.table("keys");
  if (keys == nullptr) return;
  for (const auto& [region, node] : *keys) {
    if (!isRegionPrefix(region.str()))
      return in.fail(placeOf(region.str()), "must be the first 2, 4 or 6 digits of a region");
    if (!node.is_table()) return in.fail(placeOf(region.str()), "must be a table");
    readReferences(in, region.str(), *node.as_table(), hsm);
  }
}

void readAddress(TableReader& in, HsmConfig& hsm, bool needed) {
  struct Row {
    std::string_view key;
    std::string HsmConfig::* value;
  };
  constexpr std::array kRows{Row{"url", &HsmConfig::url}, Row{"ca", &HsmConfig::authority},
                             Row{"certificate", &HsmConfig::certificate}, Row{"key", &HsmConfig::key}};
  for (const Row& row : kRows) {
    if (auto text = in.text(row.key)) hsm.*row.value = std::move(*text);
    if (needed) in.require(!(hsm.*row.value).empty(), row.key);
  }
  if (needed && !hsm.url.starts_with("https://")) in.fail("url", "must begin with https://");
}

}  // namespace

void readHsm(TableReader& in, Config& config) {
  if (const auto ms = in.number("session_ms", kLeastSessionMs, kMostMs))
    config.hsmSession = std::chrono::milliseconds(*ms);
  // Callers that speak to an HSM themselves need how long a card waits for the next step, and the key
  // references.
  if (!config.hsm && in.onlyHas({"session_ms"})) return;
  HsmConfig hsm = config.hsm.value_or(HsmConfig{});
  readAddress(in, hsm, !in.onlyHas({"session_ms", "keys"}));
  if (const auto ms = in.number("connect_ms", kLeastMs, kMostConnectMs))
    hsm.connectLimit = std::chrono::milliseconds(*ms);
  if (const auto ms = in.number("total_ms", kLeastMs, kMostMs))
    hsm.totalLimit = std::chrono::milliseconds(*ms);
  readKeys(in, hsm);
  config.hsm = std::move(hsm);
}

}  // namespace ssc::profile
