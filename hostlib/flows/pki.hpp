// The certificate application of third-generation cards: certificates, signatures, envelopes (GM/T 0009,
// 0010, 0015). The card has been taken; the PIN is the application's own, given by the caller or asked from
// the stay's source.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "crypto/envelope.hpp"
#include "crypto/x509.hpp"
#include "hostlib/card/pki.hpp"
#include "hostlib/flows/visit.hpp"

namespace ssc::flows {

/// notSupported where the card has no certificate application; empty where none was written.
Outcome<std::optional<crypto::Certificate>> readCertificate(Visit& visit, card::PkiKeyPair pair);

/// The signing PIN of the application, digits; from the stay's source. A pad in the reader cannot do it: the
/// PIN is used as a key here, not sent.
Outcome<crypto::SecretBytes> askForPkiPin(Visit& visit);

struct SignedText {
  crypto::Sm2Signature signature;
  crypto::Certificate certificate;  ///< that verifies it
};
/// SM2-with-SM3 over the message with the holder's signing key.
Outcome<SignedText> signMessage(Visit& visit, crypto::ByteView message, const crypto::SecretBytes& pinDigits);

/// Without a card. signatureWrong when it does not verify. Whether the certificate is to be trusted:
/// trustCertificate().
Outcome<void> verifyMessage(const crypto::Certificate& certificate, crypto::ByteView message,
                            const crypto::Sm2Signature& signature);
/// What it means that a certificate was not read or not trusted: `refused`, with why behind `what`;
/// internalError where the library failed before it could judge.
Failure certificateFailure(crypto::CertificateError error, Reason refused, std::string_view what);
/// certificateRefused, with why.
Outcome<void> trustCertificate(const crypto::Certificate& certificate, crypto::KeyUse use,
                               const std::vector<crypto::Certificate>& trusted, std::chrono::sys_seconds now);

/// What was sealed for the holder's encryption certificate. badInput when it is no envelope, or one for
/// another.
Outcome<crypto::SecretBytes> openEnvelope(Visit& visit, crypto::ByteView envelope,
                                          const crypto::SecretBytes& pinDigits);

}  // namespace ssc::flows
