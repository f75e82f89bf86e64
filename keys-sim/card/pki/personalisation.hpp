// What an issuer puts into a card's certificate application: two key pairs and their certificates, all
// following from the root label and the card's own historical bytes.
#pragma once

#include "keys-sim/card/card_profile.hpp"
#include "keys-sim/card/pki/test_authority.hpp"

namespace ssc::sim::pki {

/// Fills the files of the profile's certificate application for a holder of this name (UTF-8).
CertificateResult<void> personalise(CardProfile& profile, const std::string& holder);

}  // namespace ssc::sim::pki
