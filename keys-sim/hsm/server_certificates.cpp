#include "keys-sim/hsm/server_certificates.hpp"

#include <openssl/pem.h>

namespace ssc::sim {
namespace {

using BioPtr = crypto::OpensslPtr<BIO, BIO_free_all>;

BioPtr openFile(const std::filesystem::path& folder, std::string_view name, const char* extension) {
  return BioPtr(BIO_new_file((folder / (std::string(name) + extension)).c_str(), "r"));
}

}  // namespace

tl::expected<ServerCertificates, std::string> ServerCertificates::load(const std::filesystem::path& folder) {
  ServerCertificates all;
  for (const std::string_view name : serverCertificates()) {
    const BioPtr certificate = openFile(folder, name, ".pem"), key = openFile(folder, name, ".key");
    if (!certificate || !key)
      return tl::make_unexpected(folder.string() + ": no " + std::string(name) +
                                 ".pem and .key (ssc-sim hsm init)");
    Entry entry{
        crypto::OpensslPtr<X509, X509_free>(PEM_read_bio_X509(certificate.get(), nullptr, nullptr, nullptr)),
        crypto::PkeyPtr(PEM_read_bio_PrivateKey(key.get(), nullptr, nullptr, nullptr))};
    if (!entry.certificate || !entry.key)
      return tl::make_unexpected(folder.string() + ": " + std::string(name) + " cannot be read");
    all.entries_.emplace(name, std::move(entry));
  }
  return all;
}

bool ServerCertificates::show(SSL& connection, const std::string& name) const {
  const auto entry = entries_.find(name);
  return entry != entries_.end() && SSL_use_certificate(&connection, entry->second.certificate.get()) == 1 &&
         SSL_use_PrivateKey(&connection, entry->second.key.get()) == 1;
}

}  // namespace ssc::sim
