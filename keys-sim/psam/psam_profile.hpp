// What makes one simulated PSAM: its terminal number, the level of its roots, its environments and the keys
// it lacks.
#pragma once

#include <map>
#include <set>
#include <string>

#include "apdu/bytes.hpp"
#include "apdu/status_word.hpp"
#include "card-spec/tables.hpp"
#include "keys-sim/profile/profile_error.hpp"

namespace ssc::sim {

struct PsamProfile {
  std::string name;
  std::string terminalNumber;   ///< twelve digits, the first six are the region
  std::string serial;           ///< twenty digits, EF 0015
  apdu::Bytes historicalBytes;  ///< 13
  /// Of every root; factors a card key needs: 3 nation, 2 province, 1 city.
  cardspec::Level level = cardspec::Level::nation;
  std::map<std::string, cardspec::Level> levels;  ///< exceptions, by key name
  std::set<std::string> missingKeys;              ///< by key name
  bool hasTripleDes = true;
  bool hasSm4 = true;
  std::string rootLabel;
  apdu::StatusWord wrongMac2{0x63CF};  ///< or 9302: the published tables have both

  [[nodiscard]] std::string region() const { return terminalNumber.substr(0, 6); }
};

ProfileResult<PsamProfile> loadPsamProfile(const std::string& path);
ProfileResult<PsamProfile> parsePsamProfile(std::string_view toml, const std::string& nameForErrors);

}  // namespace ssc::sim
