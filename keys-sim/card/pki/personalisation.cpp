#include "keys-sim/card/pki/personalisation.hpp"

#include <array>

#include "keys-sim/card/pki/pki_files.hpp"

namespace ssc::sim::pki {
namespace {

struct Pair {
  std::string_view name;  // the key's, in the label it is made of
  crypto::KeyUse use;
  std::uint16_t publicFile, privateFile, certificateFile;
};
constexpr std::array<Pair, 2> kPairs{{
    {"SIGN", crypto::KeyUse::signature, kSigningPublic, kSigningPrivate, kSigningCertificate},
    {"ENC", crypto::KeyUse::encryption, kEncryptionPublic, kEncryptionPrivate, kEncryptionCertificate},
}};

CertificateResult<void> fill(CardProfile& profile, const crypto::CertificateAuthority& authority,
                             const Pair& pair, const std::string& holder) {
  const TestRoots roots(profile.rootLabel);
  const std::string name = std::string(pair.name) + "|" + apdu::toHex(profile.historicalBytes);
  const auto d = roots.sm2PrivateKey(name);
  const auto key = d.and_then([](const Key& scalar) {
                      return crypto::Sm2KeyPair::fromPrivate(scalar);
                    }).and_then([](const crypto::Sm2KeyPair& whole) { return whole.publicKey(); });
  if (!key) return tl::unexpected(CertificateError::unavailable);
  const auto certificate = authority.issue(testRequest(roots, holder, pair.use, name), *key);
  if (!certificate) return tl::unexpected(certificate.error());
  const auto put = [&](std::uint16_t fid, apdu::Bytes data) {
    profile.files[{std::string(kApplication), fid}].data = std::move(data);
  };
  put(pair.publicFile, publicKeyObject(key->point()));
  put(pair.privateFile, privateKeyObject(d->reveal()));
  put(pair.certificateFile, certificate->der());
  return {};
}

}  // namespace

CertificateResult<void> personalise(CardProfile& profile, const std::string& holder) {
  const auto authority = testAuthority(TestRoots(profile.rootLabel));
  if (!authority) return tl::unexpected(authority.error());
  for (const auto& pair : kPairs)
    if (auto filled = fill(profile, *authority, pair, holder); !filled) return filled;
  return {};
}

}  // namespace ssc::sim::pki
