// The six digits: from the terminal without echo, or from a descriptor. Never from the command line, where
// others of the machine could read them.
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "keys-sim/phone/platform.hpp"

namespace ssc::sim {

struct PasswordSource {
  std::optional<int> descriptor;  ///< its first line
  std::string file;               ///< its first line
};  // neither: the terminal

/// Waits at most 60 s. An empty line is a cancellation; anything but six digits is a problem that costs no
/// try: the platform is not asked.
Told<crypto::SecretBytes> readPassword(const PasswordSource& source, std::string_view prompt,
                                       const std::stop_token& stop);

}  // namespace ssc::sim
