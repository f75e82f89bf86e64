// What the card forgets when power goes: where it stands in its files and what has been proven to it.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "keys-sim/card/file_tree.hpp"
#include "keys-sim/card/medical/medical_state.hpp"
#include "keys-sim/card/pki/pki_state.hpp"

namespace ssc::sim {

struct CardState {
  Directory* directory = nullptr;                 ///< never null after a reset
  ElementaryFile* file = nullptr;                 ///< the current EF
  std::optional<std::size_t> recordPointer;       ///< index of the current record
  apdu::Bytes challenge;                          ///< the last one given out; empty: none, or used up
  std::set<std::string, std::less<>> globalKeys;  ///< satisfied keys of SSSE, by name
  std::set<std::string, std::less<>> localKeys;   ///< satisfied keys of the current DF
  bool pinVerified = false;
  medical::State medical;
  pki::State pki;

  [[nodiscard]] bool satisfied(std::string_view key) const {
    return globalKeys.contains(key) || localKeys.contains(key);
  }
};

}  // namespace ssc::sim
