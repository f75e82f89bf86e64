// What the certificate application forgets when another directory is selected.
#pragma once

#include <cstdint>
#include <memory>

#include "crypto/secret.hpp"

namespace ssc::sim::pki {

struct State {
  bool canSign = false, canDecipher = false;        ///< a security environment was set for it
  std::uint16_t exported = 0;                       ///< the public key file EXPORT PUBLIC KEY reads; 0: none
  std::shared_ptr<const crypto::Key> transportKey;  ///< the private key arrives under it; nullptr: none
};

}  // namespace ssc::sim::pki
