// What terminals are allowed to settle without the network: policy, stop-list, pseudonym key (8601).
#include "wire/settlement/policy.hpp"

#include <optional>

#include "center/files/files.hpp"
#include "center/settle/json_rows.hpp"
#include "center/settle/keys.hpp"
#include "center/settle/settle.hpp"
#include "crypto/base64.hpp"
#include "crypto/hex.hpp"
#include "wire/settlement/stop_list.hpp"

namespace ssc::center {

using namespace wire::office;
namespace settlement = wire::settlement;

namespace {

constexpr int kMostChanges = 30;  // files to fetch one by one; beyond, the whole list
constexpr std::size_t kMostCards = settlement::StopList::kMost;

struct PublishedPolicy {
  std::string version, text, signature;
};
std::optional<PublishedPolicy> newestPolicy(soci::session& sql) {
  PublishedPolicy policy;
  sql << "SELECT version, policy, signature FROM offline_policies ORDER BY version DESC LIMIT 1",
      soci::into(policy.version), soci::into(policy.text), soci::into(policy.signature);
  return sql.got_data() ? std::optional(policy) : std::nullopt;
}

struct ListVersion {
  long long version = 0;
  std::string whole, wholeSignature;
};
std::optional<ListVersion> newestList(soci::session& sql) {
  ListVersion list;
  sql << "SELECT version, whole_file, whole_signature FROM stop_list_versions ORDER BY version DESC LIMIT 1",
      soci::into(list.version), soci::into(list.whole), soci::into(list.wholeSignature);
  return sql.got_data() ? std::optional(list) : std::nullopt;
}

/// The changes behind `since`; the whole list where there are too many, or the terminal has none.
std::vector<StopListFile> filesSince(soci::session& sql, const ListVersion& newest, std::uint32_t since) {
  const long long from = since, behind = newest.version - from;
  if (behind == 0) return {};
  if (since == 0 || behind < 0 || behind > kMostChanges) return {{newest.whole, newest.wholeSignature}};
  std::vector<StopListFile> files;
  StopListFile file;
  soci::statement rows =
      (sql.prepare << "SELECT change_file, change_signature FROM stop_list_versions WHERE version > "
                      ":from ORDER BY version",
       soci::use(from), soci::into(file.fileNo), soci::into(file.signature));
  forRows(rows, [&] { files.push_back(file); });
  return files;
}

Answered<std::string> signedText(const Services& services, std::string_view text) {
  const auto signature = services.keys.sign.sign(crypto::bytesOf(text));
  if (!signature) return refuse(ErrorCode::storage);
  return crypto::toBase64(*signature);
}

std::string yearOf(wire::TimePoint now) {
  return wire::compactSeconds(now).substr(0, 4);
}

template <class T>
Answered<T> flat(Stored<Answered<T>> result) {
  if (!result) return tl::unexpected(refusalOf(result.error()));
  return std::move(*result);
}

/// Everybody who is on the list now, in no order.
std::vector<settlement::StopListed> listedNow(soci::session& sql) {
  std::vector<settlement::StopListed> cards;
  std::string text;
  soci::statement rows =
      (sql.prepare << "SELECT DISTINCT aaz501 FROM stop_list WHERE ended = 0", soci::into(text));
  forRows(rows, [&] {
    const auto bytes = crypto::fromHex(text);
    settlement::StopListed card{};
    if (!bytes || bytes->size() != card.size() || cards.size() == kMostCards) return;
    std::ranges::copy(*bytes, card.begin());
    cards.push_back(card);
  });
  return cards;
}

/// What was published last, to compare with.
std::optional<settlement::StopList> publishedList(const Services& services, soci::session& sql,
                                                  const ListVersion& version) {
  const auto file = findFile(sql, "", version.whole);
  const auto bytes = crypto::fromBase64(version.wholeSignature);
  const auto point = crypto::fromHex(services.facts.signKey);
  const auto key =
      point ? crypto::Sm2PublicKey::fromPoint(*point) : tl::unexpected(crypto::CryptoError::badKey);
  crypto::Sm2Signature signature{};
  if (!file || !bytes || bytes->size() != signature.size() || !key) return std::nullopt;
  std::ranges::copy(*bytes, signature.begin());
  auto list = settlement::StopList().with(file->content, signature, *key, services.rules.area);
  return list ? std::optional(std::move(*list)) : std::nullopt;
}

struct PublishedFile {
  std::string fileNo, signature;
};
Answered<PublishedFile> publishText(const Services& services, soci::session& sql, const std::string& text,
                                    std::int64_t now) {
  auto fileNo = publishFile(services, sql, "stopList", text, now);
  if (!fileNo) return tl::unexpected(fileNo.error());
  auto signature = signedText(services, settlement::signedLine(text));
  if (!signature) return tl::unexpected(signature.error());
  return PublishedFile{std::move(*fileNo), std::move(*signature)};
}

Answered<std::uint32_t> publishListIn(const Services& services, soci::session& sql) {
  const std::int64_t now = toStored(services.clock.now());
  const auto newest = newestList(sql);
  std::optional<settlement::StopList> before;
  if (newest) before = publishedList(services, sql, *newest);
  if (newest && !before) return refuse(ErrorCode::storage, 0, "stop-list");
  const auto next = static_cast<std::uint32_t>(newest ? newest->version + 1 : 1);
  const std::string change =
      before ? settlement::stopListText(services.rules.area, next, &*before, listedNow(sql)) : std::string();
  const bool isSame = before && change.find('\n') + 1 == change.size();
  if (isSame) return static_cast<std::uint32_t>(newest->version);
  const auto whole = publishText(
      services, sql, settlement::stopListText(services.rules.area, next, nullptr, listedNow(sql)), now);
  if (!whole) return tl::unexpected(whole.error());
  PublishedFile changed;
  if (before) {
    auto published = publishText(services, sql, change, now);
    if (!published) return tl::unexpected(published.error());
    changed = std::move(*published);
  }
  const long long version = next, at = now;
  sql << "INSERT INTO stop_list_versions (version, whole_file, whole_signature, change_file, "
         "change_signature, at) "
         "VALUES (:version, :whole, :wholeSign, :change, :changeSign, :at)",
      soci::use(version), soci::use(whole->fileNo), soci::use(whole->signature), soci::use(changed.fileNo),
      soci::use(changed.signature), soci::use(at);
  return next;
}

}  // namespace

Answered<PolicyGiven> givePolicy(const Call& call, const AskPolicy& body) {
  PolicyGiven given;
  given.time = wire::compactTime(call.now);
  const auto policy = newestPolicy(call.sql);
  const auto list = newestList(call.sql);
  if (!policy || !list) return refuse(ErrorCode::notPossible, 0, "policy");
  if (policy->version != body.policyVersion) {
    given.policy = policy->text;
    given.signature = policy->signature;
  }
  const auto parsed = settlement::decodePolicy(policy->text);
  if (!parsed) return refuse(ErrorCode::storage);
  const auto key = pseudonymKeyFor(call.services, call.sql, parsed->pseudonymKeyId);
  if (!key) return tl::unexpected(key.error());
  auto own = wrapped(*key, call.terminal.signKey);
  if (!own) return tl::unexpected(own.error());
  given.pseudonymKey = std::move(*own);
  given.files = filesSince(call.sql, *list, body.listVersion);
  given.listVersion = static_cast<std::uint32_t>(list->version);
  return given;
}

Answered<std::string> publishPolicy(const Services& services, const std::string& text) {
  auto policy = settlement::decodePolicy(text);
  if (!policy) return refuse(ErrorCode::badEnvelope, 0, policy.error().place);
  if (policy->area != services.rules.area) return refuse(ErrorCode::badEnvelope, 0, "area");
  if (policy->isForTests() && !services.rules.testPolicies)
    return refuse(ErrorCode::wrongStep, 0, "policyVer");
  return flat(services.store.write(Durability::safe, [&](soci::session& sql) -> Answered<std::string> {
    const auto newest = newestPolicy(sql);
    if (newest && newest->version >= policy->version) return refuse(ErrorCode::wrongStep, 0, "policyVer");
    const auto canonical = settlement::encodePolicy(*policy);
    if (!canonical) return refuse(ErrorCode::badEnvelope, 0, canonical.error().place);
    auto signature = signedText(services, *canonical);
    if (!signature) return signature;
    if (auto key = pseudonymKeyFor(services, sql, policy->pseudonymKeyId); !key)
      return tl::unexpected(key.error());
    const long long at = toStored(services.clock.now());
    sql << "INSERT INTO offline_policies (version, policy, signature, at) VALUES (:version, :policy, :sign, "
           ":at)",
        soci::use(policy->version), soci::use(*canonical), soci::use(*signature), soci::use(at);
    return policy->version;
  }));
}

Answered<std::string> publishDefaultPolicy(const Services& services) {
  const auto now = services.clock.now();
  settlement::Policy policy;
  policy.version = wire::compactSeconds(now).substr(0, 8) + "01";
  policy.issued = wire::compactSeconds(now);
  policy.area = services.rules.area;
  policy.listVersion = 1;
  policy.pseudonymKeyId = yearOf(now);
  const auto text = settlement::encodePolicy(policy);
  if (!text) return refuse(ErrorCode::badEnvelope, 0, text.error().place);
  return publishPolicy(services, *text);
}

Answered<std::uint32_t> publishStopList(const Services& services) {
  return flat(services.store.write(Durability::safe,
                                   [&](soci::session& sql) { return publishListIn(services, sql); }));
}

}  // namespace ssc::center
