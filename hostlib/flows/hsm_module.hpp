// The HSM that the configuration names.
#pragma once

#include <memory>
#include <stop_token>

#include "hostlib/flows/failure.hpp"
#include "hostlib/profile/config.hpp"
#include "hostlib/sam/security_module.hpp"

namespace ssc::flows {

/// badConfiguration for settings that cannot be used; nothing is sent yet. Every call of the module takes at
/// most [hsm] total_ms, and ends at once when `stop` is requested.
Outcome<std::unique_ptr<sam::SecurityModule>> hsmModule(const profile::HsmConfig& config,
                                                        std::stop_token stop);

}  // namespace ssc::flows
