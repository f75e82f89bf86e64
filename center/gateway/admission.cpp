#include "center/gateway/admission.hpp"

#include <algorithm>

namespace ssc::center {

using wire::gateway::AppKeys;
using wire::gateway::Request;
using wire::office::ErrorCode;

namespace {

constexpr std::int64_t kClockTolerance = 300'000;                       // ms
constexpr std::int64_t kBadKnocksIn = 300'000;                          // ms
constexpr int kMostBadKnocks = 10;                                      // of one app name from one address
constexpr std::int64_t kBurstIn = 10'000;                               // ms
constexpr int kMostInBurst = 60;                                        // messages of one app
constexpr std::int64_t kSignaturesKept = 2 * kClockTolerance + 60'000;  // longer than any of them is good
constexpr unsigned kWait = 5;                                           // seconds
constexpr std::string_view kNobody = "?";

/// Whoever tries from one address shuts out nobody else.
std::string knockerOf(std::string_view accessId, const std::string& remote) {
  return std::string(accessId) + '@' + remote;
}

int badKnocks(soci::session& sql, const std::string& who, std::int64_t now) {
  const long long since = now - kBadKnocksIn;
  int count = 0;
  sql << "SELECT COUNT(*) FROM attempts WHERE kind = 'gateway' AND who = :who AND at > :since",
      soci::use(who), soci::use(since), soci::into(count);
  return count;
}

/// The count stops at its limit: nobody fills the table from outside.
void countBadKnock(const Services& services, soci::session& sql, const std::string& who, std::int64_t now) {
  if (badKnocks(sql, who, now) >= kMostBadKnocks) return;
  const auto id = randomId(services.random, 16);
  if (!id) return;
  const long long at = now;
  sql << "INSERT INTO attempts (kind, who, at, token) VALUES ('gateway', :who, :at, :id)", soci::use(who),
      soci::use(at), soci::use(*id);
}

/// None: it did not sign this.
std::optional<AdmittedApp> signer(Phone phone, const Request& request) {
  auto keys = AppKeys::fromSecret(phone.secret);
  if (!keys || !isSigned(*keys, request)) return std::nullopt;
  return AdmittedApp{std::move(phone), std::move(*keys), {}};
}

bool cameBefore(soci::session& sql, const Request& request) {
  int count = 0;
  sql << "SELECT COUNT(*) FROM phone_requests WHERE access_id = :id AND signature = :signature",
      soci::use(request.accessId), soci::use(request.signature), soci::into(count);
  return count != 0;
}

int cameLately(soci::session& sql, const std::string& accessId, std::int64_t now) {
  const long long since = now - kBurstIn;
  int count = 0;
  sql << "SELECT COUNT(*) FROM phone_requests WHERE access_id = :id AND at > :since", soci::use(accessId),
      soci::use(since), soci::into(count);
  return count;
}

void noteRequest(soci::session& sql, const Request& request, std::int64_t now) {
  const long long at = now, old = now - kSignaturesKept;
  sql << "DELETE FROM phone_requests WHERE access_id = :id AND at < :old", soci::use(request.accessId),
      soci::use(old);
  sql << "INSERT INTO phone_requests (access_id, signature, at) VALUES (:id, :signature, :at)",
      soci::use(request.accessId), soci::use(request.signature), soci::use(at);
}

/// Whether a signed message is on time, new, and not one of too many.
std::optional<Refusal> reservation(soci::session& sql, const Request& request, std::int64_t now) {
  const std::int64_t difference = now - static_cast<std::int64_t>(request.timestamp);
  if (difference > kClockTolerance || difference < -kClockTolerance) return Refusal{ErrorCode::clock, 0, {}};
  if (cameBefore(sql, request)) return Refusal{ErrorCode::counter, 0, {}};
  if (cameLately(sql, request.accessId, now) >= kMostInBurst) return Refusal{ErrorCode::busy, kWait, {}};
  noteRequest(sql, request, now);
  return std::nullopt;
}

}  // namespace

Stored<std::optional<AdmittedApp>> admitApp(const Services& services, const Request& request,
                                            const std::string& remote) {
  const std::int64_t now = toStored(services.clock.now());
  return services.store.write(Durability::quick, [&](soci::session& sql) -> std::optional<AdmittedApp> {
    auto phone = findPhone(services, sql, request.accessId);
    const std::string who = knockerOf(phone ? request.accessId : kNobody, remote);
    if (badKnocks(sql, who, now) >= kMostBadKnocks) return std::nullopt;
    auto app = phone ? signer(std::move(*phone), request) : std::nullopt;
    if (!app) {
      countBadKnock(services, sql, who, now);
      return std::nullopt;
    }
    app->refusal = reservation(sql, request, now);
    return app;
  });
}

}  // namespace ssc::center
