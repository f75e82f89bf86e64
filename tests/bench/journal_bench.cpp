// What durability costs: settlements into the journal beside bare appends of the same bytes; JSON figures.
//
//   ssc_journal_bench FOLDER PURCHASES RECORDS     FOLDER: empty, on the disk that is measured
//
// A purchase is three commits (PREPARED, closed, the card's sums written). In turns with every fifty of them
// as many appends with fdatasync, each of as many bytes as the commit stored. Then a journal of RECORDS
// records: opened, verified, appended to in turns with an empty one.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <numeric>
#include <random>
#include <sqlite3.h>
#include <unistd.h>

#include "crypto/digest.hpp"
#include "hostlib/journal/journal.hpp"
#include "hostlib/journal/verify.hpp"
#include "tests/bench/quantile.hpp"
#include "wire/settlement/stop_list.hpp"

namespace {

using namespace ssc;
using namespace ssc::journal;
using Clock = std::chrono::steady_clock;
using nlohmann::json;

constexpr std::uint32_t kBlock = 50;
const std::string kFees =
    "1|SIMX0001|阿莫西林胶囊|2|18.5|3700\n2|SIMX0002|维生素C片|1|9.8|980\n3|SIMZ0003|血常规|1|81.7|8170\n";
constexpr std::string_view kPerson = "a block of some sixty bytes, as name and numbers of a person are";

template <class T>
T need(Result<T> result) {
  if (!result) {
    std::fprintf(stderr, "%s\n", result.error().what.c_str());
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

double millisecondsSince(Clock::time_point begin) {
  return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

struct Station {
  crypto::Key logKey{crypto::Bytes(16, 0xC0)};
  crypto::FieldSealer storage =
      crypto::FieldSealer::fromSessionKey(crypto::Key(crypto::Bytes(16, 7))).value();
  crypto::Sm2KeyPair signKey = crypto::Sm2KeyPair::generate().value();
  crypto::SystemRandom random;
  TimePoint now = wire::parseCompactSeconds("20260105093015").value();
  Identity identity{"999999000017", "SIMH00000001"};

  Journal open(const std::filesystem::path& file) {
    return need(Journal::open(
        file, identity,
        {logKey, storage, [this](crypto::ByteView text) { return signKey.sign(text); }, random}, now));
  }
};

settlement::Record purchase(std::uint32_t moduleNumber) {
  settlement::Record record;
  record.terminalId = "999999000017";
  record.institution = "SIMH00000001";
  record.type = settlement::RecordType::unknown;
  record.holder = {"999999", "T00000028", "999999D156000005A1B2C3D4E5F60718", "1339dc1ee221"};
  record.cardSequence = 1;
  record.time = "20260105093015";
  record.amounts = {12850, 0, 8000, 4850};
  record.feeLines = 3;
  record.feeDigest = crypto::sm3(crypto::bytesOf(kFees)).value();
  record.reason = "N21";
  record.policyVersion = "2026010501";
  record.operatorId = "op0007";
  record.terminalSequence = moduleNumber;
  record.visit = "SIMV202601050042";
  return record;
}

std::size_t storedBytes() {
  settlement::Record record = purchase(1);
  record.sequence = 1;
  return settlement::canonical(record)->size() + kFees.size() + kPerson.size() + 2 * crypto::kSealedOverhead;
}

/// One purchase; the times of its three commits.
void settle(Journal::Writer& writer, std::uint32_t number, TimePoint now, std::vector<double>& times) {
  const Draft draft{purchase(number), kFees, crypto::SecretBytes(crypto::bytesOf(kPerson)), {8000, 1, ""}};
  auto begin = Clock::now();
  const auto sequence = need(writer.prepare(draft));
  times.push_back(millisecondsSince(begin));
  begin = Clock::now();
  need(writer.close(Settled{{0x58, 0xA6, 0x21, 0xF4}}, now));
  times.push_back(millisecondsSince(begin));
  begin = Clock::now();
  need(writer.cardDone(sequence));
  times.push_back(millisecondsSince(begin));
}

void append(int file, std::size_t size, std::vector<double>& times) {
  const std::vector<char> bytes(size, 'x');
  const auto begin = Clock::now();
  if (::write(file, bytes.data(), size) != static_cast<ssize_t>(size) || ::fdatasync(file) != 0) std::exit(1);
  times.push_back(millisecondsSince(begin));
}

double perSecond(const std::vector<double>& times) {
  return 1000.0 * static_cast<double>(times.size()) / std::accumulate(times.begin(), times.end(), 0.0);
}

json spread(std::vector<double> times) {
  std::ranges::sort(times);
  return {
      {"p50", bench::quantile(times, 0.5)}, {"p99", bench::quantile(times, 0.99)}, {"worst", times.back()}};
}

json againstBareAppends(Station& station, const std::filesystem::path& folder, std::uint32_t purchases) {
  auto journal = station.open(folder / "commits.sqlite");
  const int file = ::open((folder / "bare").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  std::vector<double> ours, bare;
  for (std::uint32_t number = 1; number <= purchases; number += kBlock) {
    {
      auto writer = need(journal.writer(std::chrono::seconds(1), {}));
      for (std::uint32_t i = 0; i < kBlock; ++i)
        settle(writer, number + i, station.now, ours);
    }
    for (std::uint32_t i = 0; i < kBlock; ++i) {
      append(file, storedBytes(), bare);  // PREPARED
      append(file, storedBytes() + sizeof(settlement::Link) + sizeof(settlement::RecordMac), bare);  // closed
      append(file, sizeof(std::uint32_t), bare);  // the card's sums
    }
  }
  ::close(file);
  return {{"commits", ours.size()},           {"perSecond", perSecond(ours)},
          {"barePerSecond", perSecond(bare)}, {"ratio", perSecond(ours) / perSecond(bare)},
          {"journal", spread(ours)},          {"bare", spread(bare)}};
}

/// Many records at once, chained, sealed and signed as the journal itself does it.
void fill(Station& station, const std::filesystem::path& path, std::uint32_t records) {
  {
    static_cast<void>(station.open(path));
  }
  sqlite3* database = nullptr;
  sqlite3_stmt *insert = nullptr, *head = nullptr;
  if (sqlite3_open(path.c_str(), &database) != SQLITE_OK) std::exit(1);
  sqlite3_exec(database, "PRAGMA synchronous = OFF; BEGIN", nullptr, nullptr, nullptr);
  sqlite3_prepare_v2(database,
                     "INSERT INTO records (seq, epoch, type, term_seq, canonical, link, mac, fees, person) "
                     "VALUES (?1, 1, 'U', ?1, ?2, ?3, ?4, ?5, ?6)",
                     -1, &insert, nullptr);
  sqlite3_prepare_v2(database, "INSERT INTO heads (seq, text, signature) VALUES (?1, ?2, ?3)", -1, &head,
                     nullptr);
  auto chain = settlement::ChainHash::make().value();
  auto key = crypto::HmacSm3::make(station.logKey).value();
  auto link = settlement::genesis(station.identity.terminalId, 1).value();
  const auto bind = [](sqlite3_stmt* statement, int place, crypto::ByteView bytes) {
    sqlite3_bind_blob(statement, place, bytes.data(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
  };
  const auto run = [](sqlite3_stmt* statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) std::exit(1);
    sqlite3_reset(statement);
  };
  const auto text = [](sqlite3_stmt* statement, int place, const std::string& value) {
    sqlite3_bind_text(statement, place, value.data(), static_cast<int>(value.size()), SQLITE_TRANSIENT);
  };
  for (std::uint32_t i = 1; i <= records; ++i) {
    settlement::Record record = purchase(i);
    record.sequence = i;
    const std::string canonical = settlement::canonical(record).value();
    link = chain.next(link, canonical).value();
    const auto sealed = [&](std::string_view kind, crypto::ByteView plain) {
      const auto place = sealedPlace(kind, station.identity.terminalId, i);
      return station.storage.seal(plain, crypto::bytesOf(place), station.random).value();
    };
    sqlite3_bind_int64(insert, 1, i);
    text(insert, 2, canonical);
    bind(insert, 3, link);
    bind(insert, 4, settlement::recordMac(key, link).value());
    bind(insert, 5, sealed("fees", crypto::bytesOf(kFees)));
    bind(insert, 6, sealed("person", crypto::bytesOf(kPerson)));
    run(insert);
    if (i % Journal::kHeadEvery != 0) continue;
    const std::string signedText =
        settlement::headText({station.identity.terminalId, 1, i, link, "20260105093015"});
    sqlite3_bind_int64(head, 1, i);
    text(head, 2, signedText);
    bind(head, 3, station.signKey.sign(crypto::bytesOf(signedText)).value());
    run(head);
  }
  sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr);
  sqlite3_finalize(insert);
  sqlite3_finalize(head);
  sqlite3_close(database);
}

json ofManyRecords(Station& station, const std::filesystem::path& folder, std::uint32_t records,
                   std::uint32_t purchases) {
  const auto path = folder / "many.sqlite";
  fill(station, path, records);
  std::vector<double> opening;
  for (int i = 0; i < 5; ++i) {
    const auto begin = Clock::now();
    auto journal = station.open(path);
    opening.push_back(millisecondsSince(begin));
  }
  std::ranges::sort(opening);

  const auto publicKey = station.signKey.publicKey().value();
  const auto verified = [&](const VerifyKeys& keys) {
    const auto begin = Clock::now();
    const auto report = need(verify(path, keys));
    if (!report.isGood() || report.records != records) std::exit(1);
    return 1000.0 * records / millisecondsSince(begin);
  };
  const double chainAndMac = verified({.log = &station.logKey});
  const double everything = verified({&publicKey, &station.logKey, &station.storage});

  auto many = station.open(path), empty = station.open(folder / "empty.sqlite");
  std::vector<double> full, fresh;
  for (std::uint32_t number = 1; number <= purchases; number += kBlock)
    for (auto* journal : {&many, &empty}) {
      auto writer = need(journal->writer(std::chrono::seconds(1), {}));
      for (std::uint32_t i = 0; i < kBlock; ++i)
        settle(writer, (journal == &many ? records : 0) + number + i, station.now,
               journal == &many ? full : fresh);
    }
  return {{"records", records},
          {"openMs", opening[opening.size() / 2]},
          {"verifyPerSecond", chainAndMac},
          {"verifyAllPerSecond", everything},
          {"appendRatio", perSecond(full) / perSecond(fresh)}};
}

/// Looking a card up, every second of which is listed.
json ofStopList(std::uint32_t entries) {
  constexpr std::uint32_t kLookups = 2'000'000;
  const auto cardOf = [](std::uint64_t number) {
    settlement::StopListed card{0x99, 0x99, 0x00, 0xD1, 0x56, 0x00, 0x00, 0x05};
    for (std::size_t i = 0; i < 8; ++i)
      card[8 + i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
    return card;
  };
  std::vector<settlement::StopListed> cards;
  for (std::uint64_t i = 0; i < entries; ++i)
    cards.push_back(cardOf(2 * i));
  const auto center = crypto::Sm2KeyPair::generate().value();
  const std::string text = settlement::stopListText("999900", 1, nullptr, cards);
  const auto signature = center.sign(crypto::bytesOf(settlement::signedLine(text))).value();
  auto begin = Clock::now();
  const auto list = settlement::StopList().with(text, signature, *center.publicKey(), "999900");
  const double loading = millisecondsSince(begin);
  if (!list) std::exit(1);
  std::vector<settlement::StopListed> asked;
  std::mt19937 random(7);
  for (std::uint32_t i = 0; i < kLookups; ++i)
    asked.push_back(cardOf(random() % (2 * entries)));
  std::size_t found = 0;
  begin = Clock::now();
  for (const auto& card : asked)
    found += list->contains(card) ? 1U : 0U;
  const double took = millisecondsSince(begin);
  if (found == 0 || found == kLookups) std::exit(1);
  return {{"entries", entries}, {"loadMs", loading}, {"lookupNs", took * 1e6 / kLookups}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const std::filesystem::path folder(argv[1]);
  const auto purchases = static_cast<std::uint32_t>(std::atoi(argv[2]));
  const auto records = static_cast<std::uint32_t>(std::atoi(argv[3]));
  Station station;
  json figures = againstBareAppends(station, folder, purchases);
  figures["many"] = ofManyRecords(station, folder, records, purchases);
  figures["stopList"] = ofStopList(records);
  std::puts(figures.dump().c_str());
}
