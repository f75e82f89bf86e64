#include "center/identity/logins.hpp"

#include <algorithm>
#include <array>

#include "crypto/hex.hpp"
#include "wire/base32.hpp"
#include "wire/code_text.hpp"

namespace ssc::center {

using wire::office::ErrorCode;

namespace {

struct StateRow {
  LoginState state;
  std::string_view text;
  std::int64_t lasts;  ///< ms; 0: for ever
};
constexpr std::array kStates{
    StateRow{LoginState::pending, "PENDING", 120'000},    StateRow{LoginState::scanned, "SCANNED", 60'000},
    StateRow{LoginState::confirmed, "CONFIRMED", 30'000}, StateRow{LoginState::consumed, "CONSUMED", 0},
    StateRow{LoginState::expired, "EXPIRED", 0},          StateRow{LoginState::invalid, "INVALID", 0},
};
constexpr std::int64_t kAgeTolerance = 10'000;  // ms: a photographed code dies
constexpr std::size_t kSecretBytes = 16;

const StateRow& rowOf(LoginState state) {
  return *std::find_if(kStates.begin(), kStates.end(),
                       [&](const StateRow& row) { return row.state == state; });
}

std::int64_t begunAt(const Login& login) {
  if (login.state == LoginState::scanned) return login.scanned;
  return login.state == LoginState::confirmed ? login.confirmed : login.created;
}

LoginView viewOf(const Login& login) {
  LoginView view{login.id, login.flow, login.kind, login.place, login.service, {}};
  if (login.flow == "B") view.matchNumber = wire::matchNumber(secretOf(login), login.id).value_or("");
  return view;
}

/// The sign-in that this phone is at, still waiting for its holder.
Answered<Login> requireScanned(const Services& services, soci::session& sql, const std::string& signNo,
                               const std::string& loginId) {
  auto login = findLogin(sql, loginId);
  if (!login || login->signNo != signNo) return refuse(ErrorCode::signInUnknown);
  const LoginState state = stateAt(*login, toStored(services.clock.now()));
  if (state == LoginState::expired) return refuse(ErrorCode::signInExpired);
  if (state != LoginState::scanned) return refuse(ErrorCode::signInUnknown);
  return std::move(*login);
}

}  // namespace

crypto::Key secretOf(const Login& login) {
  const auto bytes = crypto::fromHex(login.secret);
  return crypto::Key(crypto::ByteView(bytes.value_or(crypto::Bytes{})));
}

std::string_view toText(LoginState state) {
  return rowOf(state).text;
}

std::optional<Login> findLogin(soci::session& sql, const std::string& id) {
  Login login;
  std::string state;
  int reason = 0;
  long long created = 0, scanned = 0, confirmed = 0, lastPoll = 0;
  sql << "SELECT login_id, flow, dev_no, kind, place, service, secret, state, reason, created, scanned, "
         "confirmed, "
         "last_poll, sign_no, busi_seq FROM logins WHERE login_id = :id",
      soci::use(id), soci::into(login.id), soci::into(login.flow), soci::into(login.devNo),
      soci::into(login.kind), soci::into(login.place), soci::into(login.service), soci::into(login.secret),
      soci::into(state), soci::into(reason), soci::into(created), soci::into(scanned), soci::into(confirmed),
      soci::into(lastPoll), soci::into(login.signNo), soci::into(login.busiSeq);
  if (!sql.got_data()) return std::nullopt;
  const auto row =
      std::find_if(kStates.begin(), kStates.end(), [&](const StateRow& r) { return r.text == state; });
  login.state = row == kStates.end() ? LoginState::invalid : row->state;
  login.reason = static_cast<unsigned>(reason);
  login.created = created;
  login.scanned = scanned;
  login.confirmed = confirmed;
  login.lastPoll = lastPoll;
  return login;
}

LoginState stateAt(const Login& login, std::int64_t now) {
  const std::int64_t lasts = rowOf(login.state).lasts;
  return lasts != 0 && now - begunAt(login) > lasts ? LoginState::expired : login.state;
}

void setLoginState(soci::session& sql, const std::string& id, LoginState state, unsigned reason) {
  const std::string text(toText(state));
  const int code = static_cast<int>(reason);
  sql << "UPDATE logins SET state = :state, reason = :reason WHERE login_id = :id", soci::use(text),
      soci::use(code), soci::use(id);
}

bool useUpLogin(soci::session& sql, const std::string& id) {
  soci::statement update = (sql.prepare << "UPDATE logins SET state = 'CONSUMED' WHERE login_id = :id AND "
                                           "state = 'CONFIRMED'",
                            soci::use(id));
  update.execute(true);
  return update.get_affected_rows() == 1;
}

Answered<Login> openLogin(const Services& services, soci::session& sql, const LoginPlan& plan) {
  auto id = wire::randomBase32(wire::kLoginIdLength, services.random);
  auto secret =
      plan.flow == "B" ? randomId(services.random, kSecretBytes) : Answered<std::string>(std::string());
  if (!id || !secret) return refuse(ErrorCode::storage);
  Login login;
  login.id = std::move(*id);
  login.flow = plan.flow;
  login.devNo = plan.devNo;
  login.kind = plan.kind;
  login.place = plan.place;
  login.service = plan.service;
  login.secret = std::move(*secret);
  login.signNo = plan.signNo;
  login.state = plan.state;
  login.created = toStored(services.clock.now());
  login.scanned = plan.state == LoginState::pending ? 0 : login.created;
  login.confirmed = plan.state == LoginState::confirmed ? login.created : 0;
  const std::string state(toText(login.state));
  const long long created = login.created, scanned = login.scanned, confirmed = login.confirmed;
  sql << "INSERT INTO logins (login_id, flow, dev_no, kind, place, service, secret, state, created, scanned, "
         "confirmed, sign_no) VALUES (:id, :flow, :dev, :kind, :place, :service, :secret, :state, :created, "
         ":scanned, "
         ":confirmed, :sign)",
      soci::use(login.id), soci::use(login.flow), soci::use(login.devNo), soci::use(login.kind),
      soci::use(login.place), soci::use(login.service), soci::use(login.secret), soci::use(state),
      soci::use(created), soci::use(scanned), soci::use(confirmed), soci::use(login.signNo);
  return login;
}

Answered<LoginView> scanLoginCode(const Services& services, soci::session& sql, const std::string& signNo,
                                  const std::string& text) {
  const auto code = wire::parseLoginCode(text);
  if (!code) return refuse(ErrorCode::codeForged);
  auto login = findLogin(sql, code->loginId);
  if (!login || login->flow != "B") return refuse(ErrorCode::signInUnknown);
  if (!code->isGenuine(secretOf(*login))) return refuse(ErrorCode::codeForged);
  const std::int64_t now = toStored(services.clock.now());
  const LoginState state = stateAt(*login, now);
  if (state == LoginState::expired) return refuse(ErrorCode::signInExpired);
  if (state != LoginState::pending) return refuse(ErrorCode::codeUsed);
  const std::int64_t shown = login->created + std::int64_t{code->age} * 1000;
  if (now - shown > kAgeTolerance || shown - now > kAgeTolerance) return refuse(ErrorCode::codeExpired);
  const auto ecard = findEcard(sql, signNo);
  if (!ecard) return refuse(ErrorCode::signInUnknown);
  if (auto fit = checkEcard(sql, *ecard); !fit) return tl::unexpected(fit.error());
  const long long at = now;
  soci::statement update =
      (sql.prepare << "UPDATE logins SET state = 'SCANNED', scanned = :now, sign_no = :sign "
                      "WHERE login_id = :id AND state = 'PENDING'",
       soci::use(at), soci::use(signNo), soci::use(login->id));
  update.execute(true);
  if (update.get_affected_rows() != 1) return refuse(ErrorCode::codeUsed);
  return viewOf(*login);
}

std::vector<LoginView> waitingLogins(const Services& services, soci::session& sql,
                                     const std::string& signNo) {
  std::string id;
  std::vector<std::string> ids;
  soci::statement select =
      (sql.prepare << "SELECT login_id FROM logins WHERE sign_no = :sign AND state = 'SCANNED' "
                      "ORDER BY created DESC LIMIT 8",
       soci::use(signNo), soci::into(id));
  select.execute();
  while (select.fetch())
    ids.push_back(id);
  std::vector<LoginView> views;
  for (const std::string& each : ids) {
    const auto login = findLogin(sql, each);
    if (login && stateAt(*login, toStored(services.clock.now())) == LoginState::scanned)
      views.push_back(viewOf(*login));
  }
  return views;
}

Answered<void> confirmLogin(const Services& services, soci::session& sql, const std::string& signNo,
                            const std::string& loginId, const std::string& busiSeq) {
  const auto login = requireScanned(services, sql, signNo, loginId);
  if (!login) return tl::unexpected(login.error());
  const auto ecard = findEcard(sql, signNo);
  if (!ecard) return refuse(ErrorCode::signInUnknown);
  if (auto fit = checkEcard(sql, *ecard); !fit) return tl::unexpected(fit.error());
  const long long now = toStored(services.clock.now());
  soci::statement use =
      (sql.prepare << "UPDATE proofs SET used = :now, login_id = :login WHERE busi_seq = :seq AND "
                      "sign_no = :sign AND used = 0 AND until >= :now2",
       soci::use(now), soci::use(loginId), soci::use(busiSeq), soci::use(signNo), soci::use(now));
  use.execute(true);
  if (use.get_affected_rows() != 1) return refuse(ErrorCode::codeUsed);
  soci::statement confirm =
      (sql.prepare << "UPDATE logins SET state = 'CONFIRMED', confirmed = :now, busi_seq = :seq "
                      "WHERE login_id = :id AND state = 'SCANNED'",
       soci::use(now), soci::use(busiSeq), soci::use(loginId));
  confirm.execute(true);
  if (confirm.get_affected_rows() != 1) return refuse(ErrorCode::signInUnknown);  // cancelled in this moment
  return noteAction(services, sql, signNo, "013");
}

Answered<void> refuseLogin(const Services& services, soci::session& sql, const std::string& signNo,
                           const std::string& loginId) {
  const auto login = requireScanned(services, sql, signNo, loginId);
  if (!login) return tl::unexpected(login.error());
  setLoginState(sql, loginId, LoginState::invalid, static_cast<unsigned>(ErrorCode::signInRefused));
  return {};
}

}  // namespace ssc::center
