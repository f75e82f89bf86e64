// What an issuing office says to the certificate application behind a certificate authority's answer: the
// envelope with the escrowed encryption pair, and both certificates. All of it needs the user PIN verified;
// on the way the pair's private key stays enciphered under a key that only this card could open.
#pragma once

#include "hostlib/card/pki.hpp"
#include "hostlib/card/write.hpp"

namespace ssc::card {

/// The envelope's symmetric key, SM2-enciphered for the card's signing pair (C1 || C3 || C2, 97…247 bytes):
/// the card gives the key in clear.
Result<crypto::Key> openEnvelope(Navigation& card, apdu::ByteView ciphertext);
/// Makes that key (16 bytes) the one under which the private key comes.
Result<void> importEnvelopeKey(Navigation& card, const crypto::Key& key);
/// The encryption pair: public point, and the private scalar (32 bytes) enciphered under the imported key.
Result<void> importEncryptionPair(Navigation& card, const Sm2Point& point, apdu::ByteView encipheredScalar);

/// Writes a certificate (DER, at most 7FFF bytes) from the start of its file.
tl::expected<void, BinaryWriteError> writeCertificate(Navigation& card, PkiKeyPair pair, apdu::ByteView der);

}  // namespace ssc::card
