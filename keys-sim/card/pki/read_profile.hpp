// The table [pki] of a card profile.
#pragma once

#include "keys-sim/card/card_profile.hpp"
#include "keys-sim/profile/section.hpp"

namespace ssc::sim::pki {

/// user-pin, admin-pin (digits), pin-tries, personalised. The rest of the profile has been read; `holder` is
/// the name on the card, UTF-8. Mistakes are noted in the section.
void readProfile(Section section, CardProfile& profile, const std::string& holder);

}  // namespace ssc::sim::pki
