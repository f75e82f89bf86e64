// Internal: center.toml.
#pragma once

#include "center/program/state_folder.hpp"

namespace ssc::center {

std::string settingsText(const Settings& settings);
/// Strict: every key known and of its type.
Loaded<Settings> parseSettings(std::string_view text);

}  // namespace ssc::center
