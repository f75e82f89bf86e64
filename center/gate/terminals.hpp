// The table of terminals: who may speak to this center.
#pragma once

#include <optional>
#include <soci/soci.h>
#include <string>

#include "center/data/dialect.hpp"
#include "center/gate/counter_window.hpp"
#include "center/gate/sign_ons.hpp"
#include "crypto/tls_certificate.hpp"

namespace ssc::center {

enum class TerminalState : std::uint8_t { made, registered, approved, active, suspended, retired };
std::string_view toText(TerminalState state);

struct Terminal {
  std::string devNo;
  TerminalState state = TerminalState::made;
  std::string institutionCode, institutionName, place;
  bool attended = false;    ///< at a window: a member of staff is there
  std::string fingerprint;  ///< of its TLS certificate, hexadecimal
  std::string signKey;      ///< SM2 point, hexadecimal
  CounterWindow counters;
  std::int64_t poweredOn = 0;
  std::int64_t scannerOffUntil = 0;
  std::optional<SignOn> signOn;  ///< that the key asked for came with, whether it has ended or not
};

std::string hexOf(const crypto::CertificateFingerprint& fingerprint);

/// `lock`: nobody else changes it until the transaction ends.
/// `kid`: the key whose sign-on is wanted too.
std::optional<Terminal> findTerminal(soci::session& sql, Backend backend, const std::string& devNo, bool lock,
                                     const std::string& kid = {});

/// Who a certificate stands for.
struct CertificateOwner {
  std::string devNo, signKey;
};
std::optional<CertificateOwner> findOwner(soci::session& sql, const std::string& fingerprint);

void storeCounters(soci::session& sql, const Terminal& terminal, std::int64_t now);
/// Suspended or retired: whoever was signed in there is not any more.
void setTerminalState(soci::session& sql, const std::string& devNo, TerminalState state);
/// What an operator has to look at.
void raiseAlarm(soci::session& sql, const std::string& id, const std::string& devNo, const std::string& kind,
                int level, std::int64_t now);

}  // namespace ssc::center
