// PINs from the pad beside the reader.
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>

#include "hostlib/flows/pin_source.hpp"

namespace ssc::flows {

/// The pad behind a unix socket. An entry takes at most `entryLimit`, talking to the pad two seconds more,
/// and a new connection another two; a stop ends it within 200 ms. The pad checks the site's `rules` while
/// the holder is still there. pinCancelled (also for a stop), pinTimedOut, pinLength; pinPadFault for a pad
/// that is not there, does not answer, or answers something that is no PIN of this entry.
std::shared_ptr<PinSource> padPinSource(std::string socketPath, std::chrono::milliseconds entryLimit,
                                        PinRules rules, std::stop_token stop);

}  // namespace ssc::flows
