// Files that are their owner's alone.
#pragma once

#include <filesystem>
#include <string_view>

namespace ssc::profile {

/// Appends `text`; a new file can be read and written by its owner only (0600), a symbolic link is not
/// followed. False when nothing or not all could be written.
bool appendPrivately(const std::filesystem::path& file, std::string_view text);

}  // namespace ssc::profile
