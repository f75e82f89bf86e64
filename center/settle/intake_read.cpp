// A batch as a whole: file, form, chain, MACs, head.
#include <algorithm>

#include "center/gate/public_key.hpp"
#include "center/settle/intake.hpp"
#include "center/settle/json_rows.hpp"
#include "center/settle/keys.hpp"
#include "crypto/base64.hpp"
#include "crypto/hex.hpp"

namespace ssc::center {

using namespace wire::office;
namespace settlement = wire::settlement;

namespace {

constexpr int kGreatestAlarm = 5;

/// Nobody honest sends this: a person has to look. The alarm stays, though the batch does not.
tl::unexpected<Refusal> refuseLoudly(const Call& call, ErrorCode code, const std::string& kind,
                                     std::string where) {
  const auto id = randomId(call.services.random, 16);
  if (id) raiseAlarm(call.sql, *id, call.terminal.devNo, kind, kGreatestAlarm, call.at());
  return tl::unexpected(Refusal{code, 0, std::move(where), true});
}

Answered<crypto::FieldSealer> sealerOf(const Call& call, const StoredFile& file) {
  std::string sealed;
  call.sql << "SELECT sealed FROM session_keys WHERE kid = :kid AND dev_no = :dev", soci::use(file.kid),
      soci::use(file.devNo), soci::into(sealed);
  if (!call.sql.got_data()) return refuse(ErrorCode::badEnvelope, 0, "input.fileMsgid");
  return sealerFrom(call.services.keys, file.kid, sealed);
}

Answered<std::string> openField(const crypto::FieldSealer& sealer, const StoredFile& file, char member,
                                std::uint32_t sequence, const std::string& sealed) {
  if (sealed.empty()) return std::string();
  const auto opened = wire::office::openField(sealer, {file.devNo, file.msgid},
                                              settlement::sealedName(member, sequence), Sealed{sealed});
  if (!opened) return refuse(ErrorCode::badEnvelope, 0, std::string("file.") + member);
  return opened->reveal();
}

/// One line's record, and what is sealed beside it.
Answered<Arrival> arrivalFrom(const Call& call, const settlement::BatchLine& line, const StoredFile& file,
                              const crypto::FieldSealer& sealer) {
  auto record = settlement::parseRecord(line.canonical);
  if (!record) return refuse(ErrorCode::badEnvelope, 0, "file.c." + record.error().place);
  if (record->terminalId != call.terminal.devNo || record->institution != call.terminal.institutionCode)
    return refuseLoudly(call, ErrorCode::foreignJournal, "records of another terminal", "file.c");
  Arrival arrival;
  arrival.record = std::move(*record);
  arrival.canonical = line.canonical;
  arrival.link = line.link;
  auto fees = openField(sealer, file, 'f', arrival.record.sequence, line.fees);
  if (!fees) return tl::unexpected(fees.error());
  arrival.fees = std::move(*fees);
  const auto person = openField(sealer, file, 'p', arrival.record.sequence, line.person);
  if (!person) return tl::unexpected(person.error());
  if (!person->empty()) {
    auto read = settlement::decodePerson(crypto::bytesOf(*person));
    if (!read) return refuse(ErrorCode::badEnvelope, 0, "file.p." + read.error().place);
    arrival.person = std::move(*read);
  }
  return arrival;
}

struct HeadClaim {
  settlement::Head head;
  std::string signature;
};
Answered<HeadClaim> headOf(const Call& call, const OfflineBatch& body) {
  auto head = settlement::parseHead(body.head);
  const auto bytes = crypto::fromBase64(body.headSignature);
  const auto key = keyFromHex(call.terminal.signKey);
  crypto::Sm2Signature signature{};
  if (!head || !bytes || bytes->size() != signature.size() || !key)
    return refuse(ErrorCode::badEnvelope, 0, "input.head");
  std::ranges::copy(*bytes, signature.begin());
  if (head->terminalId != call.terminal.devNo)
    return refuseLoudly(call, ErrorCode::foreignJournal, "head of another terminal", "input.head");
  if (!key->verify(crypto::bytesOf(body.head), signature))
    return refuseLoudly(call, ErrorCode::foreignJournal, "signature of a journal's head",
                        "input.headSignature");
  return HeadClaim{std::move(*head), body.headSignature};
}

/// Keeps it: a terminal cannot take back what it signed. False: it signed something else for this place
/// before.
bool keepHead(const Call& call, const HeadClaim& claim) {
  const int epoch = static_cast<int>(claim.head.epoch);
  const long long sequence = claim.head.sequence, at = call.at();
  const std::string link = crypto::toLowerHex(claim.head.link);
  call.sql << "INSERT INTO offline_heads (dev_no, epoch, seq, link, signature, at) VALUES (:dev, :epoch, "
              ":seq, :link, "
              ":sign, :at) ON CONFLICT (dev_no, epoch, seq) DO NOTHING",
      soci::use(call.terminal.devNo), soci::use(epoch), soci::use(sequence), soci::use(link),
      soci::use(claim.signature), soci::use(at);
  std::string kept;
  call.sql << "SELECT link FROM offline_heads WHERE dev_no = :dev AND epoch = :epoch AND seq = :seq",
      soci::use(call.terminal.devNo), soci::use(epoch), soci::use(sequence), soci::into(kept);
  return kept == link;
}

/// A text by number, of a table's rows of this terminal inside a range.
std::map<std::uint32_t, std::string> textsIn(const Call& call, const char* question, std::uint32_t first,
                                             std::uint32_t last) {
  const long long from = first, to = last;
  long long sequence = 0;
  std::string text;
  std::map<std::uint32_t, std::string> texts;
  soci::statement rows = (call.sql.prepare << question, soci::use(call.terminal.devNo), soci::use(from),
                          soci::use(to), soci::into(sequence), soci::into(text));
  forRows(rows, [&] { texts.emplace(static_cast<std::uint32_t>(sequence), text); });
  return texts;
}
/// Heads that were signed.
constexpr const char* kHeads =
    "SELECT seq, link FROM offline_heads WHERE dev_no = :dev AND seq >= :from AND seq <= :to";
/// What is here already.
constexpr const char* kKnown =
    "SELECT seq, canonical FROM offline_settlements WHERE dev_no = :dev AND seq >= :from AND seq <= :to";

/// Chain and MACs of what is new.
class ChainCheck {
 public:
  static Answered<ChainCheck> begin(const Call& call, const JournalState& state) {
    auto hash = settlement::ChainHash::make();
    auto previous = state.lastLink.empty() ? settlement::genesis(call.terminal.devNo, state.epoch)
                                           : linkFrom(state.lastLink);
    if (!hash || !previous) return refuse(ErrorCode::storage);
    ChainCheck check(call, std::move(*hash), *previous, state.epoch);
    if (auto key = check.useEpoch(state.epoch); !key) return tl::unexpected(key.error());
    return check;
  }

  /// The next record; a new epoch may begin with it.
  Answered<void> add(Arrival& arrival, const settlement::RecordMac& mac) {
    if (!follows(arrival)) {
      const auto start = settlement::genesis(call_.terminal.devNo, epoch_ + 1);
      if (!start || !useEpoch(epoch_ + 1)) return broken();
      previous_ = *start;
      if (!follows(arrival)) return broken();
    }
    arrival.epoch = epoch_;
    previous_ = arrival.link;
    const auto own = settlement::recordMac(*logKey_, arrival.link);
    if (!own) return refuse(ErrorCode::storage);
    if (!crypto::equalInConstantTime(*own, mac))
      return refuseLoudly(call_, ErrorCode::foreignJournal, "MAC of a record", "file.m");
    return {};
  }
  [[nodiscard]] std::uint32_t epoch() const { return epoch_; }

 private:
  ChainCheck(const Call& call, settlement::ChainHash hash, const settlement::Link& previous,
             std::uint32_t epoch)
      : call_(call), hash_(std::move(hash)), previous_(previous), epoch_(epoch) {}

  static settlement::Computed<settlement::Link> linkFrom(const std::string& hex) {
    const auto bytes = crypto::fromHex(hex);
    settlement::Link link{};
    if (!bytes || bytes->size() != link.size()) return tl::unexpected(crypto::CryptoError::badLength);
    std::ranges::copy(*bytes, link.begin());
    return link;
  }
  Answered<void> useEpoch(std::uint32_t epoch) {
    const auto key = findLogKey(call_.services, call_.sql, call_.terminal.devNo, epoch);
    if (!key) return refuse(ErrorCode::foreignJournal, 0, "epoch");
    auto mac = crypto::HmacSm3::make(*key);
    if (!mac) return refuse(ErrorCode::storage);
    logKey_.emplace(std::move(*mac));
    epoch_ = epoch;
    return {};
  }
  [[nodiscard]] bool follows(const Arrival& arrival) {
    const auto link = hash_.next(previous_, arrival.canonical);
    return link && *link == arrival.link;
  }
  [[nodiscard]] tl::unexpected<Refusal> broken() const {
    return refuseLoudly(call_, ErrorCode::recordGap, "chain of a journal", "file.h");
  }

  const Call& call_;
  settlement::ChainHash hash_;
  settlement::Link previous_;
  std::uint32_t epoch_;
  std::optional<crypto::HmacSm3> logKey_;
};

Answered<void> checkHeader(const OfflineBatch& body, const std::vector<settlement::BatchLine>& lines,
                           const std::vector<Arrival>& arrivals) {
  std::vector<settlement::RecordType> types;
  std::uint64_t sum = 0;
  for (const Arrival& each : arrivals) {
    types.push_back(each.record.type);
    if (each.record.type == settlement::RecordType::settled) sum += each.record.amounts.total;
  }
  if (lines.empty() || body.last < body.first || body.last - body.first + 1 != lines.size())
    return refuse(ErrorCode::badEnvelope, 0, "input.last");
  for (std::size_t i = 0; i < arrivals.size(); ++i)
    if (arrivals[i].record.sequence != body.first + i)
      return refuse(ErrorCode::badEnvelope, 0, "file.c.offlineSeq");
  if (settlement::countsOf(types) != body.counts) return refuse(ErrorCode::badEnvelope, 0, "input.counts");
  if (sum != body.sumSettled) return refuse(ErrorCode::badEnvelope, 0, "input.sumSettled");
  return {};
}

/// Every line, opened.
Answered<std::vector<Arrival>> arrivalsFrom(const Call& call, const std::vector<settlement::BatchLine>& lines,
                                            const StoredFile& file) {
  const auto sealer = sealerOf(call, file);
  if (!sealer) return tl::unexpected(sealer.error());
  std::vector<Arrival> all;
  all.reserve(lines.size());
  for (const settlement::BatchLine& line : lines) {
    auto arrival = arrivalFrom(call, line, file, *sealer);
    if (!arrival) return tl::unexpected(arrival.error());
    all.push_back(std::move(*arrival));
  }
  return all;
}

/// What is not here yet, chained to what is; what is here must be the same.
Answered<std::vector<Arrival>> chained(const Call& call, std::vector<Arrival> all,
                                       const std::vector<settlement::BatchLine>& lines, JournalState& state) {
  const std::uint32_t first = all.front().record.sequence, last = all.back().record.sequence;
  const auto known = textsIn(call, kKnown, first, last), heads = textsIn(call, kHeads, first, last);
  auto chain = ChainCheck::begin(call, state);
  if (!chain) return tl::unexpected(chain.error());
  std::vector<Arrival> fresh;
  for (std::size_t i = 0; i < all.size(); ++i) {
    Arrival& arrival = all[i];
    const auto before = known.find(arrival.record.sequence);
    if (before != known.end() && before->second == arrival.canonical) continue;
    if (before != known.end())
      return refuseLoudly(call, ErrorCode::recordReused, "a record's number used twice", "file.c");
    if (auto added = chain->add(arrival, lines[i].mac); !added) return tl::unexpected(added.error());
    const auto head = heads.find(arrival.record.sequence);
    if (head != heads.end() && head->second != crypto::toLowerHex(arrival.link))
      return refuseLoudly(call, ErrorCode::recordReused, "a record is not the one that was signed",
                          "input.head");
    fresh.push_back(std::move(arrival));
  }
  state.epoch = chain->epoch();
  return fresh;
}

}  // namespace

Answered<std::vector<Arrival>> readBatch(const Call& call, const OfflineBatch& body, const StoredFile& file,
                                         JournalState& state) {
  const auto lines = settlement::parseBatch(file.content);
  if (!lines) return refuse(ErrorCode::badEnvelope, 0, "file." + lines.error().place);
  auto all = arrivalsFrom(call, *lines, file);
  if (!all) return all;
  if (auto header = checkHeader(body, *lines, *all); !header) return tl::unexpected(header.error());
  const auto claim = headOf(call, body);
  if (!claim) return tl::unexpected(claim.error());
  if (body.first > state.lastSequence + 1) return refuse(ErrorCode::recordGap, 0, "input.first");
  if (!keepHead(call, *claim))
    return refuseLoudly(call, ErrorCode::recordReused, "two heads for one place", "input.head");
  return chained(call, std::move(*all), *lines, state);
}

}  // namespace ssc::center
