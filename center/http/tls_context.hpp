// Internal: the TLS settings of a listener.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <optional>
#include <tl/expected.hpp>

#include "center/http/server.hpp"

namespace ssc::center {

/// TLS 1.3 only; with Security::mutualTls no connection comes about without a certificate of the authority.
tl::expected<boost::asio::ssl::context, std::string> makeTlsContext(Security security, const TlsFiles& files);

/// Of the certificate that the other side proved; none where it showed none.
std::optional<crypto::CertificateFingerprint> provenCertificate(SSL* connection);

}  // namespace ssc::center
