#include "center/identity/id_card.hpp"

#include "center/identity/sessions.hpp"
#include "wire/beijing_time.hpp"

namespace ssc::center {

using wire::office::ErrorCode;

namespace {

constexpr int kMostFaces = 3;
constexpr std::int64_t kFacesIn = 600'000, kSecond = 1000;  // ms
constexpr std::size_t kIdBytes = 16;

struct Faces {
  int count = 0;
  std::int64_t first = 0;
};

Faces wrongFaces(soci::session& sql, const std::string& number, std::int64_t now) {
  const long long since = now - kFacesIn;
  Faces faces;
  long long first = 0;
  sql << "SELECT COUNT(*), COALESCE(MIN(at), 0) FROM attempts WHERE kind = 'face' AND who = :who AND at > "
         ":since",
      soci::use(number), soci::use(since), soci::into(faces.count), soci::into(first);
  faces.first = first;
  return faces;
}

unsigned secondsLeft(const Faces& faces, std::int64_t now) {
  return static_cast<unsigned>((faces.first + kFacesIn - now + kSecond - 1) / kSecond);
}

}  // namespace

Answered<void> checkIdCard(const wire::office::CardSignIn& body, wire::TimePoint now) {
  if (body.way != "id") return {};
  if (!body.proven) return refuse(ErrorCode::notPossible, 0, "input.proven");
  // Days are written so that their order is that of their letters.
  const bool over = !body.idExpires.empty() && body.idExpires < wire::dayText(now);
  if (over) return refuse(ErrorCode::notPossible, 0, "input.idExpires");
  return {};
}

Answered<void> checkFaceTries(const Services& services, soci::session& sql, const std::string& number) {
  const std::int64_t now = toStored(services.clock.now());
  const Faces faces = wrongFaces(sql, number, now);
  if (faces.count >= kMostFaces) return refuse(ErrorCode::tooManyTries, secondsLeft(faces, now));
  return {};
}

Answered<void> countWrongFace(const Call& call, const std::string& number, const std::string& sessionId) {
  const auto id = randomId(call.services.random, kIdBytes);
  if (!id) return tl::unexpected(id.error());
  const long long now = call.at();
  call.sql << "INSERT INTO attempts (kind, who, at, token) VALUES ('face', :who, :at, :id)",
      soci::use(number), soci::use(now), soci::use(*id);
  const Faces faces = wrongFaces(call.sql, number, now);
  if (faces.count < kMostFaces) return {};
  endSession(call.sql, sessionId, now);
  return refuseAndKeep(ErrorCode::tooManyTries, secondsLeft(faces, now));
}

void forgetWrongFaces(soci::session& sql, const std::string& number) {
  sql << "DELETE FROM attempts WHERE kind = 'face' AND who = :who", soci::use(number);
}

}  // namespace ssc::center
