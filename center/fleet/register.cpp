#include <array>

#include "center/fleet/fleet.hpp"
#include "center/fleet/issuers.hpp"
#include "center/gate/public_key.hpp"
#include "center/gate/sign_ons.hpp"
#include "center/settle/keys.hpp"
#include "crypto/hex.hpp"

namespace ssc::center {

using wire::office::ErrorCode;
using wire::office::Register;
using wire::office::Registered;

namespace {

constexpr std::chrono::minutes kCodeLasts{30};
constexpr std::size_t kCodeSymbols = 8, kDevNoDigits = 12, kInstitutionSize = 12;
constexpr std::chrono::days kCertificateLasts{365};
// Without the letters that are mistaken for digits.
constexpr std::string_view kCodeAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

struct Entry {
  std::string state, code, tlsRequest, signKey, tlsCertificate, signCertificate;
  long long codeUntil = 0;
};

std::optional<Entry> entryOf(soci::session& sql, const std::string& devNo) {
  Entry entry;
  sql << "SELECT t.state, t.code, t.code_until, COALESCE(p.tls_request, ''), t.sign_key, "
         "COALESCE(p.tls_certificate, ''), COALESCE(p.sign_certificate, '') FROM terminals t "
         "LEFT JOIN terminal_papers p ON p.dev_no = t.dev_no WHERE t.dev_no = :dev",
      soci::use(devNo), soci::into(entry.state), soci::into(entry.code), soci::into(entry.codeUntil),
      soci::into(entry.tlsRequest), soci::into(entry.signKey), soci::into(entry.tlsCertificate),
      soci::into(entry.signCertificate);
  return sql.got_data() ? std::optional(entry) : std::nullopt;
}

/// The request was signed with the key it brings, for this terminal and this code.
Answered<void> checkKeys(const wire::office::Request& request, const Register& body) {
  const auto key = keyFromHex(body.signKey);
  if (!key || !wire::office::verify(request, *key)) return refuse(ErrorCode::certificate, 0, "input.signKey");
  const auto tls = crypto::readCertificateRequest(body.tlsRequest);
  if (!tls || tls->commonName != request.head.devNo)
    return refuse(ErrorCode::certificate, 0, "input.tlsRequest");
  return {};
}

bool isSame(const Entry& entry, const Register& body) {
  return entry.tlsRequest == body.tlsRequest && entry.signKey == body.signKey;
}

std::string upper(std::string text) {
  for (char& c : text)
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
  return text;
}

Answered<Registered> take(const Services& services, soci::session& sql, const std::string& devNo,
                          const Register& body) {
  auto entry = entryOf(sql, devNo);
  const bool codeFits = entry && !entry->code.empty() && upper(body.code) == entry->code;
  if (!codeFits) return refuse(ErrorCode::certificate, 0, "input.code");
  Registered answer;
  if (entry->state == "MADE") {
    if (toStored(services.clock.now()) > entry->codeUntil)
      return refuse(ErrorCode::certificate, 0, "input.code");
    sql << "UPDATE terminals SET state = 'REGISTERED', sign_key = :sign WHERE dev_no = :dev",
        soci::use(body.signKey), soci::use(devNo);
    sql << "INSERT INTO terminal_papers (dev_no, tls_request) VALUES (:dev, :tls) "
           "ON CONFLICT (dev_no) DO UPDATE SET tls_request = excluded.tls_request",
        soci::use(devNo), soci::use(body.tlsRequest);
    answer.state = "REGISTERED";
    return answer;
  }
  // The code was used: it stands for the keys it was used with, and for nothing else.
  if (!isSame(*entry, body)) return refuse(ErrorCode::certificate, 0, "input.signKey");
  if (entry->tlsCertificate.empty()) {
    answer.state = "REGISTERED";
    return answer;
  }
  answer.state = "APPROVED";
  answer.tlsCertificate = entry->tlsCertificate;
  answer.signCertificate = entry->signCertificate;
  answer.authority = services.facts.authority;
  answer.centerKey = services.facts.signKey;
  const auto logKey = logKeyFor(services, sql, devNo);
  if (!logKey) return tl::unexpected(logKey.error());
  auto own = wrapped(logKey->key, body.signKey);
  if (!own) return tl::unexpected(own.error());
  answer.logKey = std::move(*own);
  return answer;
}

Answered<std::string> newCode(crypto::RandomSource& random) {
  std::array<std::uint8_t, kCodeSymbols> drawn{};
  if (!random.fill(drawn)) return refuse(ErrorCode::storage);
  std::string code;
  for (const std::uint8_t byte : drawn)
    code += kCodeAlphabet[byte % kCodeAlphabet.size()];
  return code;
}

bool isDevNo(const std::string& text) {
  return text.size() == kDevNoDigits && text.find_first_not_of("0123456789") == std::string::npos &&
         text.find_first_not_of('0') != std::string::npos;
}

crypto::Validity aYearFrom(wire::TimePoint now) {
  const auto begin = std::chrono::floor<std::chrono::seconds>(now) - std::chrono::hours(24);
  return {begin, begin + kCertificateLasts};
}

struct Certificates {
  std::string tls, sign, fingerprint;
};

Answered<Certificates> issue(const Services& services, const Issuers& issuers, const std::string& devNo,
                             const Entry& entry) {
  const auto validity = aYearFrom(services.clock.now());
  const auto tls = crypto::readCertificateRequest(entry.tlsRequest);
  const auto key = keyFromHex(entry.signKey);
  std::array<std::uint8_t, 16> serial{};
  if (!tls || !key || !services.random.fill(serial)) return refuse(ErrorCode::certificate);
  serial[0] =
      static_cast<std::uint8_t>((serial[0] & 0x3FU) | 0x40U);  // RFC 5280 §4.1.2.2: positive, not zero
  const auto certificate =
      issuers.tls.issue({devNo, crypto::TlsRole::client, {}, validity}, tls->publicKey, services.random);
  const auto sign = issuers.sign.issue({{"CN", "TEST SSC Terminal", devNo},
                                        {serial.begin(), serial.end()},
                                        validity,
                                        crypto::KeyUse::signature},
                                       *key);
  if (!certificate || !sign) return refuse(ErrorCode::certificate);
  const auto facts = crypto::factsOf(std::string_view(*certificate));
  if (!facts) return refuse(ErrorCode::certificate);
  return Certificates{*certificate, crypto::toPem(*sign), hexOf(facts->fingerprint)};
}

/// What an operator can make of a terminal: one that is retired stays so, only a suspended one goes on.
bool mayBecome(TerminalState now, TerminalState next) {
  const bool works = now == TerminalState::approved || now == TerminalState::active;
  if (next == TerminalState::suspended) return works || now == TerminalState::suspended;
  if (next == TerminalState::active) return now == TerminalState::suspended || now == TerminalState::active;
  return next == TerminalState::retired;
}

template <class T>
Answered<T> flat(Stored<Answered<T>> result) {
  if (!result) return tl::unexpected(refusalOf(result.error()));
  return std::move(*result);
}

}  // namespace

Answered<std::string> registerTerminal(const Services& services, const wire::office::Request& request) {
  if (request.head.infno != Register::kInfno) return refuse(ErrorCode::certificate);
  const auto body = wire::office::decodeBody<Register>(request.input);
  if (!body) return refuse(ErrorCode::badEnvelope, 0, "input." + body.error().place);
  if (auto keys = checkKeys(request, *body); !keys) return tl::unexpected(keys.error());
  return flat(services.store.write(
                  Durability::safe,
                  [&](soci::session& sql) { return take(services, sql, request.head.devNo, *body); }))
      .map([&](const Registered& answer) { return wire::office::encodeBody(answer); });
}

Answered<std::string> announceTerminal(const Services& services, const TerminalPlan& plan) {
  if (!isDevNo(plan.devNo)) return refuse(ErrorCode::badEnvelope, 0, "dev_no");
  if (plan.institutionCode.size() != kInstitutionSize)
    return refuse(ErrorCode::badEnvelope, 0, "fixmedins_code");
  auto code = newCode(services.random);
  if (!code) return code;
  const long long until = toStored(services.clock.now() + kCodeLasts);
  const std::string attended = plan.attended ? "1" : "0";
  const auto done = services.store.write(Durability::safe, [&](soci::session& sql) -> Answered<void> {
    const auto known = findTerminal(sql, services.store.backend(), plan.devNo, true);
    if (known && known->state == TerminalState::retired) return refuse(ErrorCode::wrongStep, 0, "dev_no");
    sql << "INSERT INTO terminals (dev_no, area, state, fixmedins_code, fixmedins_name, place, attended, "
           "code, "
           "code_until) VALUES (:dev, :area, 'MADE', :code, :name, :place, :attended, :secret, :until) "
           "ON CONFLICT (dev_no) DO UPDATE SET state = 'MADE', code = excluded.code, "
           "code_until = excluded.code_until, fixmedins_code = excluded.fixmedins_code, "
           "fixmedins_name = excluded.fixmedins_name, place = excluded.place, attended = excluded.attended, "
           "tls_fingerprint = ''",
        soci::use(plan.devNo), soci::use(services.rules.area), soci::use(plan.institutionCode),
        soci::use(plan.institutionName), soci::use(plan.place), soci::use(attended), soci::use(*code),
        soci::use(until);
    sql << "UPDATE terminal_papers SET tls_certificate = '', sign_certificate = '' WHERE dev_no = :dev",
        soci::use(plan.devNo);
    endSignOns(sql, plan.devNo);
    return {};
  });
  if (auto stored = flat(done); !stored) return tl::unexpected(stored.error());
  return code;
}

Answered<void> approveTerminal(const Services& services, const Issuers& issuers, const std::string& devNo) {
  return flat(services.store.write(Durability::safe, [&](soci::session& sql) -> Answered<void> {
    const auto entry = entryOf(sql, devNo);
    if (!entry || entry->state != "REGISTERED") return refuse(ErrorCode::wrongStep, 0, "dev_no");
    const auto made = issue(services, issuers, devNo, *entry);
    if (!made) return tl::unexpected(made.error());
    const long long until = toStored(services.clock.now() + kCertificateLasts);
    sql << "UPDATE terminals SET state = 'APPROVED', tls_fingerprint = :print, certificates_until = :until, "
           "bad_signatures = 0 WHERE dev_no = :dev",
        soci::use(made->fingerprint), soci::use(until), soci::use(devNo);
    sql << "UPDATE terminal_papers SET tls_certificate = :tls, sign_certificate = :sign WHERE dev_no = :dev",
        soci::use(made->tls), soci::use(made->sign), soci::use(devNo);
    return {};
  }));
}

Answered<void> changeTerminal(const Services& services, const std::string& devNo, TerminalState state) {
  return flat(services.store.write(Durability::safe, [&](soci::session& sql) -> Answered<void> {
    const auto terminal = findTerminal(sql, services.store.backend(), devNo, true);
    if (!terminal || !mayBecome(terminal->state, state)) return refuse(ErrorCode::wrongStep, 0, "dev_no");
    setTerminalState(sql, devNo, state);
    if (state ==
        TerminalState::active)  // what was held against it is forgiven, or it is never suspended again
      sql << "UPDATE terminals SET bad_signatures = 0 WHERE dev_no = :dev", soci::use(devNo);
    return {};
  }));
}

}  // namespace ssc::center
