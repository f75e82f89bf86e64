// What a simulated phone keeps: where its platform is, whom it trusts there, its access id and secret. The
// e-cards are the platform's to tell: nothing of a person is on disk.
#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>

#include "crypto/secret.hpp"

namespace ssc::sim {

struct PhoneSettings {
  std::string gateway;              ///< https://host[:port]
  std::filesystem::path authority;  ///< PEM: who issues the platform's certificate
  std::string accessId;
  crypto::Key secret;  ///< 16 bytes
};

/// `phone.toml` in the folder. Errors are for whoever started the program.
tl::expected<PhoneSettings, std::string> loadPhone(const std::filesystem::path& folder);

/// Makes the folder; copies `settings.authority` into it. Overwrites nothing.
tl::expected<void, std::string> makePhone(const std::filesystem::path& folder, const PhoneSettings& settings);

}  // namespace ssc::sim
