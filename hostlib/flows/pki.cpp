#include "hostlib/flows/pki.hpp"

namespace ssc::flows {
namespace {

constexpr std::string_view kPlace = "certificate application";

Failure noApplication(const char* what) {
  return {Reason::notSupported, std::string(kPlace) + ": " + what, {}};
}

// A card of the first two generations answers "no such application".
Failure pkiFailure(const card::Error& error) {
  if (error.fault == card::Fault::status && error.sw == apdu::sw::kFileNotFound)
    return noApplication("none on this card");
  return pinFailureFrom(error);
}

Outcome<crypto::Certificate> requireCertificate(Visit& visit, card::PkiKeyPair pair) {
  auto certificate = readCertificate(visit, pair);
  if (!certificate) return tl::unexpected(certificate.error());
  if (!*certificate) return tl::unexpected(noApplication("no certificate yet"));
  return std::move(**certificate);
}

Outcome<void> enterPin(Visit& visit, const crypto::SecretBytes& digits) {
  const auto block = packedPin(digits);
  if (!block) return tl::unexpected(block.error());
  return card::verifyPkiPin(visit.navigation(), card::PkiPin::user, *block).map_error(pkiFailure);
}

// A library that failed has not judged the envelope.
Failure badEnvelope(crypto::CryptoError error, const char* why) {
  const bool isFault = error == crypto::CryptoError::unavailable;
  return {isFault ? Reason::internalError : Reason::badInput, std::string("envelope: ") + why, {}};
}

}  // namespace

Failure certificateFailure(crypto::CertificateError error, Reason refused, std::string_view what) {
  const bool isFault = error == crypto::CertificateError::unavailable;
  std::string where(what);
  if (!where.empty()) where += ": ";
  return {isFault ? Reason::internalError : refused, where + std::string(crypto::toText(error)), {}};
}

Outcome<std::optional<crypto::Certificate>> readCertificate(Visit& visit, card::PkiKeyPair pair) {
  const auto der = card::readCertificate(visit.navigation(), pair).map_error(pkiFailure);
  if (!der) return tl::unexpected(der.error());
  if (der->empty()) return std::optional<crypto::Certificate>();
  auto certificate = crypto::Certificate::fromDer(*der);
  if (!certificate) return tl::unexpected(certificateFailure(certificate.error(), Reason::cardData, ""));
  return std::optional(std::move(*certificate));
}

Outcome<crypto::SecretBytes> askForPkiPin(Visit& visit) {
  const auto source = visit.pins();
  if (!source) return tl::unexpected(source.error());
  return askForPin(**source, PinPrompt::verify, visit.tools().pinRules);
}

Outcome<SignedText> signMessage(Visit& visit, crypto::ByteView message,
                                const crypto::SecretBytes& pinDigits) {
  auto certificate = requireCertificate(visit, card::PkiKeyPair::signing);
  if (!certificate) return tl::unexpected(certificate.error());
  const auto digest = crypto::sm2Digest(certificate->publicKey(), message);
  if (!digest) return tl::unexpected(Failure{Reason::internalError, "SM3", {}});
  if (const auto entered = enterPin(visit, pinDigits); !entered) return tl::unexpected(entered.error());
  const auto signature = card::signDigest(visit.navigation(), *digest).map_error(pkiFailure);
  if (!signature) return tl::unexpected(signature.error());
  return SignedText{*signature, std::move(*certificate)};
}

Outcome<void> verifyMessage(const crypto::Certificate& certificate, crypto::ByteView message,
                            const crypto::Sm2Signature& signature) {
  const auto verified = certificate.publicKey().verify(message, signature);
  if (verified) return {};
  const bool isFault = verified.error() == crypto::CryptoError::unavailable;
  return tl::unexpected(Failure{isFault ? Reason::internalError : Reason::signatureWrong, "SM2", {}});
}

Outcome<void> trustCertificate(const crypto::Certificate& certificate, crypto::KeyUse use,
                               const std::vector<crypto::Certificate>& trusted,
                               std::chrono::sys_seconds now) {
  const auto checked = crypto::checkChain(certificate, use, trusted, now);
  if (checked) return {};
  return tl::unexpected(certificateFailure(checked.error(), Reason::certificateRefused, ""));
}

Outcome<crypto::SecretBytes> openEnvelope(Visit& visit, crypto::ByteView envelope,
                                          const crypto::SecretBytes& pinDigits) {
  const auto sealed = crypto::Envelope::fromDer(envelope);
  if (!sealed) return tl::unexpected(badEnvelope(sealed.error(), "not an EnvelopedData of GM/T 0010"));
  const auto certificate = requireCertificate(visit, card::PkiKeyPair::encryption);
  if (!certificate) return tl::unexpected(certificate.error());
  if (const auto named = sealed->checkRecipient(*certificate); !named)
    return tl::unexpected(badEnvelope(named.error(), "for another certificate"));
  if (const auto entered = enterPin(visit, pinDigits); !entered) return tl::unexpected(entered.error());
  const auto key = card::decipher(visit.navigation(), sealed->wrappedKey()).map_error(pkiFailure);
  if (!key) return tl::unexpected(key.error());
  auto message = sealed->open(crypto::Key(key->reveal()));
  if (!message) return tl::unexpected(badEnvelope(message.error(), "does not open with the card's key"));
  return std::move(*message);
}

}  // namespace ssc::flows
