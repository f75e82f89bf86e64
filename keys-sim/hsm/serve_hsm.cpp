#include "keys-sim/hsm/serve_hsm.hpp"

#include <iostream>

#include "keys-sim/device/line_server.hpp"
#include "keys-sim/device/signal_socket.hpp"
#include "keys-sim/hsm/hsm_control.hpp"

namespace ssc::sim {
tl::expected<void, std::string> serveHsm(HsmProfile profile, const ServeHsmOptions& options) {
  const Socket signals = signalSocket();
  HsmModule module(std::move(profile));
  HsmFaults faults;
  auto service = HsmService::start(module, faults, options.address, options.tls);
  if (!service) return tl::unexpected(service.error());
  HsmControlContext context{**service, faults, module};
  auto control = LineServer::open(options.control,
                                  [&](const std::string& line) { return runHsmControlLine(context, line); });
  if (!control) return tl::unexpected(control.error());
  std::cout << "ready " << (*service)->port() << "\n" << std::flush;
  while (!context.quit) {
    std::vector<pollfd> waiting{{signals.fd(), POLLIN, 0}};
    control->addTo(waiting);
    if (::poll(waiting.data(), waiting.size(), -1) <= 0) continue;
    if (waiting[0].revents != 0) break;
    control->serve(std::span(waiting).subspan(1));
  }
  return {};
}

}  // namespace ssc::sim
