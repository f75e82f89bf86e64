#include "hostlib/flows/settle/desk.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

#include "crypto/base64.hpp"
#include "crypto/hex.hpp"
#include "hostlib/office/identity.hpp"
#include "hostlib/office/private_files.hpp"
#include "wire/code_parts.hpp"
#include "wire/office/settlement.hpp"

namespace ssc::flows {
namespace {

namespace message = wire::office;
using std::filesystem::path;

constexpr std::size_t kKeyBytes = 16, kMostList = std::size_t{160} * 1024 * 1024, kMostOperator = 20;
constexpr unsigned kTerminalUnfit = 6117;

struct Files {
  path folder;
  [[nodiscard]] path journal() const { return folder / "journal.sqlite"; }
  [[nodiscard]] path storageKey() const { return folder / "storage.key"; }
  [[nodiscard]] path policy() const { return folder / "policy.json"; }
  [[nodiscard]] path policySignature() const { return folder / "policy.sig"; }
  [[nodiscard]] path pseudonymKey() const { return folder / "pseudonym.key"; }
  [[nodiscard]] path lists() const { return folder / "lists"; }
  [[nodiscard]] path seen() const { return folder / "seen"; }
  [[nodiscard]] path list(const std::string& name) const { return folder / (name + ".list"); }
};

Failure badFile(const path& file, std::string_view what) {
  return {Reason::badConfiguration, file.filename().string() + ": " + std::string(what), {}};
}

Outcome<crypto::Key> keyFrom(const path& file) {
  const auto text = lift(office::readPrivately(file));
  if (!text) return tl::unexpected(text.error());
  const std::string digits(text->reveal().begin(), text->reveal().end());
  const auto bytes = crypto::fromHex(digits);
  if (!bytes || bytes->size() != kKeyBytes)
    return tl::unexpected(badFile(file, "must be 32 hexadecimal digits"));
  return crypto::Key(crypto::ByteView(*bytes));
}

Outcome<void> writeKey(const path& file, const crypto::Key& key) {
  const crypto::SecretBytes text(crypto::bytesOf(crypto::toHex(key.reveal())));
  return lift(office::writePrivately(file, text.reveal()));
}

Outcome<crypto::Key> storageKeyIn(const Files& files, crypto::RandomSource& random) {
  if (office::fileExists(files.storageKey())) return keyFrom(files.storageKey());
  crypto::Key key(kKeyBytes);
  if (!random.fill(key.revealMutable()))
    return tl::unexpected(Failure{Reason::internalError, "random source", {}});
  if (auto written = writeKey(files.storageKey(), key); !written) return tl::unexpected(written.error());
  return key;
}

std::optional<crypto::Sm2Signature> signatureFrom(std::string_view base64) {
  const auto bytes = crypto::fromBase64(base64);
  crypto::Sm2Signature signature{};
  if (!bytes || bytes->size() != signature.size()) return std::nullopt;
  std::ranges::copy(*bytes, signature.begin());
  return signature;
}

/// Empty where it cannot be read: its signature then fits nothing.
std::string textIn(const path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A file of the stop-list and the center's word for it.
struct ListRow {
  std::string name, signature;
};
std::vector<ListRow> listRows(const Files& files) {
  std::vector<ListRow> rows;
  std::istringstream lines(textIn(files.lists()));
  for (ListRow row; lines >> row.name >> row.signature;)
    rows.push_back(row);
  return rows;
}

Outcome<settlement::StopList> applied(const settlement::StopList& list, const std::string& text,
                                      const std::string& signature, const crypto::Sm2PublicKey& center,
                                      const std::string& area) {
  const auto signedBy = signatureFrom(signature);
  if (!signedBy) return tl::unexpected(Failure{Reason::officeUntrusted, "stop-list", {}});
  auto next = list.with(text, *signedBy, center, area);
  if (!next) return tl::unexpected(Failure{Reason::officeUntrusted, "stop-list: " + next.error().text(), {}});
  return std::move(*next);
}

/// As it was kept; version 0 where a file is damaged: the whole list is fetched again.
settlement::StopList keptList(const Files& files, const crypto::Sm2PublicKey& center,
                              const std::string& area) {
  settlement::StopList list;
  for (const ListRow& row : listRows(files)) {
    auto next = applied(list, textIn(files.list(row.name)), row.signature, center, area);
    if (!next) return {};
    list = std::move(*next);
  }
  return list;
}

std::optional<settlement::Policy> keptPolicy(const Files& files, const crypto::Sm2PublicKey& center) {
  const auto signature = signatureFrom(textIn(files.policySignature()));
  if (!signature) return std::nullopt;
  auto policy = settlement::readSignedPolicy(textIn(files.policy()), *signature, center);
  return policy ? std::optional(std::move(*policy)) : std::nullopt;
}

/// "20261124093015 3": when, and the clock's distance in seconds.
void readSeen(const Files& files, Permit& permit) {
  const auto text = textIn(files.seen());
  const auto parts = wire::partsOf<2>(text, ' ');
  const auto when = parts ? wire::parseCompactSeconds((*parts)[0]) : std::nullopt;
  const auto drift = parts ? wire::decimal((*parts)[1]) : std::nullopt;
  if (!when || !drift) return;
  permit.fetched = *when;
  permit.seen = when;
  permit.driftSeconds = *drift;
}

Permit keptPermit(const Files& files, const crypto::Sm2PublicKey& center, const std::string& area) {
  Permit permit;
  permit.policy = keptPolicy(files, center);
  permit.list = keptList(files, center, area);
  readSeen(files, permit);
  auto key = keyFrom(files.pseudonymKey());
  if (key) permit.pseudonymKey = std::move(*key);
  const bool isWhole = permit.policy && key && permit.seen && permit.list.version() != 0;
  if (!isWhole) permit.policy.reset();
  return permit;
}

/// Letters and digits only, as a record holds it.
std::string operatorOf(const office::Settings& settings) {
  std::string id = settings.operatorId.empty() ? settings.terminal : settings.operatorId;
  const auto isLetterOrDigit = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  };
  std::erase_if(id, [&](char c) { return !isLetterOrDigit(c); });
  return id.empty() ? settings.terminal : id.substr(0, kMostOperator);
}

}  // namespace

struct SettlementDesk::Parts {
  Parts(Files where, office::Identity who, crypto::Sm2PublicKey by, crypto::Key log,
        crypto::FieldSealer sealer, office::Clock& now)
      : files(std::move(where)),
        identity(std::move(who)),
        center(std::move(by)),
        logKey(std::move(log)),
        storage(std::move(sealer)),
        clock(now) {}

  Files files;
  office::Identity identity;
  crypto::Sm2PublicKey center;
  crypto::Key logKey;
  crypto::FieldSealer storage;
  office::Clock& clock;
  std::string area;
  Permit permit;
  std::optional<journal::Journal> journal;
  std::optional<SettlementStation> station;

  [[nodiscard]] wire::TimePoint now() const {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(clock.now());
  }
};

SettlementDesk::SettlementDesk(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
SettlementDesk::~SettlementDesk() = default;

const SettlementStation& SettlementDesk::station() const {
  return *parts_->station;
}
std::filesystem::path SettlementDesk::journalFile() const {
  return parts_->files.journal();
}

Outcome<std::unique_ptr<SettlementDesk>> SettlementDesk::open(const office::Settings& settings,
                                                              office::Clock& clock,
                                                              crypto::RandomSource& random) {
  const office::IdentityFiles own{settings.folder};
  auto identity = lift(office::loadIdentity(own));
  if (!identity) return tl::unexpected(identity.error());
  auto center = lift(office::readCenterKey(settings.centerKey));
  if (!center) return tl::unexpected(center.error());
  if (!office::fileExists(own.logKey()))
    return tl::unexpected(offlineRefusal(kTerminalUnfit, "log.key: the center gave this terminal none"));
  auto logKey = keyFrom(own.logKey());
  if (!logKey) return tl::unexpected(logKey.error());
  const Files files{settings.folder / "settlement"};
  std::error_code fault;
  std::filesystem::create_directories(files.folder, fault);
  std::filesystem::permissions(files.folder, std::filesystem::perms::owner_all, fault);
  if (fault) return tl::unexpected(badFile(files.folder, fault.message()));
  const auto storageKey = storageKeyIn(files, random);
  if (!storageKey) return tl::unexpected(storageKey.error());
  auto storage = crypto::FieldSealer::fromSessionKey(*storageKey);
  if (!storage) return tl::unexpected(badFile(files.storageKey(), toText(storage.error())));
  auto parts = std::make_unique<Parts>(files, std::move(*identity), std::move(*center), std::move(*logKey),
                                       std::move(*storage), clock);
  parts->area = settings.area;
  parts->permit = keptPermit(files, parts->center, settings.area);
  auto journal = lift(journal::Journal::open(
      files.journal(), {settings.terminal, settings.institution},
      {parts->logKey, parts->storage,
       [&key = parts->identity.signKey](crypto::ByteView text) { return key.sign(text); }, random},
      parts->now()));
  if (!journal) return tl::unexpected(journal.error());
  parts->journal.emplace(std::move(*journal));
  parts->station.emplace(SettlementStation{*parts->journal, parts->permit, clock, settings.terminal,
                                           settings.institution, settings.area, operatorOf(settings)});
  return std::unique_ptr<SettlementDesk>(new SettlementDesk(std::move(parts)));
}

// ---- 8601

namespace {

/// A whole list stands for itself; a change needs what was there before.
bool isWhole(const std::string& text) {
  const auto parts = wire::partsOf<7>(text.substr(0, text.find('\n')), '|');
  return parts && (*parts)[4] == "0";
}

/// The stop-list as the center has it now; no list where it is the one that is here.
struct FetchedList {
  std::optional<settlement::StopList> list;
  std::vector<ListRow> rows;
};

/// What is signed by the center, and no older than what is here; none where the center sent none.
Outcome<std::optional<settlement::Policy>> policyFrom(const message::PolicyGiven& given, const Permit& permit,
                                                      const crypto::Sm2PublicKey& center) {
  if (given.policy.empty()) return std::optional<settlement::Policy>();
  const auto signature = signatureFrom(given.signature);
  auto policy = signature ? settlement::readSignedPolicy(given.policy, *signature, center)
                          : tl::unexpected(wire::BadMessage{"signature", "is none"});
  if (!policy)
    return tl::unexpected(Failure{Reason::officeUntrusted, "policy: " + policy.error().text(), {}});
  if (permit.policy && policy->version < permit.policy->version)
    return tl::unexpected(Failure{Reason::officeUntrusted, "policy: is older than the one that is here", {}});
  return std::optional(std::move(*policy));
}

}  // namespace

/// Applies one file after the other, and keeps them.
Outcome<void> SettlementDesk::fetchLists(OfficeDesk& office, const message::PolicyGiven& given,
                                         const std::stop_token& stop,
                                         const office::Client::FetchProgress& progress) {
  Parts& parts = *parts_;
  const settlement::StopList nobody;
  FetchedList fetched{std::nullopt, listRows(parts.files)};
  for (const message::StopListFile& file : given.files) {
    const auto text = lift(office.client().fetch(file.fileNo, kMostList, {{}, stop}, progress));
    if (!text) return tl::unexpected(text.error());
    if (isWhole(*text)) fetched.rows.clear();
    const settlement::StopList& now = fetched.list ? *fetched.list : parts.permit.list;
    auto next = applied(fetched.rows.empty() ? nobody : now, *text, file.signature, parts.center, parts.area);
    if (!next) return tl::unexpected(next.error());
    fetched.list = std::move(*next);
    if (auto kept = lift(office::writePrivately(parts.files.list(file.fileNo), *text)); !kept) return kept;
    fetched.rows.push_back({file.fileNo, file.signature});
  }
  const auto version = fetched.list ? fetched.list->version() : parts.permit.list.version();
  if (version != given.listVersion)
    return tl::unexpected(Failure{Reason::officeBadAnswer, "listVersion: is not that of the files", {}});
  std::string manifest;
  for (const ListRow& row : fetched.rows)
    manifest.append(row.name).append(" ").append(row.signature).append("\n");
  if (auto kept = lift(office::writePrivately(parts.files.lists(), manifest)); !kept) return kept;
  if (fetched.list) parts.permit.list = std::move(*fetched.list);
  return {};
}

/// The year's key comes for this terminal alone; its time says how far our clock is off.
Outcome<void> SettlementDesk::keepKeyAndTime(const message::PolicyGiven& given) {
  Parts& parts = *parts_;
  const auto wrapped = crypto::fromHex(given.pseudonymKey);
  const auto key = parts.identity.signKey.decrypt(wrapped.value_or(crypto::Bytes{}));
  const auto time = wire::parseCompactSeconds(std::string_view(given.time).substr(0, 14));
  if (!key || key->size() != kKeyBytes || !time)
    return tl::unexpected(Failure{Reason::officeBadAnswer, "pseudonymKey, time", {}});
  parts.permit.pseudonymKey = crypto::Key(key->reveal());
  if (auto kept = writeKey(parts.files.pseudonymKey(), parts.permit.pseudonymKey); !kept) return kept;
  const auto now = parts.now();
  const auto drift = std::chrono::abs(std::chrono::duration_cast<std::chrono::seconds>(now - *time));
  const std::string seen = wire::compactSeconds(now) + ' ' + std::to_string(drift.count());
  if (auto kept = lift(office::writePrivately(parts.files.seen(), seen)); !kept) return kept;
  readSeen(parts.files, parts.permit);
  return {};
}

Outcome<void> SettlementDesk::refresh(OfficeDesk& office, const std::stop_token& stop,
                                      const office::Client::FetchProgress& progress) {
  Parts& parts = *parts_;
  const std::string version = parts.permit.policy ? parts.permit.policy->version : std::string();
  const auto given =
      lift(office.client().call(message::AskPolicy{version, parts.permit.list.version()}, {{}, stop}));
  if (!given) return tl::unexpected(given.error());
  auto policy = policyFrom(*given, parts.permit, parts.center);
  if (!policy) return tl::unexpected(policy.error());
  if (auto fetched = fetchLists(office, *given, stop, progress); !fetched) return fetched;
  if (*policy) {
    auto kept = lift(office::writePrivately(parts.files.policy(), given->policy)).and_then([&] {
      return lift(office::writePrivately(parts.files.policySignature(), given->signature));
    });
    if (!kept) return kept;
    parts.permit.policy = std::move(**policy);
  }
  return keepKeyAndTime(*given);
}

}  // namespace ssc::flows
