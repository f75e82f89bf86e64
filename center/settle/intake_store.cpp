// What was judged, and everything that follows from it: records, acknowledgements, accounts, what people see.
#include <algorithm>

#include "center/settle/intake.hpp"
#include "center/settle/json_rows.hpp"
#include "crypto/base64.hpp"
#include "crypto/hex.hpp"

namespace ssc::center {

namespace settlement = wire::settlement;
using settlement::AckResult;
using settlement::Record;
using settlement::RecordType;

namespace {

constexpr unsigned kShort = 6109;
constexpr std::chrono::hours kDay{24};

constexpr std::array kRecordColumns{
    RowColumn{"dev_no"},         RowColumn{"seq", true},      RowColumn{"epoch", true},
    RowColumn{"type"},           RowColumn{"canonical"},      RowColumn{"link"},
    RowColumn{"institution"},    RowColumn{"business", true}, RowColumn{"aaz501"},
    RowColumn{"card_seq", true}, RowColumn{"time"},           RowColumn{"total", true},
    RowColumn{"account", true},  RowColumn{"cash", true},     RowColumn{"term_seq", true},
    RowColumn{"original", true}, RowColumn{"aac002"},         RowColumn{"fees"},
    RowColumn{"result"},         RowColumn{"code", true},     RowColumn{"state"},
    RowColumn{"clearing_date"},  RowColumn{"owed", true},     RowColumn{"at", true}};
constexpr std::array kAckColumns{RowColumn{"dev_no"},  RowColumn{"serial", true}, RowColumn{"seq", true},
                                 RowColumn{"result"},  RowColumn{"code", true},   RowColumn{"clearing_date"},
                                 RowColumn{"at", true}};
constexpr std::array kSeenColumns{RowColumn{"aac002"},
                                  RowColumn{"seq", true},
                                  RowColumn{"record_type"},
                                  RowColumn{"time"},
                                  RowColumn{"hospital"},
                                  RowColumn{"total", true},
                                  RowColumn{"account_part", true},
                                  RowColumn{"cash", true},
                                  RowColumn{"owed", true},
                                  RowColumn{"state"}};
constexpr std::array kPersonColumns{RowColumn{"aac002"}, RowColumn{"amount", true}};

bool isBooked(const Arrival& arrival) {
  return arrival.record.type == RecordType::settled && arrival.state == "ACCEPTED" && !arrival.owner.empty();
}

struct Account {
  std::uint64_t balance = 0, taken = 0;
  int lastSeen = 0;  ///< newest row of what the person sees
};
using Accounts = std::map<std::string, Account>;

nlohmann::json ownersOf(const std::vector<Arrival>& arrivals) {
  std::set<std::string> owners;
  for (const Arrival& each : arrivals)
    if (!each.owner.empty()) owners.insert(each.owner);
  nlohmann::json rows = nlohmann::json::array();
  for (const std::string& owner : owners)
    rows.push_back({{"aac002", owner}, {"amount", 0}});
  return rows;
}

/// Locked in the order of their numbers, so that two batches never wait for each other.
Accounts accountsOf(const Call& call, const std::vector<Arrival>& arrivals) {
  Accounts accounts;
  const auto owners = ownersOf(arrivals);
  if (owners.empty()) return accounts;
  const std::string rows = owners.dump();
  const Backend backend = call.services.store.backend();
  std::string number;
  long long balance = 0;
  int lastSeen = 0;
  soci::statement question =
      (call.sql.prepare
           << "SELECT m.aac002, m.last_year_balance + m.this_year_in - m.this_year_out, CAST(COALESCE("
              "(SELECT MAX(o.seq) FROM offline_records o WHERE o.aac002 = m.aac002), 0) AS INTEGER) FROM "
              "medical_account m JOIN " +
                  rowsOf(backend, kPersonColumns) +
                  " ON r.aac002 = m.aac002 WHERE m.seq = 1 ORDER BY m.aac002" +
                  (backend == Backend::postgresql ? " FOR UPDATE OF m" : ""),
       soci::use(rows, "rows"), soci::into(number), soci::into(balance), soci::into(lastSeen));
  forRows(question, [&] {
    accounts.emplace(number, Account{static_cast<std::uint64_t>(std::max(balance, 0LL)), 0, lastSeen});
  });
  return accounts;
}

/// The institution is paid in full; what the account does not cover is owed.
void book(std::vector<Arrival>& arrivals, Accounts& accounts) {
  for (Arrival& arrival : arrivals) {
    if (!isBooked(arrival)) continue;
    Account& account = accounts[arrival.owner];
    const std::uint64_t left = account.balance - account.taken;
    const std::uint64_t taken = std::min<std::uint64_t>(left, arrival.record.amounts.account);
    account.taken += taken;
    arrival.owed = arrival.record.amounts.account - taken;
    if (arrival.owed != 0) arrival.code = kShort;
  }
}

void takeFromAccounts(const Call& call, const Accounts& accounts) {
  nlohmann::json rows = nlohmann::json::array();
  for (const auto& [number, account] : accounts)
    if (account.taken != 0) rows.push_back({{"aac002", number}, {"amount", account.taken}});
  if (rows.empty()) return;
  const std::string text = rows.dump();
  call.sql << "UPDATE medical_account SET this_year_out = this_year_out + r.amount FROM " +
                  rowsOf(call.services.store.backend(), kPersonColumns) +
                  " WHERE medical_account.aac002 = r.aac002 AND medical_account.seq = 1",
      soci::use(text, "rows");
}

std::string sealedFees(const Call& call, const Arrival& arrival) {
  if (arrival.fees.empty()) return {};
  const std::string place = "fees " + call.terminal.devNo + ' ' + std::to_string(arrival.record.sequence);
  const auto sealed = call.services.keys.store.seal(crypto::bytesOf(arrival.fees), crypto::bytesOf(place),
                                                    call.services.random);
  return sealed ? crypto::toBase64(*sealed) : std::string();
}

void insertRecords(const Call& call, const std::vector<Arrival>& arrivals, const std::string& clearing) {
  nlohmann::json rows = nlohmann::json::array();
  for (const Arrival& each : arrivals) {
    const Record& record = each.record;
    const bool isCleared = each.result == AckResult::accepted;
    rows.push_back({{"dev_no", call.terminal.devNo},
                    {"seq", record.sequence},
                    {"epoch", each.epoch},
                    {"type", std::string(1, static_cast<char>(record.type))},
                    {"canonical", each.canonical},
                    {"link", crypto::toLowerHex(each.link)},
                    {"institution", record.institution},
                    {"business", static_cast<int>(record.business)},
                    {"aaz501", record.holder.cardId},
                    {"card_seq", record.cardSequence},
                    {"time", record.time},
                    {"total", record.amounts.total},
                    {"account", record.amounts.account},
                    {"cash", record.amounts.cash},
                    {"term_seq", record.terminalSequence},
                    {"original", record.original.value_or(0)},
                    {"aac002", each.owner},
                    {"fees", sealedFees(call, each)},
                    {"result", std::string(1, static_cast<char>(each.result))},
                    {"code", each.code},
                    {"state", each.state},
                    {"clearing_date", isCleared ? clearing : std::string()},
                    {"owed", each.owed},
                    {"at", call.at()}});
  }
  insertRows(call.sql, call.services.store.backend(), "offline_settlements", kRecordColumns, rows);
}

void insertAcknowledgements(const Call& call, const std::vector<Arrival>& arrivals,
                            const std::string& clearing, JournalState& state) {
  nlohmann::json rows = nlohmann::json::array();
  for (const Arrival& each : arrivals)
    rows.push_back({{"dev_no", call.terminal.devNo},
                    {"serial", ++state.ackSerial},
                    {"seq", each.record.sequence},
                    {"result", std::string(1, static_cast<char>(each.result))},
                    {"code", each.code},
                    {"clearing_date", each.result == AckResult::accepted ? clearing : std::string()},
                    {"at", call.at()}});
  insertRows(call.sql, call.services.store.backend(), "offline_acknowledgements", kAckColumns, rows);
}

/// As the list offline_state names it; empty: a person sees nothing of it.
std::string_view seenState(const Arrival& arrival) {
  struct Row {
    RecordType type;
    std::string_view state, seen;
  };
  constexpr std::array kRows{
      Row{RecordType::settled, "ACCEPTED", "accepted"}, Row{RecordType::settled, "HELD", "held"},
      Row{RecordType::settled, "REFUSED", "dispute"},   Row{RecordType::settled, "VOIDED", "voided"},
      Row{RecordType::settled, "REVERSED", "reversed"}, Row{RecordType::unknown, "HELD", "unknown"},
      Row{RecordType::exception, "OPEN", "waiting"},
  };
  const auto row = std::ranges::find_if(kRows, [&](const Row& each) {
    return each.type == arrival.record.type && each.state == arrival.state;
  });
  return row == kRows.end() ? std::string_view() : row->seen;
}

std::string readableTime(const std::string& compact) {
  const auto time = wire::parseCompactSeconds(compact);
  return time ? wire::headTime(*time) : std::string();
}

void insertSeen(const Call& call, const std::vector<Arrival>& arrivals, Accounts& accounts) {
  nlohmann::json rows = nlohmann::json::array();
  for (const Arrival& each : arrivals) {
    const auto account = accounts.find(each.owner);
    if (account == accounts.end() || seenState(each).empty()) continue;
    rows.push_back({{"aac002", each.owner},
                    {"seq", ++account->second.lastSeen},
                    {"record_type", std::string(1, static_cast<char>(each.record.type))},
                    {"time", readableTime(each.record.time)},
                    {"hospital", call.terminal.institutionName},
                    {"total", each.record.amounts.total},
                    {"account_part", each.record.amounts.account},
                    {"cash", each.record.amounts.cash},
                    {"owed", each.owed},
                    {"state", seenState(each)}});
  }
  insertRows(call.sql, call.services.store.backend(), "offline_records", kSeenColumns, rows);
}

/// A V whose S came with an earlier batch, a R whose U did.
void followOriginals(const Call& call, const std::vector<Arrival>& arrivals, JournalState& state,
                     const std::string& clearing) {
  for (const Arrival& each : arrivals) {
    const RecordType type = each.record.type;
    if (!each.record.original || (type != RecordType::reversal && type != RecordType::resolution)) continue;
    const bool isReversal = type == RecordType::reversal;
    const std::string from = isReversal ? "S" : "U", to = isReversal ? "VOIDED" : "RESOLVED";
    const long long original = *each.record.original;
    std::string before, owner;
    long long taken = 0;
    call.sql << "SELECT state, aac002, account - owed FROM offline_settlements WHERE dev_no = :dev AND seq = "
                ":seq AND "
                "type = :type",
        soci::use(call.terminal.devNo), soci::use(original), soci::use(from), soci::into(before),
        soci::into(owner), soci::into(taken);
    if (!call.sql.got_data() || before == to) continue;
    if (isReversal && before == "ACCEPTED")
      call.sql << "UPDATE medical_account SET this_year_out = this_year_out - :taken WHERE aac002 = :owner "
                  "AND seq = 1",
          soci::use(taken), soci::use(owner);
    call.sql << "UPDATE offline_settlements SET state = :to, owed = 0, result = 'A' WHERE dev_no = :dev AND "
                "seq = :seq",
        soci::use(to), soci::use(call.terminal.devNo), soci::use(original);
    if (!isReversal)
      addAcknowledgement(call, call.terminal.devNo, state, *each.record.original, AckResult::accepted, 0,
                         clearing);
  }
}

/// Debits that the card itself has told of (8605).
void matchDebits(const Call& call, const std::vector<Arrival>& arrivals) {
  constexpr std::array<RowColumn, 2> kColumns{RowColumn{"aaz501"}, RowColumn{"card_seq", true}};
  nlohmann::json rows = nlohmann::json::array();
  for (const Arrival& each : arrivals)
    if (each.record.type == RecordType::settled)
      rows.push_back({{"aaz501", each.record.holder.cardId}, {"card_seq", each.record.cardSequence}});
  if (rows.empty()) return;
  const std::string text = rows.dump();
  call.sql << "UPDATE card_debits SET state = 'MATCHED' FROM " +
                  rowsOf(call.services.store.backend(), kColumns) +
                  " WHERE card_debits.aaz501 = r.aaz501 AND card_debits.card_seq = r.card_seq AND "
                  "card_debits.state = "
                  "'EXPECTED'",
      soci::use(text, "rows");
}

void useReversals(const Call& call, const std::vector<Arrival>& arrivals) {
  for (const Arrival& each : arrivals) {
    if (each.state != "REVERSED") continue;
    const long long original = each.record.sequence;
    call.sql << "UPDATE offline_reversals SET state = 'REVERSED' WHERE dev_no = :dev AND original = :seq",
        soci::use(call.terminal.devNo), soci::use(original);
  }
}

}  // namespace

std::string clearingDateOf(wire::TimePoint now) {
  return wire::compactSeconds(now + kDay).substr(0, 8);
}

JournalState lockJournal(const Call& call, const std::string& devNo) {
  call.sql << "INSERT INTO offline_journals (dev_no, epoch, last_seq, last_link, ack_serial) "
              "VALUES (:dev, "
              "1, 0, '', 0) ON CONFLICT (dev_no) DO NOTHING",
      soci::use(devNo);
  const bool locks = call.services.store.backend() == Backend::postgresql;
  JournalState state;
  int epoch = 1;
  long long last = 0, serial = 0;
  call.sql << std::string(
                  "SELECT epoch, last_seq, last_link, ack_serial FROM offline_journals WHERE dev_no = "
                  ":dev") +
                  (locks ? " FOR UPDATE" : ""),
      soci::use(devNo), soci::into(epoch), soci::into(last), soci::into(state.lastLink), soci::into(serial);
  state.epoch = static_cast<std::uint32_t>(epoch);
  state.lastSequence = static_cast<std::uint32_t>(last);
  state.ackSerial = static_cast<std::uint64_t>(serial);
  return state;
}

void storeJournal(soci::session& sql, const std::string& devNo, const JournalState& state) {
  const int epoch = static_cast<int>(state.epoch);
  const long long last = state.lastSequence, serial = static_cast<long long>(state.ackSerial);
  sql << "UPDATE offline_journals SET epoch = :epoch, last_seq = :last, last_link = :link, "
         "ack_serial "
         "= :serial WHERE dev_no = :dev",
      soci::use(epoch), soci::use(last), soci::use(state.lastLink), soci::use(serial), soci::use(devNo);
}

void addAcknowledgement(const Call& call, const std::string& devNo, JournalState& state,
                        std::uint32_t sequence, AckResult result, unsigned code,
                        const std::string& clearingDate) {
  const nlohmann::json rows = nlohmann::json::array({{{"dev_no", devNo},
                                                      {"serial", ++state.ackSerial},
                                                      {"seq", sequence},
                                                      {"result", std::string(1, static_cast<char>(result))},
                                                      {"code", code},
                                                      {"clearing_date", clearingDate},
                                                      {"at", call.at()}}});
  insertRows(call.sql, call.services.store.backend(), "offline_acknowledgements", kAckColumns, rows);
}

void storeArrivals(const Call& call, std::vector<Arrival>& arrivals, JournalState& state) {
  if (arrivals.empty()) return;
  const std::string clearing = clearingDateOf(call.now);
  Accounts accounts = accountsOf(call, arrivals);
  book(arrivals, accounts);
  takeFromAccounts(call, accounts);
  insertRecords(call, arrivals, clearing);
  insertAcknowledgements(call, arrivals, clearing, state);
  insertSeen(call, arrivals, accounts);
  followOriginals(call, arrivals, state, clearing);
  useReversals(call, arrivals);
  matchDebits(call, arrivals);
  state.lastSequence = arrivals.back().record.sequence;
  state.lastLink = crypto::toLowerHex(arrivals.back().link);
}

}  // namespace ssc::center
