// Which programs of a terminal are signed on (9001): several at once, each with a number of its own and the
// key that came with it.
#pragma once

#include <cstdint>
#include <optional>
#include <soci/soci.h>
#include <string>

namespace ssc::center {

/// Of one terminal at once; one more, and the oldest goes.
inline constexpr int kMostSignOns = 8;

struct SignOn {
  std::string signNo;
  std::int64_t until = 0;  ///< 0: it was ended
  std::string kid, sealedKey;
};

/// Whether the number stands for somebody who is signed on at this terminal now. `known`: a sign-on that was
/// read already, which is the right one as a rule.
bool isSignedOn(soci::session& sql, const std::string& devNo, const std::string& signNo,
                const std::optional<SignOn>& known, std::int64_t now);

void addSignOn(soci::session& sql, const std::string& devNo, const SignOn& signOn, std::int64_t now);
void endSignOn(soci::session& sql, const std::string& devNo, const std::string& signNo);
/// All of the terminal.
void endSignOns(soci::session& sql, const std::string& devNo);

}  // namespace ssc::center
