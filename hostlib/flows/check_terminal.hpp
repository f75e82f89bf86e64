// What `ssc doctor` looks at, one after the other; each check says what it found and what to do next.
#pragma once

#include <stop_token>
#include <vector>

#include "hostlib/flows/check_result.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::flows {

/// All checks; later ones are left out when what they need is missing. Each is bounded by `config.callLimit`.
std::vector<CheckResult> checkTerminal(const tl::expected<profile::Config, profile::FileError>& config,
                                       std::stop_token stop = {});

}  // namespace ssc::flows
