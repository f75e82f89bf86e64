// The folder in which a center keeps what it is: settings, keys, certificates, its peers. Everything else is
// in the database. All keys are test keys.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "center/fleet/issuers.hpp"
#include "center/gate/peers.hpp"
#include "center/gate/services.hpp"
#include "center/http/tls_files.hpp"

namespace ssc::center {

template <class T>
using Loaded = tl::expected<T, std::string>;  ///< the error is for the operator

/// center.toml
struct Settings {
  std::string area, name;
  std::string database;   ///< as Store takes it; a relative SQLite path lies in the folder
  unsigned sessions = 8;  ///< of the database
  unsigned workers = 4;   ///< threads that work on requests
  unsigned requestsPerSecond = 50, burst = 100;  ///< of one terminal
  unsigned testPolicies = 0;       ///< 1: takes what was settled offline under a policy of tests
  std::string host = "localhost";  ///< in the server's certificate, besides 127.0.0.1 and ::1
};

class StateFolder {
 public:
  explicit StateFolder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// A new center: settings, authorities, keys, certificates. The folder may exist, center.toml may not.
  [[nodiscard]] Loaded<void> create(const Settings& settings, crypto::RandomSource& random,
                                    wire::TimePoint now) const;

  [[nodiscard]] Loaded<Settings> settings() const;
  [[nodiscard]] Loaded<CenterKeys> keys() const;
  [[nodiscard]] Loaded<PublicFacts> facts() const;
  [[nodiscard]] Loaded<Issuers> issuers() const;
  /// The other centers.
  [[nodiscard]] Loaded<std::vector<PeerSettings>> peers() const;

  /// What a peer has to know of us, as JSON text; and the same the other way.
  [[nodiscard]] Loaded<std::string> visitingCard(const std::string& url) const;
  [[nodiscard]] Loaded<void> addPeer(std::string_view visitingCard) const;

  [[nodiscard]] TlsFiles tlsFiles() const;
  /// Our authority and those of the peers, in one file: made anew at each start.
  [[nodiscard]] Loaded<void> bundleAuthorities() const;

 private:
  [[nodiscard]] std::filesystem::path file(std::string_view name) const { return folder_ / name; }

  std::filesystem::path folder_;
};

}  // namespace ssc::center
