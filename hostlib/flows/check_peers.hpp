// What `ssc doctor` asks beside the reader: where PINs come from, and the HSM.
#pragma once

#include <optional>
#include <stop_token>

#include "hostlib/flows/check_result.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::flows {

/// Whether the configured source of PINs answers; the holder is asked nothing.
CheckResult checkPinSource(const profile::Config& config, const std::stop_token& stop);
/// Whether the HSM answers, and for which algorithms; nothing where none is configured.
std::optional<CheckResult> checkHsm(const profile::Config& config, const std::stop_token& stop);

}  // namespace ssc::flows
