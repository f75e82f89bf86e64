// What makes one simulated HSM: its environments and the references its keys are asked for by.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "keys-sim/profile/profile_error.hpp"

namespace ssc::sim {

/// What a key reference stands for.
struct HsmKey {
  std::string region;  ///< the reference is for cards whose region begins so: 4 to 6 digits, 9999…
  std::string name;    ///< a row of the key table
};

struct HsmProfile {
  std::string name;
  std::map<std::string, HsmKey> keys;  ///< by reference
  bool hasTripleDes = true;
  bool hasSm4 = true;
  std::uint32_t firstSequence = 1;  ///< terminal sequence number of the first purchase
  std::string rootLabel;
};

ProfileResult<HsmProfile> loadHsmProfile(const std::string& path);
ProfileResult<HsmProfile> parseHsmProfile(std::string_view toml, const std::string& nameForErrors);

}  // namespace ssc::sim
