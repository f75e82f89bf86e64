// Internal: single fields of a certificate, read and written.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "crypto/bytes.hpp"
#include "crypto/x509.hpp"
#include "crypto/x509_handles.hpp"

namespace ssc::crypto {

/// Upper-case hexadecimal, whole bytes; empty for a negative number.
std::optional<std::string> hexOf(const ASN1_INTEGER* serial);
std::optional<std::chrono::sys_seconds> timeOf(const ASN1_TIME* time);

/// RFC 5280 §4.1.2.2: positive, at most 20 bytes; false for any other.
bool setSerial(X509* certificate, ByteView serial);
bool setValidity(X509* certificate, const Validity& validity);
/// "C", "O", "CN" …, UTF-8; false when the text is too long for it or not UTF-8.
bool addNamePart(X509_NAME* name, const char* field, std::string_view text);

struct X509Extension {
  int nid;
  const char* value;  ///< as x509v3_config(5) writes it
};
bool addExtensions(X509* certificate, X509* issuer, std::span<const X509Extension> extensions);

}  // namespace ssc::crypto
