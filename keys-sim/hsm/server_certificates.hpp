// The certificates the simulated HSM can show, right and wrong ones.
#pragma once

#include <filesystem>
#include <map>
#include <openssl/ssl.h>
#include <string>
#include <tl/expected.hpp>

#include "crypto/openssl_handles.hpp"
#include "keys-sim/hsm/test_pki.hpp"

namespace ssc::sim {

class ServerCertificates {
 public:
  /// Those of serverCertificates(), from the folder that makeTestPki() filled.
  static tl::expected<ServerCertificates, std::string> load(const std::filesystem::path& folder);

  /// Chooses one for a handshake that has begun.
  [[nodiscard]] bool show(SSL& connection, const std::string& name) const;

 private:
  struct Entry {
    crypto::OpensslPtr<X509, X509_free> certificate;
    crypto::PkeyPtr key;
  };
  std::map<std::string, Entry> entries_;
};

}  // namespace ssc::sim
