// The simulated HSM on the network: HTTPS, TLS 1.3, certificates on both sides (wire/hsm.hpp).
#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <tl/expected.hpp>

#include "keys-sim/hsm/hsm_faults.hpp"
#include "keys-sim/hsm/hsm_module.hpp"

namespace ssc::sim {

struct HsmAddress {
  std::string host;  ///< "127.0.0.1"
  int port = 0;      ///< 0: any free one
};
/// "127.0.0.1:8443"; the host must be one of this machine alone: 127.0.0.1, localhost or [::1].
std::optional<HsmAddress> loopbackAddress(std::string_view text);

class HsmService {
 public:
  /// Listens on `address` with the certificates of `tlsFolder` (test_pki.hpp) and answers on threads of its
  /// own. Module and faults are borrowed; the destructor ends the faults.
  static tl::expected<std::unique_ptr<HsmService>, std::string> start(HsmModule& module, HsmFaults& faults,
                                                                      const HsmAddress& address,
                                                                      const std::filesystem::path& tlsFolder);
  HsmService(const HsmService&) = delete;
  HsmService& operator=(const HsmService&) = delete;
  /// Ends listening and every connection.
  ~HsmService();

  [[nodiscard]] int port() const;
  [[nodiscard]] std::size_t requests() const;     ///< answered or refused so far
  [[nodiscard]] std::size_t connections() const;  ///< that shook hands so far
  void dropConnections();

 private:
  class Server;
  explicit HsmService(std::unique_ptr<Server> server);
  std::unique_ptr<Server> server_;
};

}  // namespace ssc::sim
