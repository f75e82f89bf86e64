// The event loop of `ssc-sim hsm`: signals and the control socket; requests are answered on the service's
// threads.
#pragma once

#include <filesystem>
#include <string>
#include <tl/expected.hpp>

#include "keys-sim/hsm/hsm_service.hpp"

namespace ssc::sim {

struct ServeHsmOptions {
  HsmAddress address;
  std::filesystem::path tls;  ///< folder of certificates
  std::string control;        ///< socket; empty: none
};

/// Runs until `quit` or a signal (SIGINT, SIGTERM). Writes `ready PORT` to standard output once it listens.
tl::expected<void, std::string> serveHsm(HsmProfile profile, const ServeHsmOptions& options);

}  // namespace ssc::sim
