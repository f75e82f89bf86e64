// What was answered to a message. A message is claimed before it is worked on, so that it is worked on once:
// by one of several threads, by one of several centers on one database, now or when it is sent again.
#pragma once

#include <cstdint>
#include <optional>
#include <soci/soci.h>
#include <string>
#include <variant>

#include "wire/office/envelope.hpp"

namespace ssc::center {

struct MessageKey {
  std::string devNo, msgid, infno, inputHash;
};

/// Ours to work on, under this claim.
struct Claimed {
  std::string claim;
};
/// Answered already: this is the answer.
struct AlreadyAnswered {
  wire::office::Reply reply;  ///< not signed
};
/// Somebody else is at it.
struct BeingWorkedOn {};
/// The same id was used for something else.
struct UsedForOther {};
using ClaimResult = std::variant<Claimed, AlreadyAnswered, BeingWorkedOn, UsedForOther>;

/// How long a message id can be sent again.
inline constexpr std::int64_t kAnswersKept = 7LL * 24 * 3600 * 1000;
/// How far a message's date may lie ahead of our clock; answers are kept that much longer.
inline constexpr std::int64_t kDateAhead = 300'000;
/// After this time a claim without an answer belongs to a worker that died.
inline constexpr std::int64_t kClaimLasts = 30'000;

/// `claim`: a new random text.
ClaimResult claimMessage(soci::session& sql, const MessageKey& key, const std::string& claim,
                         std::int64_t now);
/// False when the claim was lost meanwhile: nothing of this work may stay.
bool storeAnswer(soci::session& sql, const MessageKey& key, const std::string& claim,
                 const wire::office::Reply& reply);
/// The answer of a message that was not claimed before, in the transaction of its work. A message that is
/// known already is a conflict: the transaction fails, and nothing of this work stays.
void addAnswer(soci::session& sql, const MessageKey& key, const wire::office::Reply& reply, std::int64_t now);
/// The message may be sent again as if it were new.
void dropClaim(soci::session& sql, const MessageKey& key, const std::string& claim);
/// 9015: what became of a message. No answer and no claim: nothing.
struct MessageState {
  bool known = false;
  std::optional<wire::office::Reply> reply;
};
MessageState lookUp(soci::session& sql, const std::string& devNo, const std::string& msgid);
/// Answers, keys, attempts, sign-ins by code and what belongs to them that nobody may ask for any more. The
/// number of rows.
std::size_t forgetOld(soci::session& sql, std::int64_t now);

}  // namespace ssc::center
