// May this settlement be made without the network? Every condition of services 6.3 as a row; what is refused
// leaves only "pay cash and re-enter later". Nothing here knows a clock, a card or a journal: all is told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wire/beijing_time.hpp"
#include "wire/settlement/chief_codes.hpp"
#include "wire/settlement/policy.hpp"

namespace ssc::wire::settlement {

/// What is known of the terminal.
struct TerminalFacts {
  bool isRecovering = false;   ///< the network is back, and what waits is not sent yet
  bool isJournalWhole = true;  ///< chain intact, writable
  bool isPrepared = false;     ///< a settlement is not closed
  bool hasRoom = true;         ///< for 50 more records
  bool hasModuleKeys = true;   ///< PSAM with DPK, RK1DF04 and UK2DF04, its number not all zeros
  bool isTwinRight = true;     ///< the security module's number is the journal's
  bool isClockTrusted = true;
  std::uint32_t driftSeconds = 0;
  std::uint64_t waiting = 0;     ///< records not sent
  std::uint64_t waitingSum = 0;  ///< fen
  std::string terminalId;        ///< 12 digits
  std::string area;              ///< of its center, six digits
};

/// What is known of the outage.
struct OutageFacts {
  TimePoint began, now;
  TimePoint listFetched;  ///< policy and stop-list: when the center last said they are today's
};

/// What is known of the card.
struct CardFacts {
  unsigned version = 0;    ///< 1, 2 or 3
  bool isGenuine = false;  ///< card authentication and PIN passed
  bool isInUse = false;    ///< status 1
  bool isStopListed = false;
  bool mayOffline = false;  ///< EF06-90 = 1
  std::uint64_t sum = 0;    ///< EF06-92, fen
  std::uint32_t count = 0;  ///< EF06-93
  std::string region;       ///< aab301
};

/// What is asked.
struct Asked {
  bool isOutpatientOrPharmacy = true;
  std::uint64_t account = 0;  ///< fen from the personal account
  bool isVisitOpenOnline = false;
};

/// Why not, as a number of services 12; none: it may. `extension`: a chief's, read and not used up; one of
/// another terminal, or past its time, is as none.
std::optional<unsigned> whyNotOffline(const Policy& policy, const Extension* extension,
                                      const TerminalFacts& terminal, const OutageFacts& outage,
                                      const CardFacts& card, const Asked& asked);

}  // namespace ssc::wire::settlement
