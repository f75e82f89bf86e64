// [hsm] of ssc.toml: where the HSM is, what proves both sides, and by which references its keys are asked
// for.
#pragma once

#include "hostlib/profile/config.hpp"
#include "hostlib/profile/toml_reader.hpp"

namespace ssc::profile {

/// Reads the section over what is already there. Afterwards the HSM is complete, or has key
/// references only, or a mistake is noted.
void readHsm(TableReader& in, Config& config);

}  // namespace ssc::profile
