// Helpers of the tests of TLS certificates: an authority, requests, and what OpenSSL thinks of a certificate.
#pragma once

#include <chrono>
#include <doctest/doctest.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>
#include <string>

#include "crypto/openssl_handles.hpp"
#include "crypto/tls_certificate.hpp"

namespace ssc::test {

inline constexpr std::chrono::sys_seconds kTlsNow = std::chrono::sys_days(std::chrono::year(2026) / 6 / 1);
inline const crypto::Validity kTlsYear{kTlsNow - std::chrono::days(1), kTlsNow + std::chrono::days(365)};

inline crypto::TlsAuthority newTlsAuthority(std::string_view name = "TEST authority") {
  crypto::SystemRandom random;
  auto authority = crypto::TlsAuthority::create(name, kTlsYear, random);
  REQUIRE(authority);
  return std::move(*authority);
}

inline crypto::TlsPublicKey newTlsPublicKey() {
  const auto key = crypto::makeTlsKey();
  REQUIRE(key);
  auto half = crypto::tlsPublicKeyOf(*key);
  REQUIRE(half);
  return std::move(*half);
}

inline crypto::TlsRequest tlsRequest(crypto::TlsRole role, std::vector<std::string> hosts = {"localhost"}) {
  return {"TEST end", role, std::move(hosts), kTlsYear};
}

/// A certificate as OpenSSL sees it, independent of the code under test.
class SeenCertificate {
 public:
  explicit SeenCertificate(const std::string& pem) {
    const crypto::OpensslPtr<BIO, BIO_free_all> text(
        BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    certificate_.reset(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
    REQUIRE(certificate_ != nullptr);
  }
  [[nodiscard]] X509* get() const { return certificate_.get(); }
  /// The whole check a TLS end makes, `purpose` X509_PURPOSE_SSL_….
  [[nodiscard]] bool passes(const SeenCertificate& authority, int purpose,
                            std::chrono::sys_seconds now = kTlsNow) const {
    const crypto::OpensslPtr<X509_STORE, X509_STORE_free> store(X509_STORE_new());
    const crypto::OpensslPtr<X509_STORE_CTX, X509_STORE_CTX_free> context(X509_STORE_CTX_new());
    REQUIRE(X509_STORE_add_cert(store.get(), authority.get()) == 1);
    REQUIRE(X509_STORE_CTX_init(context.get(), store.get(), certificate_.get(), nullptr) == 1);
    X509_STORE_CTX_set_flags(context.get(), X509_V_FLAG_X509_STRICT);
    X509_STORE_CTX_set_time(context.get(), 0, std::chrono::system_clock::to_time_t(now));
    REQUIRE(X509_STORE_CTX_set_purpose(context.get(), purpose) == 1);
    const bool good = X509_verify_cert(context.get()) == 1;
    ERR_clear_error();
    return good;
  }
  [[nodiscard]] bool isForHost(const char* name) const {
    return X509_check_host(certificate_.get(), name, 0, 0, nullptr) == 1;
  }
  [[nodiscard]] bool isForAddress(const char* address) const {
    return X509_check_ip_asc(certificate_.get(), address, 0) == 1;
  }

 private:
  crypto::OpensslPtr<X509, X509_free> certificate_;
};

}  // namespace ssc::test
