// What needs a certificate and no card: verifying, checking whom to trust, sealing.
#include <algorithm>
#include <chrono>
#include <fstream>

#include "hostlib/capi/ssc/bytes_argument.hpp"
#include "hostlib/capi/ssc/open_terminal.hpp"
#include "hostlib/flows/pki.hpp"

namespace ssc::capi {
namespace {

using crypto::Certificate;
using crypto::SecretBytes;
using flows::Failure;
using flows::Outcome;
using flows::Reason;

constexpr std::size_t kMostOfFile = 1U << 20;

Outcome<Certificate> certificateFrom(const BytesArgument& argument) {
  const auto der = argument.checked("certificate");
  if (!der) return tl::unexpected(der.error());
  return Certificate::fromDer(*der).map_error([](crypto::CertificateError error) {
    return flows::certificateFailure(error, Reason::badInput, "certificate");
  });
}

Outcome<crypto::Sm2Signature> signatureFrom(const BytesArgument& argument) {
  crypto::Sm2Signature signature{};
  const auto bytes = argument.checked("signature");
  if (!bytes) return tl::unexpected(bytes.error());
  if (bytes->size() != signature.size())
    return tl::unexpected(Failure{Reason::badInput, "signature: not 64 bytes", {}});
  std::copy(bytes->begin(), bytes->end(), signature.begin());
  return signature;
}

Outcome<void> verify(const BytesArgument& certificate, const BytesArgument& data,
                     const BytesArgument& signature) {
  const auto message = data.checked("data");
  if (!message) return tl::unexpected(message.error());
  const auto signer = certificateFrom(certificate);
  if (!signer) return tl::unexpected(signer.error());
  const auto signed64 = signatureFrom(signature);
  if (!signed64) return tl::unexpected(signed64.error());
  return flows::verifyMessage(*signer, *message, *signed64);
}

Outcome<std::vector<Certificate>> authoritiesIn(const char* name) {
  if (name == nullptr) return tl::unexpected(Failure{Reason::badParameter, "authorities", {}});
  std::ifstream file(name, std::ios::binary);
  crypto::Bytes bytes(kMostOfFile);
  file.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return crypto::readCertificates(bytes).map_error([name](crypto::CertificateError error) {
    return flows::certificateFailure(error, Reason::badInput, name);
  });
}

Outcome<crypto::KeyUse> useOf(int key) {
  if (key != SSC_KEY_SIGNING && key != SSC_KEY_ENCRYPTION)
    return tl::unexpected(Failure{Reason::badParameter, "key", {}});
  return key == SSC_KEY_SIGNING ? crypto::KeyUse::signature : crypto::KeyUse::encryption;
}

Outcome<SecretBytes> checkTrust(const BytesArgument& argument, int key, const char* authorities) {
  const auto use = useOf(key);
  if (!use) return tl::unexpected(use.error());
  const auto certificate = certificateFrom(argument);
  if (!certificate) return tl::unexpected(certificate.error());
  const auto trusted = authoritiesIn(authorities);
  if (!trusted) return tl::unexpected(trusted.error());
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  const auto checked = flows::trustCertificate(*certificate, *use, *trusted, now);
  if (!checked) return tl::unexpected(checked.error());
  return jsonResult(render::certificate(*certificate, render::Shown::full));
}

Reason sealReason(crypto::CryptoError error) {
  return error == crypto::CryptoError::badLength ? Reason::badInput : Reason::internalError;
}

Outcome<SecretBytes> seal(const BytesArgument& certificate, const BytesArgument& data) {
  const auto message = data.checked("data");
  if (!message) return tl::unexpected(message.error());
  const auto recipient = certificateFrom(certificate);
  if (!recipient) return tl::unexpected(recipient.error());
  crypto::SystemRandom random;
  const auto envelope = crypto::sealEnvelope(*recipient, *message, random);
  if (!envelope && envelope.error() == crypto::CryptoError::badKey)
    return tl::unexpected(Failure{Reason::badInput, "certificate: not for encryption", {}});
  if (!envelope) return tl::unexpected(Failure{sealReason(envelope.error()), "seal", {}});
  return SecretBytes(crypto::ByteView(*envelope));
}

}  // namespace
}  // namespace ssc::capi

using namespace ssc::capi;

int ssc_verify(ssc_terminal* terminal, const uint8_t* certificate, size_t certificateSize,
               const uint8_t* data, size_t size, const uint8_t* signature, size_t signatureSize) {
  return callTerminal(terminal, [&](OpenTerminal&, const std::stop_token&) {
    return verify({certificate, certificateSize}, {data, size}, {signature, signatureSize});
  });
}

int ssc_check_certificate(ssc_terminal* terminal, const uint8_t* certificate, size_t certificateSize, int key,
                          const char* authorities, char* out, size_t* length) {
  const BytesArgument der{certificate, certificateSize};
  return giveFromTerminal(
      terminal, {out, length}, {"ssc_check_certificate", {der.view(), key, authorities}},
      [&](OpenTerminal&, const std::stop_token&) { return checkTrust(der, key, authorities); });
}

int ssc_seal(ssc_terminal* terminal, const uint8_t* certificate, size_t certificateSize, const uint8_t* data,
             size_t size, uint8_t* out, size_t* length) {
  const BytesArgument der{certificate, certificateSize}, message{data, size};
  return giveFromTerminal(terminal, {out, length}, {"ssc_seal", {der.view(), message.view()}},
                          [&](OpenTerminal&, const std::stop_token&) { return seal(der, message); });
}
