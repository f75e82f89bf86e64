// Phones with an e-card app: their secrets, the e-cards they hold, the signatures that came from them.
#pragma once

#include <optional>
#include <soci/soci.h>
#include <string>
#include <vector>

#include "center/gate/services.hpp"

namespace ssc::center {

/// A phone whose app may use the gateway. `owner`: social security number; `secret`: 16 bytes. 2302 for an
/// owner who is not known, 1107 for an access id or a secret of another form, 3101 for an access id that is
/// taken.
Answered<void> addPhone(const Services& services, soci::session& sql, const std::string& owner,
                        const std::string& accessId, const crypto::Key& secret);

/// Puts an e-card on a phone: `relation` 0 for the owner's own (it takes the place of the one before), else
/// the relative's code (isRelation in center/identity/people.hpp). 2108 for a relation that is not so, 3101
/// for a ninth relative.
Answered<void> holdEcard(soci::session& sql, const std::string& accessId, const std::string& signNo,
                         const std::string& relation);

struct Phone {
  std::string accessId, channelNo;
  crypto::Key secret;
};
/// none for an access id that nobody has, and for a secret that was not sealed by this center.
std::optional<Phone> findPhone(const Services& services, soci::session& sql, const std::string& accessId);
/// The app said what it runs on.
void notePhoneStart(soci::session& sql, const std::string& accessId, const std::string& device,
                    std::int64_t now);

struct HeldEcard {
  std::string signNo, relation;
};
/// One's own first.
std::vector<HeldEcard> ecardsOn(soci::session& sql, const std::string& accessId);
bool holdsEcard(soci::session& sql, const std::string& accessId, const std::string& signNo);

}  // namespace ssc::center
