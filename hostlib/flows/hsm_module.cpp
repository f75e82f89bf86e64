#include "hostlib/flows/hsm_module.hpp"

#include "hostlib/sam/hsm.hpp"

namespace ssc::flows {

// The configuration knows nothing of the room that uses it.
Outcome<std::unique_ptr<sam::SecurityModule>> hsmModule(const profile::HsmConfig& config,
                                                        std::stop_token stop) {
  sam::HsmSettings settings{config.url,  config.authority,    config.certificate, config.key,
                            config.keys, config.connectLimit, config.totalLimit};
  if (auto mistake = sam::mistakeIn(settings))
    return tl::unexpected(Failure{Reason::badConfiguration, "hsm." + *mistake, {}});
  return std::make_unique<sam::Hsm>(std::move(settings), std::move(stop));
}

}  // namespace ssc::flows
