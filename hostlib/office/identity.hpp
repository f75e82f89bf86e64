// What proves this terminal to the center: two key pairs and a certificate for each, in a folder that is its
// owner's alone. The keys are made here and never leave the folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "crypto/sm2.hpp"
#include "hostlib/office/error.hpp"
#include "wire/office/fleet.hpp"

namespace ssc::office {

/// Files of the folder. All but the certificates are 0600, the folder is 0700.
struct IdentityFiles {
  std::filesystem::path folder;
  [[nodiscard]] std::filesystem::path tlsKey() const { return folder / "tls.key"; }
  [[nodiscard]] std::filesystem::path tlsRequest() const { return folder / "tls.csr"; }
  [[nodiscard]] std::filesystem::path tlsCertificate() const { return folder / "tls.pem"; }
  [[nodiscard]] std::filesystem::path signKey() const { return folder / "sign.key"; }
  [[nodiscard]] std::filesystem::path signCertificate() const { return folder / "sign.pem"; }
  /// Key of the settlement journal's MACs, hexadecimal; not there where the center gave none.
  [[nodiscard]] std::filesystem::path logKey() const { return folder / "log.key"; }
  /// One-time code of a registration that is under way.
  [[nodiscard]] std::filesystem::path code() const { return folder / "register.code"; }
};

enum class IdentityState : std::uint8_t {
  none,      ///< no keys yet
  waiting,   ///< keys, and the center has been asked
  complete,  ///< certificates too
};
IdentityState identityState(const IdentityFiles& files);

/// An SM2 key pair that signs as this terminal.
struct Identity {
  crypto::Sm2KeyPair signKey;
  /// PEM files, for TLS.
  std::string tlsCertificate, tlsKey;
};
/// notRegistered unless it is complete; badFiles where a file cannot be used, or others may use it.
Result<Identity> loadIdentity(const IdentityFiles& files);

/// What is sent to be registered. The same keys and the same texts each time, until the folder is emptied.
struct Applicant {
  crypto::Sm2KeyPair signKey;
  std::string tlsRequest;  ///< PKCS#10, PEM
  std::string signPoint;   ///< hexadecimal
};
/// Makes folder, keys and request where they are not there yet.
Result<Applicant> prepareIdentity(const IdentityFiles& files, std::string_view terminal);
/// Certificates that came back: each must be readable, the signing one must be for our key.
Result<void> completeIdentity(const IdentityFiles& files, const wire::office::Registered& answer,
                              const Applicant& applicant);

/// The center's key: 128 hexadecimal digits (X, Y; a leading 04 is allowed), or a certificate in PEM.
Result<crypto::Sm2PublicKey> readCenterKey(const std::filesystem::path& file);
/// SM3 of a program file, 64 hexadecimal digits.
Result<std::string> measuredProgram(const std::filesystem::path& file);

}  // namespace ssc::office
