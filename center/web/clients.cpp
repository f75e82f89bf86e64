#include "center/web/clients.hpp"

#include <algorithm>

#include "center/identity/logins.hpp"
#include "center/identity/people.hpp"
#include "center/identity/sessions.hpp"
#include "center/web/visit.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "wire/base32.hpp"

namespace ssc::center::web {

using wire::office::ErrorCode;

namespace {

constexpr std::size_t kCodeSymbols = 20, kSecretBytes = 16, kPseudonymBytes = 20;
constexpr std::size_t kMostId = 32, kMostName = 40, kMostAddress = 512;

/// The same person has another number with every platform: nobody can put two platforms' lists together.
Answered<std::string> pseudonymOf(const Services& services, const std::string& clientId,
                                  const std::string& person) {
  const auto key = crypto::hmacSm3(services.keys.password, crypto::bytesOf("ssc web: pseudonym key"));
  if (!key) return refuse(ErrorCode::storage);
  const auto mac =
      crypto::hmacSm3(crypto::Key(crypto::ByteView(*key)), crypto::bytesOf(clientId + "|" + person));
  if (!mac) return refuse(ErrorCode::storage);
  return wire::toBase32(std::span(*mac).first<kPseudonymBytes>());
}

bool isId(std::string_view text) {
  return !text.empty() && text.size() <= kMostId &&
         text.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-") ==
             std::string_view::npos;
}

bool isPrintable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F && c != '\\'; });
}

/// With a path: so nothing that begins with it can have another host.
bool isAddress(std::string_view text) {
  constexpr std::string_view kScheme = "https://";
  if (!text.starts_with(kScheme) || text.size() > kMostAddress || !isPrintable(text)) return false;
  const auto host = text.substr(kScheme.size());
  return host.find('/') != std::string_view::npos && host.find('/') > 0 &&
         host.find('@') == std::string_view::npos && host.find_first_of("?#;,'\"") == std::string_view::npos;
}

struct GivenCode {
  std::string clientId, signNo, fields;
  std::int64_t until = 0, used = 0;
};

std::optional<GivenCode> findCode(soci::session& sql, const std::string& hash) {
  GivenCode code;
  long long until = 0, used = 0;
  sql << "SELECT client_id, sign_no, fields, until, used FROM web_codes WHERE code_hash = :hash",
      soci::use(hash), soci::into(code.clientId), soci::into(code.signNo), soci::into(code.fields),
      soci::into(until), soci::into(used);
  if (!sql.got_data()) return std::nullopt;
  code.until = until;
  code.used = used;
  return code;
}

bool useUp(soci::session& sql, const std::string& hash, long long now) {
  soci::statement update =
      (sql.prepare << "UPDATE web_codes SET used = :now WHERE code_hash = :hash AND used = 0", soci::use(now),
       soci::use(hash));
  update.execute(true);
  return update.get_affected_rows() == 1;
}

bool holds(const std::vector<std::string>& fields, std::string_view name) {
  return std::find(fields.begin(), fields.end(), name) != fields.end();
}

}  // namespace

std::optional<Client> findClient(soci::session& sql, const std::string& id) {
  Client client;
  client.id = id;
  sql << "SELECT name, redirect, secret_hash, dev_no FROM web_clients WHERE client_id = :id", soci::use(id),
      soci::into(client.name), soci::into(client.redirect), soci::into(client.secretHash),
      soci::into(client.devNo);
  return sql.got_data() ? std::optional(client) : std::nullopt;
}

Answered<std::string> addClient(const Services& services, Client client) {
  if (!isId(client.id)) return refuse(ErrorCode::badEnvelope, 0, "client id");
  if (client.name.empty() || client.name.size() > kMostName) return refuse(ErrorCode::badEnvelope, 0, "name");
  if (!isAddress(client.redirect)) return refuse(ErrorCode::badEnvelope, 0, "redirect");
  auto secret = randomId(services.random, kSecretBytes);
  if (!secret) return secret;
  client.secretHash = digestOf(*secret);
  const auto done = services.store.write(Durability::safe, [&](soci::session& sql) {
    sql << "INSERT INTO web_clients (client_id, name, redirect, secret_hash, dev_no) VALUES (:id, :name, "
           ":redirect, "
           ":secret, :dev) ON CONFLICT (client_id) DO UPDATE SET name = EXCLUDED.name, redirect = "
           "EXCLUDED.redirect, secret_hash = EXCLUDED.secret_hash, dev_no = EXCLUDED.dev_no",
        soci::use(client.id), soci::use(client.name), soci::use(client.redirect),
        soci::use(client.secretHash), soci::use(client.devNo);
  });
  if (!done) return tl::unexpected(refusalOf(done.error()));
  return secret;
}

bool isSecretOf(const Client& client, std::string_view secret) {
  const std::string hash = digestOf(secret);
  return !hash.empty() &&
         crypto::equalInConstantTime(crypto::bytesOf(hash), crypto::bytesOf(client.secretHash));
}

namespace {

// A browser takes %2e for a point.
bool climbs(std::string_view address) {
  return address.find("..") != std::string_view::npos || address.find("%2e") != std::string_view::npos ||
         address.find("%2E") != std::string_view::npos;
}

}  // namespace

bool mayReturnTo(const Client& client, std::string_view address) {
  return address.size() <= kMostAddress && isPrintable(address) && address.starts_with(client.redirect) &&
         !climbs(address) && address.find('#') == std::string_view::npos;
}

std::string originOf(std::string_view address) {
  const auto host = address.find("://");
  if (host == std::string_view::npos) return {};
  return std::string(address.substr(0, address.find('/', host + 3)));
}

std::optional<std::vector<std::string>> parseFieldList(std::string_view list) {
  std::vector<std::string> fields;
  while (!list.empty()) {
    const auto comma = list.find(',');
    std::string field(list.substr(0, comma));
    const bool known = std::find(kFields.begin(), kFields.end(), field) != kFields.end();
    if (!known || holds(fields, field)) return std::nullopt;
    fields.push_back(std::move(field));
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
  }
  return fields;
}

std::string joined(const std::vector<std::string>& fields) {
  std::string list;
  for (const std::string& field : fields)
    list += (list.empty() ? "" : ",") + field;
  return list;
}

Answered<std::string> makeCode(const Services& services, soci::session& sql, const Client& client,
                               const std::string& signNo, const std::string& fields) {
  auto code = wire::randomBase32(kCodeSymbols, services.random);
  if (!code) return refuse(ErrorCode::storage);
  const std::string hash = digestOf(*code);
  const wire::TimePoint now = services.clock.now();
  const long long until = toStored(now + kCodeLasts), longAgo = toStored(now - std::chrono::hours(24));
  sql << "DELETE FROM web_codes WHERE until < :ago", soci::use(longAgo);
  sql << "INSERT INTO web_codes (code_hash, client_id, sign_no, fields, until) VALUES (:hash, :client, "
         ":sign, "
         ":fields, :until)",
      soci::use(hash), soci::use(client.id), soci::use(signNo), soci::use(fields), soci::use(until);
  if (auto noted = noteAction(services, sql, signNo, "022"); !noted) return tl::unexpected(noted.error());
  return std::move(*code);
}

Answered<HandedOver> exchangeCode(const Services& services, soci::session& sql, const Client& client,
                                  const std::string& code) {
  const std::string hash = digestOf(code);
  const auto given = findCode(sql, hash);
  if (!given) return refuse(ErrorCode::codeForged);
  if (given->clientId != client.id) return refuse(ErrorCode::codeTerminal);
  if (given->used != 0) return refuse(ErrorCode::codeUsed);
  const wire::TimePoint now = services.clock.now();
  if (toStored(now) > given->until) return refuse(ErrorCode::codeExpired);
  if (!useUp(sql, hash, toStored(now))) return refuse(ErrorCode::codeUsed);
  const auto ecard = findEcard(sql, given->signNo);
  const auto person = ecard ? findPerson(sql, ecard->owner) : std::nullopt;
  if (!person) return refuse(ErrorCode::signInUnknown);
  if (auto fit = checkEcard(sql, *ecard); !fit) return tl::unexpected(fit.error());
  auto number = pseudonymOf(services, client.id, ecard->owner);
  if (!number) return tl::unexpected(number.error());
  HandedOver answer{std::move(*number), wire::compactTime(now), {}, {}, {}};
  const auto fields = parseFieldList(given->fields).value_or(std::vector<std::string>{});
  if (holds(fields, "name")) answer.name = person->name;
  if (holds(fields, "number")) answer.number = person->number;
  if (holds(fields, "mobile")) answer.mobile = person->mobile;
  return answer;
}

// ---- 8107, 8108

Answered<wire::office::CodeGiven> authorise(const Call& call, const wire::office::Authorise& body) {
  const auto session = center::requireSession(call.sql, call, body.sessionId, kIdentified);
  if (!session) return tl::unexpected(session.error());
  if (session->signNo.empty()) return refuse(ErrorCode::levelTooLow);  // with the electronic card only
  const auto client = findClient(call.sql, body.clientId);
  if (!client) return refuse(ErrorCode::badEnvelope, 0, "input.clientId");
  const std::string fields = joined(body.fields);
  if (!parseFieldList(fields)) return refuse(ErrorCode::badEnvelope, 0, "input.fields");
  if (auto noted = noteAccess(call, *session, "LP-OT-001"); !noted) return tl::unexpected(noted.error());
  auto code = makeCode(call.services, call.sql, *client, session->signNo, fields);
  if (!code) return tl::unexpected(code.error());
  return wire::office::CodeGiven{std::move(*code), static_cast<std::uint32_t>(kCodeLasts.count())};
}

Answered<wire::office::HandedOver> exchange(const Call& call, const wire::office::ExchangeCode& body) {
  const auto client = findClient(call.sql, body.clientId);
  if (!client || client->devNo != call.terminal.devNo) return refuse(ErrorCode::codeTerminal);
  const auto given = exchangeCode(call.services, call.sql, *client, body.code);
  if (!given) return tl::unexpected(given.error());
  wire::office::HandedOver answer{given->esscNo, {}, {}, {}, given->time};
  struct Row {
    const char* member;
    const std::optional<crypto::Personal>& value;
    wire::office::Sealed& sealed;
  };
  for (const Row& row :
       {Row{"aac002", given->number, answer.aac002}, Row{"aac003", given->name, answer.aac003},
        Row{"aac067", given->mobile, answer.aac067}}) {
    if (!row.value) continue;
    auto sealed = call.seal(row.member, row.value->reveal());
    if (!sealed) return tl::unexpected(sealed.error());
    row.sealed = std::move(*sealed);
  }
  return answer;
}

}  // namespace ssc::center::web
