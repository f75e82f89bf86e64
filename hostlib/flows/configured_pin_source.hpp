// Where a site's PINs come from: `[pin] source` of ssc.toml, for faces that have no prompt of their own.
#pragma once

#include <memory>
#include <stop_token>

#include "hostlib/flows/pin_source.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::flows {

/// "reader": the pad in the reader; "pad:<socket>": the one beside it. Null where nothing is configured, and
/// for "prompt", which needs a face that can ask. The holder has `config.pinEntryLimit` for an entry; what
/// pads do by themselves is bounded besides. Asking ends when `stop` is requested.
std::shared_ptr<PinSource> pinSourceFor(const profile::Config& config, std::stop_token stop);

}  // namespace ssc::flows
