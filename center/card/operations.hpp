// Which operation leads a card from which state to which, who may do it, what has to be seen for it, and what
// follows: a table. 8303 (second part), 8304, 8306.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "center/gate/call.hpp"

namespace ssc::center {

enum class Doer : std::uint8_t { holder, clerk };

/// What was seen of card and person, as bits.
enum Evidence : std::uint8_t {
  kNothing = 0,
  kCardSeen = 1,  ///< the card is here and proved itself
  kPinSeen = 2,   ///< it accepted its PIN, which was not the initial one
  kFaceSeen = 4,
  kIdCardSeen = 8,
  kNewPin = 16,  ///< the initial PIN was replaced
};

enum Effect : std::uint8_t {
  kNone = 0,
  kList = 1,        ///< on the stop-list
  kUnlist = 2,      ///< off it
  kPinChanged = 4,  ///< the card's PIN is its holder's own
};

struct OperationRow {
  std::string_view name;      ///< enable, loss, release
  std::string_view purpose;   ///< of a session that may do it with a card in state `from`; empty: any session
  std::string_view from, to;  ///< aaz502
  Doer doer;
  std::uint8_t needs;    ///< Evidence
  std::uint8_t effects;  ///< Effect, besides what the e-card and the sessions do by themselves
};

/// nullptr: nobody of this kind does it.
const OperationRow* findOperation(std::string_view name, Doer doer);

/// "card", "pin", "face", "idCard", "newPin": the words of evidence that travel between centers.
std::vector<std::string> evidenceWords(std::uint8_t evidence);
/// 1107 for a word that is none.
Answered<std::uint8_t> evidenceOf(const std::vector<std::string>& words);
/// The first of what is needed that was not seen; empty: all was.
std::string_view missingEvidence(std::uint8_t needed, std::uint8_t seen);

/// An operation that is about to be done, by whom and in which session.
struct Doing {
  const OperationRow& row;
  std::string aaz501;  ///< empty: the card that the subject has
  std::string subject, presenter, sessionId;
  std::string reason, staffNo;
  std::uint8_t evidence = kNothing;
};

struct OperationDone {
  std::string operationNo, before, after;
  std::int64_t at = 0;
};

/// Changes the state, writes who did it, lets the e-card follow, ends sessions. The same message again: what
/// it did the first time. 2302 for a card that is not the subject's, 2109 for evidence that is missing, 3101
/// for another state, which is named with the one that was wanted.
Answered<OperationDone> operate(const Call& call, const Doing& doing);

}  // namespace ssc::center
