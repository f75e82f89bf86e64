// E-cards and phones of the sample cards' holders, for tests and demonstrations.
#pragma once

#include <string>

#include "center/gate/services.hpp"

namespace ssc::center {

/// Of every sample e-card; public, as all test keys are.
inline constexpr std::string_view kTestPassword = "472916";

/// For each sample card of this center's area that is usable: an e-card with the test password, and a phone
/// that holds it, with the access id `SIMPHONE-A` for sample card A and so on, and the secret that
/// wire::gateway::testSecret() makes of it. What is there already stays. How many phones are new.
Answered<unsigned> issueSampleEcards(const Services& services);

}  // namespace ssc::center
