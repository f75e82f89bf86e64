// A random test card, the same for the same seed: so that no test passes because a value was written down
// somewhere.
#pragma once

#include <cstdint>
#include <string>

#include "keys-sim/keys/cipher_suite.hpp"

namespace ssc::sim {

/// The TOML of a card profile of region 999900 with valid check characters and its own root label.
CryptoResult<std::string> randomCardProfile(std::uint64_t seed);

}  // namespace ssc::sim
