#include "center/gate/terminals.hpp"

#include <algorithm>
#include <array>

#include "center/gate/sign_ons.hpp"
#include "crypto/hex.hpp"

namespace ssc::center {
namespace {

struct StateRow {
  TerminalState state;
  std::string_view text;
};
constexpr std::array kStates{
    StateRow{TerminalState::made, "MADE"},           StateRow{TerminalState::registered, "REGISTERED"},
    StateRow{TerminalState::approved, "APPROVED"},   StateRow{TerminalState::active, "ACTIVE"},
    StateRow{TerminalState::suspended, "SUSPENDED"}, StateRow{TerminalState::retired, "RETIRED"},
};

constexpr std::string_view kSelect =
    "SELECT t.dev_no, t.state, t.fixmedins_code, t.fixmedins_name, t.place, t.attended, t.tls_fingerprint, "
    "t.sign_key, t.counter_high, t.counter_window, t.powered_on, t.scanner_off_until, COALESCE(k.kid, ''), "
    "COALESCE(k.sealed, ''), COALESCE(k.sign_no, ''), COALESCE(k.sign_until, 0) FROM terminals t "
    "LEFT JOIN session_keys k ON k.kid = :kid AND k.dev_no = t.dev_no WHERE t.dev_no = :key";

}  // namespace

// A damaged row is nobody: a state or window that cannot be read lets no one in.
std::optional<Terminal> findTerminal(soci::session& sql, Backend backend, const std::string& devNo, bool lock,
                                     const std::string& kid) {
  // SQLite's write transactions are alone anyway.
  const bool forUpdate = lock && backend == Backend::postgresql;
  Terminal terminal;
  std::string state, attended, window;
  SignOn signOn;
  long long high = -1, poweredOn = 0, scannerOff = 0, signUntil = 0;
  sql << std::string(kSelect) + (forUpdate ? " FOR UPDATE OF t" : ""), soci::use(kid, "kid"),
      soci::use(devNo, "key"), soci::into(terminal.devNo), soci::into(state),
      soci::into(terminal.institutionCode), soci::into(terminal.institutionName), soci::into(terminal.place),
      soci::into(attended), soci::into(terminal.fingerprint), soci::into(terminal.signKey), soci::into(high),
      soci::into(window), soci::into(poweredOn), soci::into(scannerOff), soci::into(signOn.kid),
      soci::into(signOn.sealedKey), soci::into(signOn.signNo), soci::into(signUntil);
  if (!sql.got_data()) return std::nullopt;
  const auto row =
      std::find_if(kStates.begin(), kStates.end(), [&](const StateRow& r) { return r.text == state; });
  const auto counters = CounterWindow::fromStored(high, window);
  if (row == kStates.end() || !counters) return std::nullopt;
  terminal.state = row->state;
  terminal.counters = *counters;
  terminal.attended = attended == "1";
  terminal.poweredOn = poweredOn;
  terminal.scannerOffUntil = scannerOff;
  signOn.until = signUntil;
  if (!signOn.kid.empty()) terminal.signOn = std::move(signOn);
  return terminal;
}

std::string_view toText(TerminalState state) {
  return std::find_if(kStates.begin(), kStates.end(), [&](const StateRow& r) { return r.state == state; })
      ->text;
}

std::string hexOf(const crypto::CertificateFingerprint& fingerprint) {
  return crypto::toHex(fingerprint);
}

std::optional<CertificateOwner> findOwner(soci::session& sql, const std::string& fingerprint) {
  if (fingerprint.empty()) return std::nullopt;
  CertificateOwner owner;
  sql << "SELECT dev_no, sign_key FROM terminals WHERE tls_fingerprint = :print", soci::use(fingerprint),
      soci::into(owner.devNo), soci::into(owner.signKey);
  return sql.got_data() ? std::optional(owner) : std::nullopt;
}

void storeCounters(soci::session& sql, const Terminal& terminal, std::int64_t now) {
  const long long high = terminal.counters.highest(), seen = now;
  const std::string window = terminal.counters.window();
  sql << "UPDATE terminals SET counter_high = :high, counter_window = :window, last_seen = :now WHERE dev_no "
         "= :dev",
      soci::use(high), soci::use(window), soci::use(seen), soci::use(terminal.devNo);
}

void setTerminalState(soci::session& sql, const std::string& devNo, TerminalState state) {
  const std::string text(toText(state));
  sql << "UPDATE terminals SET state = :state WHERE dev_no = :dev", soci::use(text), soci::use(devNo);
  if (state == TerminalState::suspended || state == TerminalState::retired) endSignOns(sql, devNo);
}

void raiseAlarm(soci::session& sql, const std::string& id, const std::string& devNo, const std::string& kind,
                int level, std::int64_t now) {
  const long long at = now;
  sql << "INSERT INTO alarms (id, dev_no, kind, level, at) VALUES (:id, :dev, :kind, :level, :at)",
      soci::use(id), soci::use(devNo), soci::use(kind), soci::use(level), soci::use(at);
}

}  // namespace ssc::center
