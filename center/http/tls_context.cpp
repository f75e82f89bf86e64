#include "center/http/tls_context.hpp"

#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace ssc::center {
namespace {

namespace ssl = boost::asio::ssl;

void require(bool done, const char* what) {
  if (!done) throw std::runtime_error(what);
}

void loadFiles(ssl::context& context, Security security, const TlsFiles& files) {
  context.use_certificate_chain_file(files.certificate);
  context.use_private_key_file(files.key, ssl::context::pem);
  if (security != Security::mutualTls) return;
  context.load_verify_file(files.authority);
  context.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert);
}

}  // namespace

tl::expected<ssl::context, std::string> makeTlsContext(Security security, const TlsFiles& files) {
  try {  // the library's way to say no; nothing leaves this function
    ssl::context context(ssl::context::tls_server);
    SSL_CTX* native = context.native_handle();
    require(SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION) == 1, "TLS 1.3 is not available");
    require(SSL_CTX_set_num_tickets(native, 0) == 1, "tickets");  // each connection proves itself in full
    loadFiles(context, security, files);
    return context;
  } catch (const std::exception& error) {
    return tl::unexpected("certificate, key or authority cannot be used: " + std::string(error.what()));
  }
}

std::optional<crypto::CertificateFingerprint> provenCertificate(SSL* connection) {
  const X509* certificate = SSL_get0_peer_certificate(connection);
  if (certificate == nullptr || SSL_get_verify_result(connection) != X509_V_OK) return std::nullopt;
  crypto::CertificateFingerprint fingerprint{};
  unsigned size = 0;
  const bool done = X509_digest(certificate, EVP_sha256(), fingerprint.data(), &size) == 1;
  return done && size == fingerprint.size() ? std::optional(fingerprint) : std::nullopt;
}

}  // namespace ssc::center
