#include <algorithm>
#include <array>
#include <openssl/pem.h>
#include <span>
#include <tuple>
#include <utility>

#include "crypto/pem.hpp"
#include "crypto/tls_certificate.hpp"
#include "crypto/tls_key.hpp"
#include "crypto/x509_fields.hpp"

namespace ssc::crypto {

namespace {

using NamesPtr = OpensslPtr<GENERAL_NAMES, GENERAL_NAMES_free>;
using GeneralNamePtr = OpensslPtr<GENERAL_NAME, GENERAL_NAME_free>;

constexpr long kVersion3 = 2;  // RFC 5280 §4.1.2.1
constexpr auto kMalformed = TlsCertificateError::malformed;

constexpr X509Extension kOwnKeyId{NID_subject_key_identifier, "hash"};
constexpr X509Extension kIssuersKeyId{NID_authority_key_identifier, "keyid"};
constexpr X509Extension kEndEntity{NID_basic_constraints, "critical,CA:FALSE"};
constexpr X509Extension kSigning{NID_key_usage, "critical,digitalSignature"};

using EndExtensions = std::array<X509Extension, 5>;
constexpr EndExtensions endEntity(const char* usage) {
  return {kEndEntity, kSigning, X509Extension{NID_ext_key_usage, usage}, kOwnKeyId, kIssuersKeyId};
}
constexpr std::array kAuthority{X509Extension{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
                                X509Extension{NID_key_usage, "critical,keyCertSign"}, kOwnKeyId,
                                kIssuersKeyId};
constexpr std::array kEnds{std::pair{TlsRole::server, endEntity("serverAuth")},
                           std::pair{TlsRole::client, endEntity("clientAuth")},
                           std::pair{TlsRole::peer, endEntity("serverAuth,clientAuth")}};

tl::unexpected<TlsCertificateError> fail(TlsCertificateError error) {
  return tl::unexpected(error);
}

const EndExtensions* extensionsFor(TlsRole role) {
  const auto* row = std::ranges::find(kEnds, role, [](const auto& end) { return end.first; });
  return row == kEnds.end() ? nullptr : &row->second;
}

bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isLabelCharacter(char c) {
  return isLetter(c) || (c >= '0' && c <= '9') || c == '-';
}

bool isLabel(std::string_view label) {
  constexpr std::size_t kLongest = 63;
  return !label.empty() && label.size() <= kLongest && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, isLabelCharacter);
}

/// RFC 1123 §2.1; the last label has a letter, so that no mistyped IP address passes for a name.
bool isHostName(std::string_view name) {
  constexpr std::size_t kLongest = 253;
  if (name.size() > kLongest) return false;
  std::size_t dot = 0;
  while ((dot = name.find('.')) != std::string_view::npos) {
    if (!isLabel(name.substr(0, dot))) return false;
    name.remove_prefix(dot + 1);
  }
  return isLabel(name) && std::ranges::any_of(name, isLetter);
}

bool isAddress(const std::string& host) {
  return OctetsPtr(a2i_IPADDRESS(host.c_str())) != nullptr;
}

bool addHost(GENERAL_NAMES* names, const std::string& host) {
  const bool address = isAddress(host);
  if (!address && !isHostName(host)) return false;
  GeneralNamePtr name(
      a2i_GENERAL_NAME(nullptr, nullptr, nullptr, address ? GEN_IPADD : GEN_DNS, host.c_str(), 0));
  if (!name || sk_GENERAL_NAME_push(names, name.get()) <= 0) return false;
  std::ignore = name.release();
  return true;
}

bool addHosts(X509* certificate, const std::vector<std::string>& hosts) {
  if (hosts.empty()) return true;
  const NamesPtr names(GENERAL_NAMES_new());
  return names &&
         std::ranges::all_of(hosts, [&names](const auto& host) { return addHost(names.get(), host); }) &&
         X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) == 1;
}

/// RFC 5280 §4.1.2.2: positive; always of the same length.
tl::expected<std::array<std::uint8_t, 16>, CryptoError> drawSerial(RandomSource& random) {
  std::array<std::uint8_t, 16> serial{};
  if (const auto drawn = random.fill(serial); !drawn) return tl::unexpected(drawn.error());
  serial[0] = static_cast<std::uint8_t>((serial[0] & 0x7FU) | 0x40U);
  return serial;
}

/// All but issuer, extensions and signature.
TlsCertificateResult<X509Ptr> blankFor(std::string_view commonName, const Validity& validity, EVP_PKEY* key,
                                       RandomSource& random) {
  const ErrorQueueGuard errors;
  const auto serial = drawSerial(random);
  if (!serial) return fail(TlsCertificateError::unavailable);
  const X509NamePtr name = tlsName(commonName);
  X509Ptr certificate(X509_new());
  const bool made = validity.notBefore <= validity.notAfter && name && certificate &&
                    X509_set_version(certificate.get(), kVersion3) == 1 &&
                    X509_set_subject_name(certificate.get(), name.get()) == 1 &&
                    setSerial(certificate.get(), *serial) && setValidity(certificate.get(), validity) &&
                    X509_set_pubkey(certificate.get(), key) == 1;
  if (!made) return fail(tlsError(errors, kMalformed));
  return certificate;
}

bool sign(X509* certificate, X509* issuer, EVP_PKEY* key, std::span<const X509Extension> extensions) {
  return X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1 &&
         addExtensions(certificate, issuer, extensions) && X509_sign(certificate, key, EVP_sha256()) > 0;
}

std::string toPem(X509* certificate) {
  return pemText([certificate](BIO* out) { return PEM_write_bio_X509(out, certificate); });
}

bool mayIssue(X509* certificate) {
  return X509_check_ca(certificate) == 1;  // basicConstraints and keyUsage
}

}  // namespace

struct TlsAuthority::State {
  PkeyPtr key;
  X509Ptr certificate;
};

TlsAuthority::TlsAuthority(std::unique_ptr<State> state) : state_(std::move(state)) {}
TlsAuthority::TlsAuthority(TlsAuthority&&) noexcept = default;
TlsAuthority& TlsAuthority::operator=(TlsAuthority&&) noexcept = default;
TlsAuthority::~TlsAuthority() = default;

TlsCertificateResult<TlsAuthority> TlsAuthority::create(std::string_view commonName, const Validity& validity,
                                                        RandomSource& random) {
  const ErrorQueueGuard errors;
  auto key = newTlsKey();
  if (!key) return fail(key.error());
  auto certificate = blankFor(commonName, validity, key->get(), random);
  if (!certificate) return fail(certificate.error());
  if (!sign(certificate->get(), certificate->get(), key->get(), kAuthority))
    return fail(TlsCertificateError::unavailable);
  return TlsAuthority(std::make_unique<State>(State{std::move(*key), std::move(*certificate)}));
}

TlsCertificateResult<TlsAuthority> TlsAuthority::fromPem(std::string_view certificatePem,
                                                         const SecretBytes& keyPem) {
  const ErrorQueueGuard errors;
  if (certificatePem.size() > kLargestTlsPem) return fail(kMalformed);
  X509Ptr certificate = x509FromDer(pemContent(certificatePem, "CERTIFICATE").reveal());
  if (!certificate) return fail(tlsError(errors, kMalformed));
  auto key = tlsKeyFromPem(keyPem);
  if (!key) return fail(key.error());
  if (!mayIssue(certificate.get())) return fail(TlsCertificateError::unsupported);
  if (X509_check_private_key(certificate.get(), key->get()) != 1)
    return fail(tlsError(errors, TlsCertificateError::wrongKey));
  return TlsAuthority(std::make_unique<State>(State{std::move(*key), std::move(certificate)}));
}

std::string TlsAuthority::certificatePem() const {
  const ErrorQueueGuard errors;
  return toPem(state_->certificate.get());
}

TlsCertificateResult<SecretBytes> TlsAuthority::keyPem() const {
  const ErrorQueueGuard errors;
  SecretBytes pem = privateKeyToPem(state_->key.get());
  if (pem.empty()) return fail(TlsCertificateError::unavailable);
  return pem;
}

TlsCertificateResult<std::string> TlsAuthority::issue(const TlsRequest& request, const TlsPublicKey& key,
                                                      RandomSource& random) const {
  const ErrorQueueGuard errors;
  const auto subjectKey = tlsKeyFromPublic(key);
  if (!subjectKey) return fail(subjectKey.error());
  const EndExtensions* extensions = extensionsFor(request.role);
  if (extensions == nullptr || (request.role == TlsRole::server && request.hosts.empty()))
    return fail(kMalformed);
  const auto certificate = blankFor(request.commonName, request.validity, subjectKey->get(), random);
  if (!certificate) return fail(certificate.error());
  if (!addHosts(certificate->get(), request.hosts)) return fail(tlsError(errors, kMalformed));
  if (!sign(certificate->get(), state_->certificate.get(), state_->key.get(), *extensions))
    return fail(TlsCertificateError::unavailable);
  std::string pem = toPem(certificate->get());
  if (pem.empty()) return fail(TlsCertificateError::unavailable);
  return pem;
}

}  // namespace ssc::crypto
