// The reply of the basic read, by PSAM or by HSM.
#pragma once

#include "hostlib/capi/call_frame.hpp"
#include "hostlib/flows/read_card.hpp"

namespace ssc::capi {

/// The largest reply, NUL included.
std::uint32_t largestBasicReply(const profile::Config& config, Encoding encoding);

Reply basicReply(const Call& call, const flows::BasicCard& card);

}  // namespace ssc::capi
