#include "keys-sim/hsm/test_pki.hpp"

#include <array>
#include <fcntl.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/openssl_handles.hpp"
#include "crypto/random.hpp"

namespace ssc::sim {
namespace {

using CertificatePtr = crypto::OpensslPtr<X509, X509_free>;
using ExtensionPtr = crypto::OpensslPtr<X509_EXTENSION, X509_EXTENSION_free>;
using BioPtr = crypto::OpensslPtr<BIO, BIO_free_all>;
using std::chrono::hours;

constexpr hours kDay{24};
constexpr hours kYear = 365 * kDay;
constexpr int kVersion3 = 2;  // RFC 5280 §4.1.2.1 counts from 0

struct AuthorityRow {
  std::string_view name, commonName;
};
constexpr AuthorityRow kAuthorityRow{kAuthority, "TEST authority of the simulated HSM"};
constexpr AuthorityRow kStrangerRow{"stranger-ca", "TEST authority that nobody trusts"};

struct LeafRow {
  std::string_view name, commonName;
  const char *usage, *host;  ///< extended key usage; subject alternative names, nullptr: none
  hours begin, end;          ///< counted from now
  bool ofStranger;
};
constexpr auto kHere = "DNS:localhost,IP:127.0.0.1,IP:::1";
constexpr std::array kLeaves{
    LeafRow{kServer, "TEST HSM", "serverAuth", kHere, -kDay, kYear, false},
    LeafRow{kTerminal, "TEST terminal", "clientAuth", nullptr, -kDay, kYear, false},
    LeafRow{"stranger", "TEST HSM", "serverAuth", kHere, -kDay, kYear, true},
    LeafRow{"stranger-terminal", "TEST terminal", "clientAuth", nullptr, -kDay, kYear, true},
    LeafRow{"expired", "TEST HSM", "serverAuth", kHere, -kYear, -kDay, false},
    LeafRow{"elsewhere", "TEST HSM", "serverAuth", "DNS:hsm.invalid", -kDay, kYear, false},
};
constexpr std::array<std::string_view, 5> kShown{kServer, "stranger", "expired", kTerminal, "elsewhere"};

struct Identity {
  crypto::PkeyPtr key;
  CertificatePtr certificate;
};

bool extend(X509& certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, &certificate, nullptr, nullptr, 0);
  const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value));
  return extension && X509_add_ext(&certificate, extension.get(), -1) == 1;
}

bool nameIt(X509_NAME* name, std::string_view commonName) {
  const std::string text(commonName);
  return X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(text.data()),
                                    static_cast<int>(text.size()), -1, 0) == 1;
}

bool numberIt(X509& certificate) {
  std::array<std::uint8_t, 8> serial{};
  if (!crypto::SystemRandom().fill(serial)) return false;
  serial[0] &= 0x7F;  // RFC 5280 §4.1.2.2: positive
  std::uint64_t number = 0;
  for (const std::uint8_t byte : serial)
    number = number << 8 | byte;
  return ASN1_INTEGER_set_uint64(X509_get_serialNumber(&certificate), number) == 1;
}

/// A new key and a certificate for it, complete but for extensions and signature.
std::optional<Identity> begin(std::string_view commonName, std::time_t from, std::time_t until) {
  Identity identity{crypto::PkeyPtr(EVP_EC_gen("P-256")), CertificatePtr(X509_new())};
  X509* certificate = identity.certificate.get();
  if (!identity.key || certificate == nullptr || !numberIt(*certificate)) return std::nullopt;
  const bool complete = X509_set_version(certificate, kVersion3) == 1 &&
                        nameIt(X509_get_subject_name(certificate), commonName) &&
                        ASN1_TIME_set(X509_getm_notBefore(certificate), from) != nullptr &&
                        ASN1_TIME_set(X509_getm_notAfter(certificate), until) != nullptr &&
                        X509_set_pubkey(certificate, identity.key.get()) == 1;
  return complete ? std::optional(std::move(identity)) : std::nullopt;
}

bool sign(X509& certificate, const Identity& issuer) {
  return X509_set_issuer_name(&certificate, X509_get_subject_name(issuer.certificate.get())) == 1 &&
         extend(certificate, issuer.certificate.get(), NID_authority_key_identifier, "keyid") &&
         X509_sign(&certificate, issuer.key.get(), EVP_sha256()) > 0;
}

std::optional<Identity> makeAuthority(const AuthorityRow& row, std::time_t now) {
  const auto day = static_cast<std::time_t>(std::chrono::seconds(kDay).count());
  const auto year = static_cast<std::time_t>(std::chrono::seconds(kYear).count());
  auto identity = begin(row.commonName, now - 2 * year, now + year + day);
  if (!identity) return std::nullopt;
  X509& certificate = *identity->certificate;
  const bool made = extend(certificate, nullptr, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                    extend(certificate, nullptr, NID_key_usage, "critical,keyCertSign") &&
                    extend(certificate, nullptr, NID_subject_key_identifier, "hash") &&
                    sign(certificate, *identity);
  return made ? std::move(identity) : std::nullopt;
}

std::optional<Identity> makeLeaf(const LeafRow& row, const Identity& issuer, std::time_t now) {
  const auto seconds = [](hours time) {
    return static_cast<std::time_t>(std::chrono::seconds(time).count());
  };
  auto identity = begin(row.commonName, now + seconds(row.begin), now + seconds(row.end));
  if (!identity) return std::nullopt;
  X509& certificate = *identity->certificate;
  const bool made = extend(certificate, nullptr, NID_basic_constraints, "critical,CA:FALSE") &&
                    extend(certificate, nullptr, NID_key_usage, "critical,digitalSignature") &&
                    extend(certificate, nullptr, NID_ext_key_usage, row.usage) &&
                    (row.host == nullptr || extend(certificate, nullptr, NID_subject_alt_name, row.host)) &&
                    sign(certificate, issuer);
  return made ? std::move(identity) : std::nullopt;
}

// A new file, its owner's alone: nothing is overwritten.
bool writeNew(const std::filesystem::path& file, BIO& text) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(&text, &data);
  const int fd =
      ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR);
  if (fd < 0) return false;
  const ssize_t written = ::write(fd, data, static_cast<std::size_t>(size));
  return ::close(fd) == 0 && written == size;
}

bool writeCertificate(const std::filesystem::path& folder, std::string_view name, X509& certificate) {
  const BioPtr text(BIO_new(BIO_s_mem()));
  return text && PEM_write_bio_X509(text.get(), &certificate) == 1 &&
         writeNew(folder / (std::string(name) + ".pem"), *text);
}

bool writeKey(const std::filesystem::path& folder, std::string_view name, EVP_PKEY& key) {
  const BioPtr text(BIO_new(BIO_s_secmem()));
  return text && PEM_write_bio_PrivateKey(text.get(), &key, nullptr, nullptr, 0, nullptr, nullptr) == 1 &&
         writeNew(folder / (std::string(name) + ".key"), *text);
}

bool makeFiles(const std::filesystem::path& folder, std::time_t now) {
  const auto authority = makeAuthority(kAuthorityRow, now), stranger = makeAuthority(kStrangerRow, now);
  if (!authority || !stranger || !writeCertificate(folder, kAuthorityRow.name, *authority->certificate) ||
      !writeCertificate(folder, kStrangerRow.name, *stranger->certificate))
    return false;
  for (const LeafRow& row : kLeaves) {
    const auto leaf = makeLeaf(row, row.ofStranger ? *stranger : *authority, now);
    if (!leaf || !writeCertificate(folder, row.name, *leaf->certificate) ||
        !writeKey(folder, row.name, *leaf->key))
      return false;
  }
  return true;
}

}  // namespace

std::span<const std::string_view> serverCertificates() {
  return kShown;
}

tl::expected<void, std::string> makeTestPki(const std::filesystem::path& folder,
                                            std::chrono::system_clock::time_point now) {
  std::error_code fault;
  std::filesystem::create_directories(folder, fault);
  if (fault) return tl::make_unexpected(folder.string() + ": " + fault.message());
  if (std::filesystem::exists(folder / "ca.pem", fault))
    return tl::make_unexpected(folder.string() + ": there are certificates already");
  if (makeFiles(folder, std::chrono::system_clock::to_time_t(now))) return {};
  return tl::make_unexpected(folder.string() + ": the certificates could not be made or written");
}

}  // namespace ssc::sim
