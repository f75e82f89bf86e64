#include "wire/settlement/limits.hpp"

#include <array>

namespace ssc::wire::settlement {
namespace {

using std::chrono::minutes;

constexpr unsigned kStale = 6101, kCardLimit = 6102, kTerminalLimit = 6103, kStopped = 6104, kForeign = 6110,
                   kVersion = 6111, kAmount = 6112, kNotReady = 6115, kVisitOpen = 6116,
                   kTerminalUnfit = 6117, kNoRoom = 1111;

/// Everything at once, with the limits that hold now.
struct Case {
  const Policy& policy;
  const TerminalFacts& terminal;
  const OutageFacts& outage;
  const CardFacts& card;
  const Asked& asked;
  TimePoint until;  ///< of the outage
  std::uint64_t mostOne = 0;
  std::uint32_t mostCount = 0;
};

struct Condition {
  unsigned number;
  bool (*holds)(const Case&);
};

// In the order in which people are told: first what the clerk can see to, last what the holder asks for.
constexpr std::array kConditions{
    Condition{kNotReady, [](const Case& c) { return c.terminal.isJournalWhole && !c.terminal.isPrepared; }},
    Condition{kNotReady, [](const Case& c) { return !c.terminal.isRecovering; }},
    Condition{kNoRoom, [](const Case& c) { return c.terminal.hasRoom; }},
    Condition{kTerminalUnfit,
              [](const Case& c) { return c.terminal.hasModuleKeys && c.terminal.isTwinRight; }},
    Condition{kTerminalUnfit,
              [](const Case& c) {
                return c.terminal.isClockTrusted && c.terminal.driftSeconds <= c.policy.limits.driftSeconds;
              }},
    Condition{kStale,
              [](const Case& c) {
                return c.outage.began - c.outage.listFetched <= minutes(c.policy.limits.listMinutes);
              }},
    Condition{kStale,
              [](const Case& c) { return c.outage.now <= c.until && c.outage.began <= c.outage.now; }},
    // One more record must have its place.
    Condition{kTerminalLimit,
              [](const Case& c) { return c.terminal.waiting + 1 <= c.policy.limits.mostWaiting; }},
    Condition{kTerminalLimit,
              [](const Case& c) {
                return c.terminal.waitingSum + c.asked.account <= c.policy.limits.mostWaitingSum;
              }},
    Condition{kVisitOpen, [](const Case& c) { return !c.asked.isVisitOpenOnline; }},
    Condition{kAmount, [](const Case& c) { return c.asked.isOutpatientOrPharmacy; }},
    Condition{kVersion, [](const Case& c) { return c.card.version >= 2; }},
    Condition{kForeign, [](const Case& c) { return c.card.region == c.terminal.area; }},
    Condition{kStopped,
              [](const Case& c) { return c.card.isGenuine && c.card.isInUse && !c.card.isStopListed; }},
    Condition{kCardLimit, [](const Case& c) { return c.card.mayOffline; }},
    Condition{kAmount, [](const Case& c) { return c.asked.account >= 1 && c.asked.account <= c.mostOne; }},
    Condition{kCardLimit,
              [](const Case& c) { return c.card.sum + c.asked.account <= c.policy.limits.mostCard; }},
    Condition{kCardLimit, [](const Case& c) { return c.card.count + 1 <= c.mostCount; }},
};

/// The extension where it is this terminal's and its time has not passed.
const Extension* valid(const Extension* extension, const TerminalFacts& terminal, TimePoint now) {
  if (extension == nullptr || extension->terminalId != terminal.terminalId) return nullptr;
  const auto until = parseCompactSeconds(extension->until + "00");
  return until && now <= *until ? extension : nullptr;
}

}  // namespace

std::optional<unsigned> whyNotOffline(const Policy& policy, const Extension* extension,
                                      const TerminalFacts& terminal, const OutageFacts& outage,
                                      const CardFacts& card, const Asked& asked) {
  const Limits& limits = policy.limits;
  const bool isLate = outage.now - outage.began > minutes(limits.lateMinutes);
  Case facts{policy,
             terminal,
             outage,
             card,
             asked,
             outage.began + minutes(limits.outageMinutes),
             isLate ? limits.mostOneLate : limits.mostOne,
             isLate ? limits.mostCardCountLate : limits.mostCardCount};
  if (const Extension* longer = valid(extension, terminal, outage.now)) {
    facts.until = std::max(facts.until, *parseCompactSeconds(longer->until + "00"));
    facts.mostOne = longer->mostFen;
    facts.mostCount = longer->mostCount;
  }
  for (const Condition& condition : kConditions)
    if (!condition.holds(facts)) return condition.number;
  return std::nullopt;
}

}  // namespace ssc::wire::settlement
