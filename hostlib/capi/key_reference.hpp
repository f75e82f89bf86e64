// What a security module of the back office calls a key: configured, and copied as it is.
#pragma once

#include <string>
#include <string_view>

#include "hostlib/profile/config.hpp"

namespace ssc::capi {

/// The reference of a key for cards of this region: the longest beginning of the region that names the key
/// wins. Empty where none is configured.
std::string keyReference(const profile::Config& config, std::string_view region, std::string_view keyName);

}  // namespace ssc::capi
