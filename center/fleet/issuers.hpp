// The center's authorities: one for TLS, one for the signatures of messages.
#pragma once

#include <string>

#include "crypto/certificate_authority.hpp"
#include "crypto/tls_certificate.hpp"

namespace ssc::center {

struct Issuers {
  crypto::TlsAuthority tls;
  crypto::CertificateAuthority sign;
};

}  // namespace ssc::center
