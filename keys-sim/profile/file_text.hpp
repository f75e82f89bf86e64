// The text of a small file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace ssc::sim {

/// Empty when it cannot be read (a directory, no permission) or has more than 1 MiB.
std::optional<std::string> readFileText(const std::filesystem::path& path);

}  // namespace ssc::sim
