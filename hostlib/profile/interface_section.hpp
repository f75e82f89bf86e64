// What a site says about its callers of the C interface: [out_cap] and [compat].
#pragma once

#include "hostlib/profile/config.hpp"
#include "hostlib/profile/toml_reader.hpp"

namespace ssc::profile {

/// [out_cap]: by the name of a function, the bytes that its callers provide; at most the function's class.
void readOutCap(TableReader& in, Config& config);
/// [compat]: where programs in the field exclude each other.
void readCompat(TableReader& in, Config& config);

}  // namespace ssc::profile
