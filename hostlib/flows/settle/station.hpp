// What a terminal settles with while the network is down: its journal, and what the center has allowed it.
#pragma once

#include <optional>
#include <string>

#include "crypto/random.hpp"
#include "crypto/secret.hpp"
#include "hostlib/flows/failure.hpp"
#include "hostlib/journal/journal.hpp"
#include "hostlib/office/clock.hpp"
#include "wire/settlement/limits.hpp"
#include "wire/settlement/stop_list.hpp"

namespace ssc::flows {

namespace settlement = wire::settlement;

/// What the center has given with 8601.
struct Permit {
  std::optional<settlement::Policy> policy;  ///< none: this terminal settles nothing offline
  settlement::StopList list;
  crypto::Key pseudonymKey;             ///< of the policy's year
  wire::TimePoint fetched;              ///< when the center last said that both are today's
  std::uint32_t driftSeconds = 0;       ///< of our clock, when it was last compared with the center's
  std::optional<wire::TimePoint> seen;  ///< our clock then; none: never
};

/// Everything is borrowed.
struct SettlementStation {
  journal::Journal& journal;
  const Permit& permit;
  office::Clock& clock;
  std::string terminalId;   ///< 12 digits; the security module's own number
  std::string institution;  ///< 12 digits and capitals
  std::string area;         ///< of the center, six digits
  std::string operatorId;   ///< 1 to 20 letters and digits

  [[nodiscard]] wire::TimePoint now() const {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(clock.now());
  }
};

/// A refusal of services 12, as the terminal itself says it.
Failure offlineRefusal(unsigned number, std::string where);
/// 6114, 6115, 1111; journalBusy where another program is writing.
Failure failureFrom(const journal::Error& error);

template <class T>
Outcome<T> lift(journal::Result<T> result) {
  return std::move(result).map_error([](const journal::Error& error) { return failureFrom(error); });
}

/// What is known of the terminal without its security module: that part is taken for right.
Outcome<settlement::TerminalFacts> terminalFacts(const SettlementStation& station);
/// refused with 6115 unless an outage goes on.
Outcome<settlement::OutageFacts> outageFacts(const SettlementStation& station);
/// The chief's extension that was entered last; none where there is none, or it is not by one of the policy's
/// chiefs.
Outcome<std::optional<settlement::Extension>> extensionOf(const SettlementStation& station);

/// A clerk says that there is no network, and why: the outage begins, or goes on.
Outcome<void> declareOffline(const SettlementStation& station, const std::string& reason,
                             const std::stop_token& stop);
/// How long a flow waits for another program that writes into the journal.
inline constexpr std::chrono::seconds kWriterWait{5};

}  // namespace ssc::flows
