// Internal: files of the state folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "crypto/secret.hpp"

namespace ssc::center {

/// At most 1 MiB. The error names the file.
tl::expected<std::string, std::string> readText(const std::filesystem::path& file);
tl::expected<crypto::SecretBytes, std::string> readSecret(const std::filesystem::path& file);
/// A new file, its owner's alone; nothing is overwritten.
tl::expected<void, std::string> writeNew(const std::filesystem::path& file, crypto::ByteView content);
/// As a whole or not at all, over what is there.
tl::expected<void, std::string> replaceText(const std::filesystem::path& file, std::string_view text);

}  // namespace ssc::center
