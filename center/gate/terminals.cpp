#include "center/gate/terminals.hpp"

#include <algorithm>
#include <array>

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

constexpr std::string_view kColumns =
    "SELECT dev_no, area, state, fixmedins_code, fixmedins_name, place, attended, tls_fingerprint, sign_key, "
    "counter_high, counter_window, powered_on, sign_no, sign_no_until, scanner_off_until FROM terminals "
    "WHERE ";

// A damaged row is nobody: a state or window that cannot be read lets no one in.
std::optional<Terminal> terminalFrom(soci::session& sql, const std::string& condition,
                                     const std::string& key) {
  Terminal terminal;
  std::string state, attended, window;
  long long high = -1, poweredOn = 0, signNoUntil = 0, scannerOff = 0;
  sql << std::string(kColumns) + condition, soci::use(key, "key"), soci::into(terminal.devNo),
      soci::into(terminal.area), soci::into(state), soci::into(terminal.institutionCode),
      soci::into(terminal.institutionName), soci::into(terminal.place), soci::into(attended),
      soci::into(terminal.fingerprint), soci::into(terminal.signKey), soci::into(high), soci::into(window),
      soci::into(poweredOn), soci::into(terminal.signNo), soci::into(signNoUntil), soci::into(scannerOff);
  if (!sql.got_data()) return std::nullopt;
  const auto row =
      std::find_if(kStates.begin(), kStates.end(), [&](const StateRow& r) { return r.text == state; });
  const auto counters = CounterWindow::fromStored(high, window);
  if (row == kStates.end() || !counters) return std::nullopt;
  terminal.state = row->state;
  terminal.counters = *counters;
  terminal.attended = attended == "1";
  terminal.poweredOn = poweredOn;
  terminal.signNoUntil = signNoUntil;
  terminal.scannerOffUntil = scannerOff;
  return terminal;
}

}  // namespace

std::string_view toText(TerminalState state) {
  return std::find_if(kStates.begin(), kStates.end(), [&](const StateRow& r) { return r.state == state; })
      ->text;
}

std::string hexOf(const crypto::CertificateFingerprint& fingerprint) {
  return crypto::toHex(fingerprint);
}

std::optional<Terminal> findTerminal(soci::session& sql, Backend backend, const std::string& devNo,
                                     bool lock) {
  // SQLite's write transactions are alone anyway.
  const bool forUpdate = lock && backend == Backend::postgresql;
  return terminalFrom(sql, std::string("dev_no = :key") + (forUpdate ? " FOR UPDATE" : ""), devNo);
}

std::optional<Terminal> findTerminalByCertificate(soci::session& sql, const std::string& fingerprint) {
  if (fingerprint.empty()) return std::nullopt;
  return terminalFrom(sql, "tls_fingerprint = :key", fingerprint);
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
}

void raiseAlarm(soci::session& sql, const std::string& id, const std::string& devNo, const std::string& kind,
                int level, std::int64_t now) {
  const long long at = now;
  sql << "INSERT INTO alarms (id, dev_no, kind, level, at) VALUES (:id, :dev, :kind, :level, :at)",
      soci::use(id), soci::use(devNo), soci::use(kind), soci::use(level), soci::use(at);
}

}  // namespace ssc::center
