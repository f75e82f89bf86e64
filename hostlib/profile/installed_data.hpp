// Where the installed hardware profiles lie.
#pragma once

#include <filesystem>

namespace ssc::profile {

/// The hardware profiles beside a library or program of an installed prefix: `code` is its file. Empty where
/// there are none.
std::filesystem::path profilesBeside(const std::filesystem::path& code);

/// Those of the prefix that this code runs from, wherever it was moved to; else those of the prefix that was
/// configured. Both are writable by whoever may replace the code itself, and by nobody else.
std::filesystem::path installedProfiles();

}  // namespace ssc::profile
