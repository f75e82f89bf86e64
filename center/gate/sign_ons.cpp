#include "center/gate/sign_ons.hpp"

namespace ssc::center {
namespace {

/// The newest but one: the place that is left is for the one that comes.
void makeRoom(soci::session& sql, const std::string& devNo, std::int64_t now) {
  const long long at = now;
  const int rest = kMostSignOns - 1;
  sql << "UPDATE session_keys SET sign_until = 0 WHERE dev_no = :dev AND sign_until > 0 AND kid NOT IN "
         "(SELECT kid FROM session_keys WHERE dev_no = :same AND sign_until > :now "
         "ORDER BY made DESC, kid LIMIT :rest)",
      soci::use(devNo), soci::use(devNo), soci::use(at), soci::use(rest);
}

}  // namespace

bool isSignedOn(soci::session& sql, const std::string& devNo, const std::string& signNo,
                const std::optional<SignOn>& known, std::int64_t now) {
  if (signNo.empty()) return false;
  if (known && known->signNo == signNo) return now < known->until;
  // A message that is sent again keeps its key and comes under the number of today.
  long long until = 0;
  sql << "SELECT sign_until FROM session_keys WHERE dev_no = :dev AND sign_no = :sign", soci::use(devNo),
      soci::use(signNo), soci::into(until);
  return sql.got_data() && now < until;
}

void addSignOn(soci::session& sql, const std::string& devNo, const SignOn& signOn, std::int64_t now) {
  makeRoom(sql, devNo, now);
  const long long at = now, until = signOn.until;
  sql << "INSERT INTO session_keys (kid, dev_no, sealed, made, sign_no, sign_until) "
         "VALUES (:kid, :dev, :sealed, :now, :sign, :until)",
      soci::use(signOn.kid), soci::use(devNo), soci::use(signOn.sealedKey), soci::use(at),
      soci::use(signOn.signNo), soci::use(until);
}

void endSignOn(soci::session& sql, const std::string& devNo, const std::string& signNo) {
  sql << "UPDATE session_keys SET sign_until = 0 WHERE dev_no = :dev AND sign_no = :sign", soci::use(devNo),
      soci::use(signNo);
}

void endSignOns(soci::session& sql, const std::string& devNo) {
  sql << "UPDATE session_keys SET sign_until = 0 WHERE dev_no = :dev AND sign_until > 0", soci::use(devNo);
}

}  // namespace ssc::center
