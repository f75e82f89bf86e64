#include "center/settle/keys.hpp"

#include "center/gate/public_key.hpp"
#include "crypto/base64.hpp"

namespace ssc::center {

using wire::office::ErrorCode;

namespace {

constexpr std::size_t kKeyBytes = 16;

/// What a sealed key is bound to.
std::string logPlace(const std::string& devNo, std::uint32_t epoch) {
  return "log key " + devNo + ' ' + std::to_string(epoch);
}
std::string yearPlace(const std::string& year) {
  return "pseudonym key " + year;
}
std::string rootPlace(const std::string& algorithm, const std::string& name) {
  return "card root " + algorithm + ' ' + name;
}

Answered<std::string> sealed(const Services& services, const crypto::Key& key, const std::string& place) {
  const auto bytes = services.keys.store.seal(key.reveal(), crypto::bytesOf(place), services.random);
  if (!bytes) return refuse(ErrorCode::storage);
  return crypto::toBase64(*bytes);
}

std::optional<crypto::Key> opened(const Services& services, const std::string& text,
                                  const std::string& place) {
  const auto bytes = crypto::fromBase64(text);
  if (!bytes) return std::nullopt;
  const auto key = services.keys.store.open(*bytes, crypto::bytesOf(place));
  return key ? std::optional(crypto::Key(key->reveal())) : std::nullopt;
}

Answered<crypto::Key> newKey(const Services& services) {
  crypto::Key key(kKeyBytes);
  if (!services.random.fill(key.revealMutable())) return refuse(ErrorCode::storage);
  return key;
}

}  // namespace

Answered<LogKey> logKeyFor(const Services& services, soci::session& sql, const std::string& devNo) {
  int epoch = 0;
  std::string text;
  sql << "SELECT epoch, sealed FROM terminal_log_keys WHERE dev_no = :dev ORDER BY epoch DESC LIMIT 1",
      soci::use(devNo), soci::into(epoch), soci::into(text);
  if (sql.got_data()) {
    auto key = opened(services, text, logPlace(devNo, static_cast<std::uint32_t>(epoch)));
    if (!key) return refuse(ErrorCode::storage);
    return LogKey{static_cast<std::uint32_t>(epoch), std::move(*key)};
  }
  auto key = newKey(services);
  if (!key) return tl::unexpected(key.error());
  const auto kept = sealed(services, *key, logPlace(devNo, 1));
  if (!kept) return tl::unexpected(kept.error());
  const int first = 1;
  const long long at = toStored(services.clock.now());
  sql << "INSERT INTO terminal_log_keys (dev_no, epoch, sealed, at) VALUES (:dev, :epoch, :sealed, :at)",
      soci::use(devNo), soci::use(first), soci::use(*kept), soci::use(at);
  return LogKey{1, std::move(*key)};
}

std::optional<crypto::Key> findLogKey(const Services& services, soci::session& sql, const std::string& devNo,
                                      std::uint32_t epoch) {
  const int number = static_cast<int>(epoch);
  std::string text;
  sql << "SELECT sealed FROM terminal_log_keys WHERE dev_no = :dev AND epoch = :epoch", soci::use(devNo),
      soci::use(number), soci::into(text);
  if (!sql.got_data()) return std::nullopt;
  return opened(services, text, logPlace(devNo, epoch));
}

Answered<crypto::Key> pseudonymKeyFor(const Services& services, soci::session& sql, const std::string& year) {
  std::string text;
  sql << "SELECT sealed FROM pseudonym_keys WHERE year = :year", soci::use(year), soci::into(text);
  if (sql.got_data()) {
    auto key = opened(services, text, yearPlace(year));
    if (!key) return refuse(ErrorCode::storage);
    return std::move(*key);
  }
  auto key = newKey(services);
  if (!key) return key;
  const auto kept = sealed(services, *key, yearPlace(year));
  if (!kept) return tl::unexpected(kept.error());
  sql << "INSERT INTO pseudonym_keys (year, sealed) VALUES (:year, :sealed)", soci::use(year),
      soci::use(*kept);
  return key;
}

Answered<std::string> wrapped(const crypto::Key& key, std::string_view publicKeyHex) {
  const auto holder = keyFromHex(publicKeyHex);
  if (!holder) return refuse(ErrorCode::certificate);
  const auto bytes = holder->encrypt(key.reveal());
  if (!bytes) return refuse(ErrorCode::storage);
  return crypto::toHex(*bytes);
}

Answered<void> importTestRoots(const Services& services, soci::session& sql, const std::string& label) {
  sql << "DELETE FROM card_roots";
  for (const auto& [algorithm, name] : CardRoots::kNames) {
    const std::string of(algorithm), called(name);
    const auto root = testRoot(label, of, called);
    if (!root) return refuse(ErrorCode::storage);
    const auto kept = sealed(services, *root, rootPlace(of, called));
    if (!kept) return tl::unexpected(kept.error());
    sql << "INSERT INTO card_roots (algorithm, name, sealed) VALUES (:algorithm, :name, :sealed)",
        soci::use(of), soci::use(called), soci::use(*kept);
  }
  return {};
}

std::optional<CardRoots> cardRoots(const Services& services, soci::session& sql) {
  CardRoots roots;
  for (std::size_t i = 0; i < CardRoots::kNames.size(); ++i) {
    const std::string algorithm(CardRoots::kNames[i].algorithm), name(CardRoots::kNames[i].name);
    std::string text;
    sql << "SELECT sealed FROM card_roots WHERE algorithm = :algorithm AND name = :name",
        soci::use(algorithm), soci::use(name), soci::into(text);
    auto key = sql.got_data() ? opened(services, text, rootPlace(algorithm, name)) : std::nullopt;
    if (!key) return std::nullopt;
    roots.keys[i] = std::move(*key);
  }
  return roots;
}

}  // namespace ssc::center
