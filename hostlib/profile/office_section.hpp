// [office] of ssc.toml: where the center is, who this terminal is to it.
#pragma once

#include "hostlib/profile/config.hpp"
#include "hostlib/profile/toml_reader.hpp"

namespace ssc::profile {

/// Reads the section over what is already there. Afterwards the office is complete, or a mistake is noted.
void readOffice(TableReader& in, Config& config);

}  // namespace ssc::profile
