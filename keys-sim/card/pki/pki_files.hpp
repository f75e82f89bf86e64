// The files of the certificate application (card specification 3, certificate environment). The headers of
// the key files are a convention of this project.
#pragma once

#include <optional>
#include <vector>

#include "crypto/sm2.hpp"
#include "keys-sim/card/file_tree.hpp"

namespace ssc::sim::pki {

inline constexpr std::string_view kEnvironment = "PKI";     ///< "PKI.社会保障"
inline constexpr std::string_view kApplication = "PKIADF";  ///< "SS.CERT.ADF1"

inline constexpr std::uint16_t kSigningPublic = 0x0012, kSigningPrivate = 0x0013;
inline constexpr std::uint16_t kEncryptionPublic = 0x0014, kEncryptionPrivate = 0x0015;
inline constexpr std::uint16_t kSigningCertificate = 0x0018, kEncryptionCertificate = 0x0019;

/// The permission either PIN gives: what an issuer writes, the holder may write too.
inline constexpr std::string_view kAnyPin = "PKI.PIN";

/// CA 40 || X || Y and CB 20 || d: what key files hold, and import commands carry.
apdu::Bytes publicKeyObject(apdu::ByteView point64);
apdu::Bytes privateKeyObject(apdu::ByteView d32);

/// The files of the application, with what the profile puts in; the private keys can never be read.
std::vector<ElementaryFile> makeFiles(const CardProfile& profile);

/// What a key file holds; nothing while it is empty (all zero).
std::optional<apdu::Bytes> pointIn(Directory& application, std::uint16_t fid);
std::optional<crypto::Sm2KeyPair> keyPairIn(Directory& application, std::uint16_t fid);

}  // namespace ssc::sim::pki
