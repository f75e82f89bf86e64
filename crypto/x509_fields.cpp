#include "crypto/x509_fields.hpp"

#include <ctime>

namespace ssc::crypto {

std::optional<std::string> hexOf(const ASN1_INTEGER* serial) {
  const BignumPtr number(ASN1_INTEGER_to_BN(serial, nullptr));
  const MemoryPtr<char> text(number ? BN_bn2hex(number.get()) : nullptr);
  if (!text || BN_is_negative(number.get()) != 0) return std::nullopt;  // RFC 5280 §4.1.2.2: positive
  const std::string digits(text.get());
  return digits.size() % 2 == 0 ? digits : '0' + digits;  // zero is written "0"
}

std::optional<std::chrono::sys_seconds> timeOf(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  const auto day = std::chrono::year(parts.tm_year + 1900) / (parts.tm_mon + 1) / parts.tm_mday;
  return std::chrono::sys_days(day) + std::chrono::hours(parts.tm_hour) + std::chrono::minutes(parts.tm_min) +
         std::chrono::seconds(parts.tm_sec);
}

bool setSerial(X509* certificate, ByteView serial) {
  constexpr std::size_t kLongest = 20;
  if (serial.empty() || serial.size() > kLongest || serial.front() >= 0x80) return false;
  const BignumPtr number(BN_bin2bn(serial.data(), static_cast<int>(serial.size()), nullptr));
  return number && BN_is_zero(number.get()) == 0 &&
         BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate)) != nullptr;
}

bool setValidity(X509* certificate, const Validity& validity) {
  const auto from = std::chrono::system_clock::to_time_t(validity.notBefore);
  const auto to = std::chrono::system_clock::to_time_t(validity.notAfter);
  return ASN1_TIME_set(X509_getm_notBefore(certificate), from) != nullptr &&
         ASN1_TIME_set(X509_getm_notAfter(certificate), to) != nullptr;
}

bool addNamePart(X509_NAME* name, const char* field, std::string_view text) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, bytes, static_cast<int>(text.size()), -1,
                                    0) == 1;
}

bool addExtensions(X509* certificate, X509* issuer, std::span<const X509Extension> extensions) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  for (const auto& row : extensions) {
    const X509ExtensionPtr extension(X509V3_EXT_nconf_nid(nullptr, &context, row.nid, row.value));
    if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1) return false;
  }
  return true;
}

}  // namespace ssc::crypto
