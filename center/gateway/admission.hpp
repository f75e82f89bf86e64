// Internal: who knocks at the gateway, and whether the message is new.
#pragma once

#include <optional>
#include <string>

#include "center/gate/services.hpp"
#include "center/gateway/phones.hpp"
#include "wire/gateway.hpp"

namespace ssc::center {

/// A message of an app that is known and signed it.
struct AdmittedApp {
  Phone phone;
  wire::gateway::AppKeys keys;
  std::optional<Refusal> refusal;  ///< all the same: clock, replay, too many
};

/// none: no app is known by that name, or it did not sign this, or too many that did not sign came from there
/// lately; an error where the store could not be asked. Counted and noted in a transaction of its own:
/// whatever becomes of the message, it came.
Stored<std::optional<AdmittedApp>> admitApp(const Services& services, const wire::gateway::Request& request,
                                            const std::string& remote);

}  // namespace ssc::center
