// The table of terminals: who may speak to this center.
#pragma once

#include <optional>
#include <soci/soci.h>
#include <string>

#include "center/data/dialect.hpp"
#include "center/gate/counter_window.hpp"
#include "crypto/tls_certificate.hpp"

namespace ssc::center {

enum class TerminalState : std::uint8_t { made, registered, approved, active, suspended, retired };
std::string_view toText(TerminalState state);

struct Terminal {
  std::string devNo, area;
  TerminalState state = TerminalState::made;
  std::string institutionCode, institutionName, place;
  bool attended = false;    ///< at a window: a member of staff is there
  std::string fingerprint;  ///< of its TLS certificate, hexadecimal
  std::string signKey;      ///< SM2 point, hexadecimal
  CounterWindow counters;
  std::int64_t poweredOn = 0;
  std::string signNo;
  std::int64_t signNoUntil = 0;
  std::int64_t scannerOffUntil = 0;
};

std::string hexOf(const crypto::CertificateFingerprint& fingerprint);

/// `lock`: nobody else changes it until the transaction ends.
std::optional<Terminal> findTerminal(soci::session& sql, Backend backend, const std::string& devNo,
                                     bool lock);
std::optional<Terminal> findTerminalByCertificate(soci::session& sql, const std::string& fingerprint);
void storeCounters(soci::session& sql, const Terminal& terminal, std::int64_t now);
void setTerminalState(soci::session& sql, const std::string& devNo, TerminalState state);
/// What an operator has to look at.
void raiseAlarm(soci::session& sql, const std::string& id, const std::string& devNo, const std::string& kind,
                int level, std::int64_t now);

}  // namespace ssc::center
