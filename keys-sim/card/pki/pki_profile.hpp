// The certificate application of a card profile: the table [pki]. A card without it has no such application.
#pragma once

#include "crypto/secret.hpp"

namespace ssc::sim::pki {

struct PkiProfile {
  crypto::SecretBytes userPin, adminPin;  ///< packed BCD
  unsigned pinTries = 6;
  crypto::Key environmentMasterKey, applicationMasterKey;  ///< SM4
};

}  // namespace ssc::sim::pki
