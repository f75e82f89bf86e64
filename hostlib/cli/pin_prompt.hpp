// The PIN's source for `ssc`: what ssc.toml names, else the terminal this program was started from.
#pragma once

#include <memory>
#include <stop_token>

#include "hostlib/flows/pin_source.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::cli {

/// Null when neither a source is configured nor a terminal is there.
std::shared_ptr<flows::PinSource> pinSource(const profile::Config& config, profile::Language language,
                                            std::stop_token stop);

}  // namespace ssc::cli
