#include "center/gateway/phones.hpp"

#include <algorithm>

#include "center/identity/ecard_life.hpp"
#include "center/identity/logins.hpp"
#include "center/identity/people.hpp"
#include "crypto/base64.hpp"
#include "wire/gateway.hpp"
#include "wire/gateway_body.hpp"

namespace ssc::center {

using wire::office::ErrorCode;

namespace {

constexpr std::string_view kOwn = "0";
constexpr std::size_t kMostAccessId = 64;

/// Binds a sealed secret to its row.
std::string placeOf(const std::string& accessId) {
  return "phone|" + accessId;
}

bool isAccessId(std::string_view text) {
  const auto isPlain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
  };
  return !text.empty() && text.size() <= kMostAccessId && std::all_of(text.begin(), text.end(), isPlain);
}

std::optional<std::string> ownerOf(soci::session& sql, const std::string& accessId) {
  std::string owner;
  sql << "SELECT owner FROM phones WHERE access_id = :id", soci::use(accessId), soci::into(owner);
  return sql.got_data() ? std::optional(owner) : std::nullopt;
}

bool fits(const std::string& relation, bool own) {
  return own ? relation == kOwn : isRelation(relation);
}

std::size_t relativesOn(soci::session& sql, const std::string& accessId) {
  const auto held = ecardsOn(sql, accessId);
  return static_cast<std::size_t>(
      std::count_if(held.begin(), held.end(), [](const HeldEcard& each) { return each.relation != kOwn; }));
}

}  // namespace

Answered<void> addPhone(const Services& services, soci::session& sql, const std::string& owner,
                        const std::string& accessId, const crypto::Key& secret) {
  if (!isAccessId(accessId)) return refuse(ErrorCode::badEnvelope, 0, "accessId");
  if (secret.size() != wire::gateway::kSecretBytes) return refuse(ErrorCode::badEnvelope, 0, "secret");
  if (!findPerson(sql, owner)) return refuse(ErrorCode::signInUnknown);
  if (ownerOf(sql, accessId)) return refuse(ErrorCode::cardState);
  const auto sealed =
      services.keys.store.seal(secret.reveal(), crypto::bytesOf(placeOf(accessId)), services.random);
  if (!sealed) return refuse(ErrorCode::storage);
  const std::string text = crypto::toBase64(*sealed), channel(kChannelNo);
  const long long now = toStored(services.clock.now());
  sql << "INSERT INTO phones (access_id, secret, channel_no, owner, added) VALUES (:id, :secret, :channel, "
         ":owner, "
         ":now)",
      soci::use(accessId), soci::use(text), soci::use(channel), soci::use(owner), soci::use(now);
  return {};
}

Answered<void> holdEcard(soci::session& sql, const std::string& accessId, const std::string& signNo,
                         const std::string& relation) {
  const auto owner = ownerOf(sql, accessId);
  const auto ecard = findEcard(sql, signNo);
  if (!owner || !ecard) return refuse(ErrorCode::signInUnknown);
  const bool own = ecard->owner == *owner;
  if (!fits(relation, own)) return refuse(ErrorCode::notPossible);
  if (holdsEcard(sql, accessId, signNo)) return refuse(ErrorCode::cardState);
  if (!own && relativesOn(sql, accessId) >= wire::gateway::kMostRelatives)
    return refuse(ErrorCode::cardState);
  if (own) sql << "DELETE FROM phone_ecards WHERE access_id = :id AND relation = '0'", soci::use(accessId);
  sql << "INSERT INTO phone_ecards (access_id, sign_no, relation) VALUES (:id, :sign, :relation)",
      soci::use(accessId), soci::use(signNo), soci::use(relation);
  return {};
}

std::optional<Phone> findPhone(const Services& services, soci::session& sql, const std::string& accessId) {
  std::string sealed, channel;
  sql << "SELECT secret, channel_no FROM phones WHERE access_id = :id", soci::use(accessId),
      soci::into(sealed), soci::into(channel);
  if (!sql.got_data()) return std::nullopt;
  const auto bytes = crypto::fromBase64(sealed);
  if (!bytes) return std::nullopt;
  const auto secret = services.keys.store.open(*bytes, crypto::bytesOf(placeOf(accessId)));
  if (!secret) return std::nullopt;
  return Phone{accessId, std::move(channel), crypto::Key(secret->reveal())};
}

void notePhoneStart(soci::session& sql, const std::string& accessId, const std::string& device,
                    std::int64_t now) {
  const long long at = now;
  sql << "UPDATE phones SET device = :device, started = :now WHERE access_id = :id", soci::use(device),
      soci::use(at), soci::use(accessId);
}

std::vector<HeldEcard> ecardsOn(soci::session& sql, const std::string& accessId) {
  HeldEcard each;
  soci::statement select =
      (sql.prepare << "SELECT sign_no, relation FROM phone_ecards WHERE access_id = :id ORDER BY "
                      "CASE WHEN relation = '0' THEN 0 ELSE 1 END, sign_no",
       soci::use(accessId), soci::into(each.signNo), soci::into(each.relation));
  std::vector<HeldEcard> held;
  select.execute();
  while (select.fetch())
    held.push_back(each);
  return held;
}

bool holdsEcard(soci::session& sql, const std::string& accessId, const std::string& signNo) {
  const auto held = ecardsOn(sql, accessId);
  return std::any_of(held.begin(), held.end(), [&](const HeldEcard& each) { return each.signNo == signNo; });
}

}  // namespace ssc::center
