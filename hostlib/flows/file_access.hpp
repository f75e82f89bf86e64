// Opening a file of the card to be read or written: what its rule in the file map asks for, PIN, key, either,
// both.
#pragma once

#include <optional>

#include "hostlib/flows/visit.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::flows {

/// `iAuthType` of the C interface: the way into a file that PIN or key opens.
enum class AccessBy : std::uint8_t { pin = 1, key = 2 };

struct AccessOptions {
  std::optional<AccessBy> by;  ///< none: a rule that leaves the choice is badParameter
  profile::PinAndKeyOrder order = profile::PinAndKeyOrder::pinFirst;
};

/// Satisfies the rule for a file of `df`; what is satisfied already is not done again. Where PIN and key are
/// needed the module and its key are tried before the holder is asked for a PIN.
Outcome<void> openFor(Visit& visit, std::string_view df, const cardspec::AccessRule& rule,
                      const AccessOptions& options);

}  // namespace ssc::flows
