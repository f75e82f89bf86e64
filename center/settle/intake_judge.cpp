// What becomes of each record.
#include <algorithm>
#include <array>

#include "center/settle/intake.hpp"
#include "center/settle/json_rows.hpp"
#include "center/settle/keys.hpp"
#include "crypto/digest.hpp"
#include "wire/settlement/fee_text.hpp"

namespace ssc::center {

namespace settlement = wire::settlement;
using settlement::AckResult;
using settlement::Record;
using settlement::RecordType;

namespace {

constexpr unsigned kPolicyOld = 6101, kCardLimit = 6102, kListed = 6104, kTacWrong = 6105, kLate = 6108,
                   kForeign = 6110, kAmount = 6112, kFees = 6113;
constexpr std::array<RowColumn, 2> kCardColumns{RowColumn{"aaz501"}, RowColumn{"card_seq", true}};
constexpr std::chrono::hours kDeadline{24};  // after the longest outage

struct CardRow {
  std::string owner, region;
  CardPlace place;
  std::int64_t listedSince = 0;  ///< 0: not on the stop-list
  std::uint64_t settled = 0;     ///< S since the last contact with the network
  std::uint64_t sum = 0;         ///< fen of them
};

struct Knowledge {
  std::map<std::string, CardRow> cards;
  std::set<std::pair<std::string, std::uint16_t>> debitsKnown;  ///< of other records, or made online
  std::map<std::string, settlement::Policy> policies;           ///< by version
  std::map<std::string, std::int64_t> published;                ///< when
  std::set<std::uint32_t> reversed;                             ///< 8604 came before the record
  std::set<std::uint32_t> voided;                               ///< V in this batch
  std::optional<CardRoots> roots;
  std::map<std::string, crypto::Key> keys;  ///< DTK by card
};

nlohmann::json cardsOf(const std::vector<Arrival>& arrivals) {
  nlohmann::json rows = nlohmann::json::array();
  for (const Arrival& each : arrivals)
    if (!each.record.holder.cardId.empty())
      rows.push_back({{"aaz501", each.record.holder.cardId}, {"card_seq", each.record.cardSequence}});
  return rows;
}

void learnCards(const Call& call, const std::vector<Arrival>& arrivals, Knowledge& known) {
  const auto rows = cardsOf(arrivals).dump();
  const std::string these = rowsOf(call.services.store.backend(), kCardColumns);
  std::string id;
  CardRow card;
  long long since = 0, settled = 0, sum = 0;
  soci::statement cards =
      (call.sql.prepare
           << "SELECT DISTINCT c.aaz501, c.aac002, c.aab301, c.algorithm, c.reset_info, COALESCE((SELECT "
              "MIN(s.since) "
              "FROM stop_list s WHERE s.aaz501 = c.aaz501 AND s.ended = 0), 0) FROM cards c JOIN " +
                  these + " ON r.aaz501 = c.aaz501",
       soci::use(rows, "rows"), soci::into(id), soci::into(card.owner), soci::into(card.region),
       soci::into(card.place.algorithm), soci::into(card.place.historicalBytes), soci::into(since));
  forRows(cards, [&] {
    CardRow made = card;
    made.place.region = made.region;
    made.listedSince = since;
    known.cards.emplace(id, std::move(made));
  });
  soci::statement sums =
      (call.sql.prepare
           << "SELECT o.aaz501, COUNT(*), CAST(COALESCE(SUM(o.account), 0) AS BIGINT) FROM "
              "offline_settlements o WHERE o.type = 'S' AND o.state NOT IN ('VOIDED', 'REFUSED') AND "
              "o.aaz501 IN (SELECT r.aaz501 FROM " +
                  these +
                  ") AND o.at > COALESCE((SELECT c.at FROM card_resets c WHERE c.aaz501 = o.aaz501), 0) "
                  "GROUP BY o.aaz501",
       soci::use(rows, "rows"), soci::into(id), soci::into(settled), soci::into(sum));
  forRows(sums, [&] {
    const auto found = known.cards.find(id);
    if (found == known.cards.end()) return;
    found->second.settled = static_cast<std::uint64_t>(settled);
    found->second.sum = static_cast<std::uint64_t>(sum);
  });
}

/// Debits that something else stands for already.
void learnDebits(const Call& call, const std::vector<Arrival>& arrivals, Knowledge& known) {
  const auto rows = cardsOf(arrivals).dump();
  std::string id;
  int sequence = 0;
  soci::statement debits =
      (call.sql.prepare
           << "WITH these AS (SELECT r.aaz501, r.card_seq FROM " +
                  rowsOf(call.services.store.backend(), kCardColumns) +
                  ") SELECT o.aaz501, o.card_seq FROM offline_settlements o JOIN these t ON t.aaz501 = "
                  "o.aaz501 AND t.card_seq = o.card_seq WHERE o.type = 'S' UNION SELECT d.aaz501, "
                  "d.card_seq FROM card_debits d JOIN these t ON t.aaz501 = d.aaz501 AND t.card_seq = "
                  "d.card_seq WHERE d.state = 'ONLINE'",
       soci::use(rows, "rows"), soci::into(id), soci::into(sequence));
  forRows(debits, [&] { known.debitsKnown.emplace(id, static_cast<std::uint16_t>(sequence)); });
}

void learnPolicies(const Call& call, Knowledge& known) {
  std::string version, text;
  long long at = 0;
  soci::statement policies = (call.sql.prepare << "SELECT version, policy, at FROM offline_policies",
                              soci::into(version), soci::into(text), soci::into(at));
  forRows(policies, [&] {
    auto policy = settlement::decodePolicy(text);
    if (policy) known.policies.emplace(version, std::move(*policy));
    known.published.emplace(version, at);
  });
}

void learnReversals(const Call& call, const std::vector<Arrival>& arrivals, Knowledge& known) {
  const long long first = arrivals.front().record.sequence, last = arrivals.back().record.sequence;
  long long original = 0;
  soci::statement reversals =
      (call.sql.prepare
           << "SELECT original FROM offline_reversals WHERE dev_no = :dev AND state = 'EXPECTED' AND "
              "original >= :first AND original <= :last",
       soci::use(call.terminal.devNo), soci::use(first), soci::use(last), soci::into(original));
  forRows(reversals, [&] { known.reversed.insert(static_cast<std::uint32_t>(original)); });
  for (const Arrival& each : arrivals)
    if (each.record.type == RecordType::reversal && each.record.original)
      known.voided.insert(*each.record.original);
}

void decide(Arrival& arrival, AckResult result, unsigned code, std::string state) {
  arrival.result = result;
  arrival.code = code;
  arrival.state = std::move(state);
}
void reject(Arrival& arrival, unsigned code) {
  decide(arrival, AckResult::refused, code, "REFUSED");
}
void hold(Arrival& arrival, unsigned code) {
  decide(arrival, AckResult::held, code, "HELD");
}

bool areFeesRight(const Arrival& arrival) {
  const auto digest = crypto::sm3(crypto::bytesOf(arrival.fees));
  if (!digest || *digest != arrival.record.feeDigest) return false;
  const auto lines = settlement::parseFeeText(arrival.fees);
  if (!lines || lines->size() != arrival.record.feeLines) return false;
  return lines->empty() || settlement::sumOf(*lines) == arrival.record.amounts.total;
}

bool isCodeRight(Knowledge& known, const CardRow& card, const Record& record) {
  if (!record.tac || !known.roots) return false;
  auto key = known.keys.find(record.holder.cardId);
  if (key == known.keys.end()) {
    auto made = cardTransactionKey(*known.roots, card.place);
    if (!made) return false;
    key = known.keys.emplace(record.holder.cardId, std::move(*made)).first;
  }
  const auto text = purchaseText(record);
  const auto code = text ? purchaseCode(card.place.algorithm, key->second, *text) : std::nullopt;
  return code && *code == *record.tac;
}

/// Of a policy that was in force: no newer one was there for longer than a terminal may be without it.
unsigned policyFault(const Call& call, const Knowledge& known, const Record& record, std::int64_t settledAt) {
  const auto policy = known.policies.find(record.policyVersion);
  if (policy == known.policies.end()) return kPolicyOld;
  if (policy->second.isForTests()) return call.services.rules.testPolicies ? 0 : kPolicyOld;
  const auto& limits = policy->second.limits;
  const std::int64_t grace = std::int64_t{60'000} * (limits.listMinutes + limits.outageMinutes);
  const auto newer = known.policies.upper_bound(record.policyVersion);
  if (newer == known.policies.end() || newer->second.isForTests()) return 0;
  return known.published.at(newer->first) + grace < settledAt ? kPolicyOld : 0;
}

/// A card that was listed for longer than a terminal may be without the list had to be refused there.
void judgeListed(const CardRow& card, const settlement::Policy& policy, std::int64_t settledAt,
                 Arrival& arrival) {
  if (card.listedSince == 0 || card.listedSince > settledAt) return;
  const std::int64_t grace = std::int64_t{60'000} * (policy.limits.listMinutes + policy.limits.outageMinutes);
  if (card.listedSince + grace < settledAt)
    reject(arrival, kListed);
  else
    hold(arrival, kListed);
}

void judgeLimits(CardRow& card, const settlement::Policy& policy, Arrival& arrival) {
  const Record& record = arrival.record;
  card.settled += 1;
  card.sum += record.amounts.account;
  if (record.amounts.account > policy.limits.mostOne || record.amounts.fund != 0)
    return hold(arrival, kAmount);
  if (card.settled > policy.limits.mostCardCount || card.sum > policy.limits.mostCard)
    return hold(arrival, kCardLimit);
}

void judgeSettled(const Call& call, Knowledge& known, Arrival& arrival) {
  const Record& record = arrival.record;
  const auto time = wire::parseCompactSeconds(record.time);
  const std::int64_t settledAt = time ? toStored(*time) : 0;
  if (!areFeesRight(arrival)) return reject(arrival, kFees);
  const auto card = known.cards.find(record.holder.cardId);
  if (card == known.cards.end()) return hold(arrival, kListed);
  if (!isCodeRight(known, card->second, record)) return reject(arrival, kTacWrong);
  if (!known.debitsKnown.emplace(record.holder.cardId, record.cardSequence).second)
    return decide(arrival, AckResult::duplicate, 0, "DUPLICATE");
  if (card->second.region != call.services.rules.area) return hold(arrival, kForeign);
  if (const unsigned fault = policyFault(call, known, record, settledAt); fault != 0)
    return record.policyVersion.starts_with("99") ? reject(arrival, fault) : hold(arrival, fault);
  if (!arrival.person || arrival.person->number != card->second.owner) return hold(arrival, kListed);
  arrival.owner = card->second.owner;
  const settlement::Policy& policy = known.policies.at(record.policyVersion);
  decide(arrival, AckResult::accepted, 0, "ACCEPTED");
  if (!known.voided.contains(record.sequence)) judgeLimits(card->second, policy, arrival);
  judgeListed(card->second, policy, settledAt, arrival);
  if (arrival.result != AckResult::accepted) return;
  const std::int64_t latest = settledAt + std::int64_t{60'000} * policy.limits.outageMinutes +
                              std::chrono::milliseconds(kDeadline).count();
  if (call.at() > latest) arrival.code = kLate;
  if (known.voided.contains(record.sequence)) arrival.state = "VOIDED";
  if (known.reversed.contains(record.sequence)) arrival.state = "REVERSED";
}

void judgeOne(const Call& call, Knowledge& known, Arrival& arrival) {
  const auto card = known.cards.find(arrival.record.holder.cardId);
  const bool isOwners =
      card != known.cards.end() && arrival.person && arrival.person->number == card->second.owner;
  switch (arrival.record.type) {
    case RecordType::settled:
      return judgeSettled(call, known, arrival);
    case RecordType::unknown:
      if (!areFeesRight(arrival)) return reject(arrival, kFees);
      if (isOwners) arrival.owner = card->second.owner;
      return decide(arrival, AckResult::held, 0, "HELD");
    case RecordType::exception:
      if (!areFeesRight(arrival)) return reject(arrival, kFees);
      if (arrival.person) arrival.owner = arrival.person->number;
      return decide(arrival, AckResult::accepted, 0, "OPEN");
    case RecordType::aborted:
    case RecordType::resolution:
    case RecordType::reversal:
      return decide(arrival, AckResult::accepted, 0, "ACCEPTED");
  }
}

}  // namespace

Answered<void> judge(const Call& call, std::vector<Arrival>& arrivals) {
  if (arrivals.empty()) return {};
  Knowledge known;
  learnCards(call, arrivals, known);
  learnDebits(call, arrivals, known);
  learnPolicies(call, known);
  learnReversals(call, arrivals, known);
  known.roots = cardRoots(call.services, call.sql);
  for (Arrival& arrival : arrivals)
    judgeOne(call, known, arrival);
  return {};
}

}  // namespace ssc::center
