// Terminals that settle without a network for days, and upload over a bad one: real journals, the real
// client, the real center, time that is passed in. A small model says what must come of every record; a
// history that disagrees with it is made smaller until nothing can be left out.
//
//   ssc_settle_network --terminals 50 --hours 72 [--seed S] [--json]
#include <CLI/CLI.hpp>
#include <filesystem>
#include <fmt/core.h>
#include <iostream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <random>
#include <unistd.h>

#include "center/data/people/calendar.hpp"
#include "center/data/people/sample_holders.hpp"
#include "center/fleet/fleet.hpp"
#include "center/program/center.hpp"
#include "center/settle/keys.hpp"
#include "center/settle/settle.hpp"
#include "crypto/hex.hpp"
#include "hostlib/flows/settle/desk.hpp"
#include "hostlib/flows/settle/reconcile.hpp"
#include "hostlib/flows/settle/upload.hpp"
#include "hostlib/journal/view.hpp"
#include "hostlib/office/private_files.hpp"
#include "hostlib/office/registration.hpp"
#include "keys-sim/keys/derivation.hpp"
#include "keys-sim/keys/transaction.hpp"
#include "tests/settle/bad_network.hpp"
#include "wire/settlement/batch.hpp"
#include "wire/settlement/fee_text.hpp"

namespace {

using namespace ssc;
using namespace ssc::tests;
namespace settlement = flows::settlement;
using settlement::Record;
using settlement::RecordType;

constexpr const char *kArea = "999900", *kInstitution = "SIMH00000001", *kOwner = "999900199001010014";

// ---- what happens

struct Step {
  enum class Kind : std::uint8_t {
    settle,
    abort,
    unknown,
    resolve,
    exception,
    reverse,
    upload,
    cutUpload,
    clockOff,
    clockOn
  };
  unsigned hour = 0, terminal = 0;
  Kind kind = Kind::settle;
  std::uint32_t amount = 0;  ///< fen
  bool isProven = false;     ///< resolve
};
using History = std::vector<Step>;

History historyFor(unsigned terminals, unsigned hours, std::mt19937_64& random) {
  using Kind = Step::Kind;
  constexpr std::array kKinds{Kind::settle,    Kind::settle,  Kind::settle, Kind::settle,
                              Kind::settle,    Kind::settle,  Kind::abort,  Kind::unknown,
                              Kind::exception, Kind::reverse, Kind::resolve};
  History history;
  for (unsigned hour = 0; hour < hours; ++hour)
    for (unsigned terminal = 0; terminal < terminals; ++terminal) {
      const auto add = [&](Kind kind) {
        history.push_back(
            {hour, terminal, kind, static_cast<std::uint32_t>(1 + random() % 30'000), random() % 2 == 0});
      };
      if (random() % 2 == 0) add(kKinds[random() % kKinds.size()]);
      if (random() % 6 == 0) add(random() % 3 == 0 ? Kind::cutUpload : Kind::upload);
      if (random() % 100 == 0) add(Kind::clockOff);
      if (random() % 20 == 0) add(Kind::clockOn);
    }
  return history;
}

// ---- time

class WorldClock final : public center::Clock {
 public:
  [[nodiscard]] wire::TimePoint now() const override { return now_; }
  void to(wire::TimePoint time) { now_ = time; }

 private:
  wire::TimePoint now_ = std::chrono::time_point_cast<std::chrono::milliseconds>(
      std::chrono::floor<std::chrono::hours>(std::chrono::system_clock::now()));
};

/// A terminal's: the world's, unless it is off.
class TerminalClock final : public office::Clock {
 public:
  explicit TerminalClock(const WorldClock& world) : world_(world) {}
  Wall now() override { return world_.now() + off_; }
  Steady steady() override { return Steady(world_.now().time_since_epoch()); }
  bool wait(std::chrono::milliseconds /*time*/, const std::stop_token& stop) override {
    return !stop.stop_requested();
  }
  void setOff(std::chrono::minutes off) { off_ = off; }

 private:
  const WorldClock& world_;
  std::chrono::minutes off_{0};
};

// ---- the center

class World {
 public:
  explicit World(const std::filesystem::path& folder) : folder_(folder) {
    const center::StateFolder state(folder / "center");
    center::Settings settings;
    settings.area = kArea;
    settings.database = "sqlite:" + (folder / "center.sqlite").string();
    settings.requestsPerSecond = settings.burst = 1'000'000;
    settings.testPolicies = 1;
    need(state.create(settings, random, clock.now()), "center");
    start();
    const auto made = services->store.write(center::Durability::quick, [&](soci::session& sql) {
      center::writeSampleHolders(sql, kArea, *center::parseDay(wire::dayText(clock.now())));
      return center::importTestRoots(*services, sql, "SSC-TEST-ROOT/1").has_value();
    });
    if (!made || !*made) throw std::runtime_error("people");
    need(center::publishStopList(*services), "stop-list");
    settlement::Policy policy;
    policy.version = "9900000001";
    policy.issued = wire::compactSeconds(clock.now());
    policy.area = kArea;
    policy.pseudonymKeyId = "2026";
    policy.listVersion = 1;
    policy.limits = {10'080, 10'080, 10'080, 30'000, 30'000, 99'999'999, 99, 99, 100'000, 4'000'000'000, 120};
    need(center::publishPolicy(*services, *settlement::encodePolicy(policy)), "policy");
  }

  /// A new process on the same database.
  void start() {
    gate_.reset();
    services.reset();
    auto opened = center::Center::open(center::StateFolder(folder_ / "center"));
    if (!opened) throw std::runtime_error(opened.error());
    center_ = std::move(*opened);
    const center::Services& real = center_->services();
    services.emplace(center::Services{real.store, clock, real.random, real.keys, real.rules, real.facts,
                                      real.metrics, real.peers});
    gate_ = std::make_unique<center::Gate>(*services, *log_);
  }
  [[nodiscard]] center::Gate& gate() { return *gate_; }

  template <class T, class E>
  static T need(tl::expected<T, E> result, const char* what) {
    if (!result) throw std::runtime_error(what);
    if constexpr (!std::is_void_v<T>) return std::move(*result);
  }

  /// A card of its own, in the center's books.
  struct Card {
    std::string id, number;
    crypto::Key key;
  };
  Card addCard(unsigned serial) {
    const std::string digits = fmt::format("{:08d}", 10'000 + serial);
    const std::string historical = "008154535486999999" + digits;
    Card card{"999900D156000005" + fmt::format("{:08d}", 20'000 + serial) + "ABCDEF01",
              fmt::format("T{:08d}", serial),
              {}};
    const auto place = sim::cardPlace(kArea, *crypto::fromHex(historical));
    card.key = *sim::cardKey(sim::TestRoots(), cardspec::Algorithm::sm4, *place, "DTK-1");
    const std::string owner = kOwner;
    const auto made = services->store.write(center::Durability::quick, [&](soci::session& sql) {
      sql << "INSERT INTO cards (aaz501, aaz500, aac002, aab301, aaz502, aaz508, reset_info, algorithm, "
             "issued, expires, "
             "kzt, bank_code, bank_account, initial_pin, pin_tries) VALUES (:id, :number, :owner, '999900', "
             "'1', "
             "'3.00', :reset, "
             "'SM4', '20250101', '20350101', '0', '', '', '0', 6)",
          soci::use(card.id), soci::use(card.number), soci::use(owner), soci::use(historical);
    });
    if (!made) throw std::runtime_error("card: " + made.error().what);
    return card;
  }

  WorldClock clock;
  crypto::SystemRandom random;
  std::optional<center::Services> services;

 private:
  std::filesystem::path folder_;
  std::unique_ptr<center::Log> log_ = center::Log::toNowhere();
  std::unique_ptr<center::Center> center_;
  std::unique_ptr<center::Gate> gate_;
};

// ---- a terminal, and what must come of its records

/// The model: what every record has to be at the center in the end.
struct Expected {
  RecordType type = RecordType::settled;
  std::string result, state;
  std::uint64_t total = 0, account = 0;
};

class Terminal {
 public:
  Terminal(World& world, const std::filesystem::path& folder, unsigned number, const Weather& weather,
           std::uint64_t seed, WeatherTally& tally)
      : world_(world), clock_(world.clock) {
    settings_.url = "https://127.0.0.1:1";
    settings_.registerUrl = "https://127.0.0.1:2";
    settings_.authority = (folder / "center" / "tls-authority.pem").string();
    settings_.centerKey = (folder / "center" / "sign.pub").string();
    settings_.folder = folder / fmt::format("terminal-{}", number);
    settings_.terminal = fmt::format("9999000{:05d}", 1000 + number);
    settings_.area = kArea;
    settings_.institution = kInstitution;
    settings_.institutionName = "模拟医院";
    settings_.place = "模拟大厅";
    settings_.version = "1.0.0";
    settings_.program = settings_.centerKey;  // any file: its hash is what is signed
    enrol();
    const auto facts = crypto::factsOf(
        std::string_view(World::need(office::readPublic(settings_.folder / "tls.pem"), "certificate")));
    network_.emplace([this]() -> center::Gate& { return world_.gate(); }, facts->fingerprint, weather, seed,
                     tally);
    open();
    for (unsigned i = 0; i < kCards; ++i)
      cards_.push_back(world.addCard(number * kCards + i));
  }

  void take(const Step& step);
  /// Everything arrives now. What is left to say, or an error.
  std::optional<std::string> finish();

  [[nodiscard]] const std::map<std::uint32_t, Expected>& model() const { return model_; }
  [[nodiscard]] const std::string& devNo() const { return settings_.terminal; }
  [[nodiscard]] flows::SettlementDesk& desk() { return *desk_; }
  [[nodiscard]] flows::OfficeDesk& office() { return *office_; }
  std::uint64_t uploads = 0, failedUploads = 0;

 private:
  static constexpr unsigned kCards = 4;

  void enrol();
  void open() {
    link_.emplace();
    const office::Parts parts{*network_, clock_, world_.random, *link_};
    office_ = World::need(flows::OfficeDesk::over(parts, settings_), "office");
    desk_ = World::need(flows::SettlementDesk::open(settings_, clock_, world_.random), "desk");
  }
  [[nodiscard]] journal::Journal& journal() { return desk_->station().journal; }
  [[nodiscard]] wire::TimePoint now() { return desk_->station().now(); }
  Record purchase(std::uint32_t amount, World::Card& card);
  void settle(std::uint32_t amount, RecordType as);
  void resolve(bool isProven);
  void reverse();
  void exception(std::uint32_t amount);
  void upload();
  static Record following(Record record, RecordType type);

  World& world_;
  TerminalClock clock_;
  office::Settings settings_;
  std::optional<BadNetwork> network_;
  std::optional<office::LinkState> link_;
  std::unique_ptr<flows::OfficeDesk> office_;
  std::unique_ptr<flows::SettlementDesk> desk_;
  std::vector<World::Card> cards_;
  std::uint16_t counter_ = 0;
  std::uint32_t moduleNumber_ = 0;
  std::map<std::uint32_t, Expected> model_;
  std::map<std::uint32_t, Record> unknown_, reversible_;  ///< by number
};

/// Registered and approved, over a way that works.
void Terminal::enrol() {
  class Register final : public office::Transport {
   public:
    explicit Register(World& world) : world_(world) {}
    tl::expected<crypto::SecretBytes, office::TransportError> post(const std::string& envelope,
                                                                   const wire::office::Limits& /*limits*/,
                                                                   std::stop_token /*stop*/) override {
      center::HttpRequest request;
      request.method = "POST";
      request.body = envelope;
      return crypto::SecretBytes(crypto::bytesOf(world_.gate().handleRegistration(request).body));
    }

   private:
    World& world_;
  };
  Register transport(world_);
  office::LinkState link;
  const office::Parts parts{transport, clock_, world_.random, link};
  const auto code =
      World::need(center::announceTerminal(*world_.services, {settings_.terminal, settings_.institution,
                                                              settings_.institutionName, settings_.place}),
                  "announce");
  World::need(office::registerTerminal(settings_, code, parts), "register");
  const auto issuers =
      World::need(center::StateFolder(settings_.folder.parent_path() / "center").issuers(), "issuers");
  World::need(center::approveTerminal(*world_.services, issuers, settings_.terminal), "approve");
  World::need(office::registerTerminal(settings_, "", parts), "certificates");
}

Record Terminal::purchase(std::uint32_t amount, World::Card& card) {
  Record record;
  record.terminalId = settings_.terminal;
  record.institution = settings_.institution;
  record.type = RecordType::unknown;
  record.holder = {kArea, card.number, card.id, "1339dc1ee221"};
  record.cardSequence = ++counter_;
  record.time = wire::compactSeconds(now());
  record.amounts = {amount, 0, amount, 0};
  record.feeLines = 1;
  record.reason = "N21";
  record.policyVersion = "9900000001";
  record.operatorId = "op0007";
  record.terminalSequence = ++moduleNumber_;
  record.visit = fmt::format("V{}", counter_);
  return record;
}

void Terminal::settle(std::uint32_t amount, RecordType as) {
  World::Card& card = cards_[counter_ % cards_.size()];
  journal::Draft draft;
  draft.record = purchase(amount, card);
  draft.fees = World::need(
      settlement::makeFeeText({{"SIMX0001", "药", "1", fmt::format("{}", amount), amount}}), "fees");
  draft.record.feeDigest = *crypto::sm3(crypto::bytesOf(draft.fees));
  draft.person = settlement::encodePerson({kOwner, "张三"});
  auto writer = World::need(journal().writer(std::chrono::seconds(1), {}), "writer");
  const auto number = World::need(writer.prepare(draft), "prepare");
  Record record = draft.record;
  record.type = RecordType::settled;
  Expected expected{as, "A", "RECONCILED", amount, amount};
  if (as == RecordType::settled) {
    const auto tac = *sim::transactionCode(cardspec::Algorithm::sm4, card.key, *center::purchaseText(record));
    reversible_[number] = World::need(writer.close(journal::Settled{tac}, now()), "close");
    World::need(writer.cardDone(number), "card");
  } else if (as == RecordType::aborted) {
    World::need(writer.close(journal::Aborted{"no debit"}, now()), "close");
    expected.state = "ACCEPTED";
  } else {
    unknown_[number] = World::need(writer.close(journal::Unknown{}, now()), "close");
    expected.result = "H";
    expected.state = "HELD";
  }
  model_[number] = expected;
}

Record Terminal::following(Record record, RecordType type) {
  record.original = record.sequence;
  record.type = type;
  record.tac.reset();
  record.terminalSequence = 0;
  record.feeLines = 0;
  record.feeDigest = settlement::emptyFeeDigest();
  return record;
}

void Terminal::resolve(bool isProven) {
  if (unknown_.empty()) return;
  const auto [number, unknown] = *unknown_.begin();
  Record record = following(unknown, RecordType::resolution);
  record.time = wire::compactSeconds(now());
  if (!isProven) record.amounts = {};
  auto writer = World::need(journal().writer(std::chrono::seconds(1), {}), "writer");
  const auto written = World::need(writer.append(record, {}, {}, now()), "append");
  model_[written.sequence] = {RecordType::resolution, "A", "ACCEPTED", record.amounts.total,
                              record.amounts.account};
  model_[number].result = "A";
  model_[number].state = "RESOLVED";
  unknown_.erase(number);
}

/// Only what was not sent yet: later it is 8604.
void Terminal::reverse() {
  const auto backlog = World::need(journal().backlog(), "backlog");
  std::erase_if(reversible_, [&](const auto& each) { return each.first <= backlog.taken; });
  if (reversible_.empty()) return;
  const auto [number, settled] = *reversible_.begin();
  Record record = following(settled, RecordType::reversal);
  record.time = wire::compactSeconds(now());
  auto writer = World::need(journal().writer(std::chrono::seconds(1), {}), "writer");
  const auto written = World::need(writer.append(record, {}, {}, now()), "append");
  World::need(writer.note(number, "VOIDED", "V", now()), "note");
  model_[written.sequence] = {RecordType::reversal, "A", "ACCEPTED", record.amounts.total,
                              record.amounts.account};
  model_[number].state = "VOIDED";
  reversible_.erase(number);
}

void Terminal::exception(std::uint32_t amount) {
  Record record = purchase(amount, cards_.front());
  --counter_;
  --moduleNumber_;
  record.type = RecordType::exception;
  record.holder = {};
  record.cardSequence = 0;
  record.terminalSequence = 0;
  record.amounts = {amount, 0, 0, amount};
  record.feeLines = 0;
  record.feeDigest = settlement::emptyFeeDigest();
  auto writer = World::need(journal().writer(std::chrono::seconds(1), {}), "writer");
  const auto written = World::need(writer.append(record, {}, {}, now()), "append");
  model_[written.sequence] = {RecordType::exception, "A", "OPEN", amount, 0};
}

void Terminal::upload() {
  ++uploads;
  const auto sent = flows::Upload(desk_->station(), *office_, {}).run();
  if (!sent) ++failedUploads;
}

void Terminal::take(const Step& step) {
  using Kind = Step::Kind;
  switch (step.kind) {
    case Kind::settle:
      return settle(step.amount, RecordType::settled);
    case Kind::abort:
      return settle(step.amount, RecordType::aborted);
    case Kind::unknown:
      return settle(step.amount, RecordType::unknown);
    case Kind::resolve:
      return resolve(step.isProven);
    case Kind::exception:
      return exception(step.amount);
    case Kind::reverse:
      return reverse();
    case Kind::upload:
      return upload();
    case Kind::cutUpload:
      network_->cutAfter(1 + step.amount % 6);
      upload();
      return network_->cutAfter(0);
    case Kind::clockOff:
      return clock_.setOff(std::chrono::minutes(10));
    case Kind::clockOn:
      return clock_.setOff(std::chrono::minutes(0));
  }
}

std::optional<std::string> Terminal::finish() {
  network_->calm();
  clock_.setOff(std::chrono::minutes(0));
  const auto sent = flows::Upload(desk_->station(), *office_, {}).run();
  if (!sent) return devNo() + ": the last upload failed: " + sent.error().technicalText();
  if (sent->waiting != 0 || sent->unanswered != 0) return devNo() + ": something still waits";
  return std::nullopt;
}

// ---- one history, from its beginning to the comparison

struct Outcome {
  std::optional<std::string> trouble;
  WeatherTally weather;
  std::uint64_t records = 0, settled = 0, uploads = 0, failedUploads = 0, restarts = 0;
};

class Comparison {
 public:
  Comparison(World& world, Terminal& terminal) : world_(world), terminal_(terminal) {}

  /// The first difference.
  std::optional<std::string> run() {
    if (auto trouble = totals()) return trouble;
    if (auto trouble = states()) return trouble;
    return acknowledgements();
  }

 private:
  std::string say(const std::string& what) const { return terminal_.devNo() + ": " + what; }

  /// Every clearing date, to the fen, on both sides.
  std::optional<std::string> totals() {
    std::vector<std::string> days;
    const auto read = world_.services->store.read([&](soci::session& sql) {
      std::string day;
      soci::statement rows =
          (sql.prepare << "SELECT DISTINCT clearing_date FROM offline_settlements WHERE dev_no = :dev "
                          "AND clearing_date <> ''",
           soci::use(terminal_.devNo()), soci::into(day));
      rows.execute();
      while (rows.fetch())
        days.push_back(day);
    });
    if (!read) return say("the center cannot be read");
    for (const std::string& day : days) {
      const auto compared = flows::reconcile(terminal_.desk().station(), terminal_.office(), day, {});
      if (!compared) return say("reconciliation: " + compared.error().technicalText());
      if (!compared->isEqual())
        return say(fmt::format("{}: {} of {} here, {} of {} there", day, compared->own.count,
                               compared->own.total, compared->center.count, compared->center.total));
    }
    return std::nullopt;
  }

  std::optional<std::string> states() {
    std::optional<std::string> trouble;
    std::size_t seen = 0;
    const auto read = world_.services->store.read([&](soci::session& sql) {
      long long number = 0, total = 0, account = 0;
      std::string type, result, state;
      soci::statement rows = (sql.prepare << "SELECT seq, type, result, state, total, account FROM "
                                             "offline_settlements WHERE dev_no = :dev",
                              soci::use(terminal_.devNo()), soci::into(number), soci::into(type),
                              soci::into(result), soci::into(state), soci::into(total), soci::into(account));
      rows.execute();
      while (rows.fetch() && !trouble) {
        ++seen;
        const auto expected = terminal_.model().find(static_cast<std::uint32_t>(number));
        if (expected == terminal_.model().end())
          return void(trouble = fmt::format("record {} was never written", number));
        const Expected& row = expected->second;
        const bool isRight = type.at(0) == static_cast<char>(row.type) && result == row.result &&
                             state == row.state && total == static_cast<long long>(row.total) &&
                             account == static_cast<long long>(row.account);
        if (!isRight)
          trouble = fmt::format("record {}: {} {} {}, the model has {} {}", number, type, result, state,
                                row.result, row.state);
      }
    });
    if (!read) return say("the center cannot be read");
    if (trouble) return say(*trouble);
    if (seen != terminal_.model().size())
      return say(fmt::format("{} records at the center, {} were written", seen, terminal_.model().size()));
    return std::nullopt;
  }

  /// One last word on every record, and the same here as there.
  std::optional<std::string> acknowledgements() {
    const auto entries = journal::lastEntries(terminal_.desk().journalFile(), 0, 100'000);
    if (!entries) return say("the journal cannot be read");
    for (const auto& entry : *entries) {
      const Expected& row = terminal_.model().at(entry.record.sequence);
      const std::string wanted = row.result == "H" ? "HELD" : row.state == "OPEN" ? "ACCEPTED" : row.state;
      if (entry.state != wanted && !(wanted == "VOIDED" && entry.state == "ACCEPTED"))
        return say(fmt::format("record {} is {} in the journal, not {}", entry.record.sequence, entry.state,
                               wanted));
    }
    return std::nullopt;
  }

  World& world_;
  Terminal& terminal_;
};

struct Options {
  unsigned terminals = 50, hours = 72;
  std::uint64_t seed = 1;
  bool json = false, mustFind = false;
};

Outcome play(const History& history, const Options& options) {
  Outcome outcome;
  const auto folder =
      std::filesystem::temp_directory_path() / fmt::format("ssc-settle-network-{}", ::getpid());
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  {
    World world(folder);
    std::vector<std::unique_ptr<Terminal>> terminals;
    for (unsigned i = 0; i < options.terminals; ++i)
      terminals.push_back(
          std::make_unique<Terminal>(world, folder, i, Weather(), options.seed * 1000 + i, outcome.weather));
    const auto begin = world.clock.now();
    std::mt19937_64 random(options.seed);
    unsigned hour = 0;
    for (const Step& step : history) {
      for (; hour <= step.hour; ++hour)
        if (random() % 8 == 0) ++outcome.restarts, world.start();
      world.clock.to(begin + std::chrono::hours(step.hour) + std::chrono::milliseconds(random() % 3'600'000));
      terminals[step.terminal]->take(step);
    }
    world.clock.to(begin + std::chrono::hours(options.hours + 1));
    for (auto& terminal : terminals) {
      if (!outcome.trouble) outcome.trouble = terminal->finish();
      if (!outcome.trouble) outcome.trouble = Comparison(world, *terminal).run();
      outcome.records += terminal->model().size();
      for (const auto& [number, row] : terminal->model())
        outcome.settled += row.type == RecordType::settled ? row.total : 0;
      outcome.uploads += terminal->uploads;
      outcome.failedUploads += terminal->failedUploads;
    }
  }
  std::filesystem::remove_all(folder);
  return outcome;
}

/// Leaves out pieces, smaller and smaller, as long as the trouble stays.
History shrunk(History history, const Options& options) {
  for (std::size_t piece = std::max<std::size_t>(history.size() / 2, 1); piece > 0; piece /= 2)
    for (std::size_t at = 0; at < history.size();) {
      History smaller = history;
      const auto from = smaller.begin() + static_cast<std::ptrdiff_t>(at);
      smaller.erase(from,
                    smaller.begin() + static_cast<std::ptrdiff_t>(std::min(at + piece, smaller.size())));
      if (play(smaller, options).trouble)
        history = std::move(smaller);
      else
        at += piece;
    }
  return history;
}

void showHistory(const History& history) {
  constexpr std::array kNames{"settle",  "abort",  "unknown",   "resolve",  "exception",
                              "reverse", "upload", "cutUpload", "clockOff", "clockOn"};
  for (const Step& step : history)
    fmt::print(stderr, "  hour {:>3}  terminal {:>3}  {} {}\n", step.hour, step.terminal,
               kNames.at(static_cast<std::size_t>(step.kind)), step.amount);
}

int run(const Options& options) {
  std::mt19937_64 random(options.seed);
  const History history = historyFor(options.terminals, options.hours, random);
  const Outcome outcome = play(history, options);
  if (options.mustFind) {
    fmt::print("{}\n",
               outcome.trouble ? "the fault was found: " + *outcome.trouble : "the fault was not found");
    return outcome.trouble ? 0 : 1;
  }
  if (outcome.trouble) {
    fmt::print(stderr, "✗ {}\n", *outcome.trouble);
    const History small = shrunk(history, options);
    fmt::print(stderr, "seed {}: {} of {} steps are enough for it:\n", options.seed, small.size(),
               history.size());
    showHistory(small);
    return 1;
  }
  const auto& weather = outcome.weather;
  if (options.json) {
    std::cout << nlohmann::ordered_json{{"terminals", options.terminals},
                                        {"hours", options.hours},
                                        {"records", outcome.records},
                                        {"settled", outcome.settled},
                                        {"uploads", outcome.uploads},
                                        {"failedUploads", outcome.failedUploads},
                                        {"messages", weather.messages},
                                        {"lostRequests", weather.lostRequests},
                                        {"lostAnswers", weather.lostAnswers},
                                        {"twice", weather.twice},
                                        {"late", weather.late},
                                        {"restarts", outcome.restarts}}
                     .dump(2)
              << "\n";
    return 0;
  }
  fmt::print("seed {} · {} terminals, {} hours, {} records, {} fen settled\n", options.seed,
             options.terminals, options.hours, outcome.records, outcome.settled);
  fmt::print(
      "{} messages: {} requests lost, {} answers lost, {} came twice, {} late; {} uploads failed of {}; the "
      "center was restarted {} times\n",
      weather.messages, weather.lostRequests, weather.lostAnswers, weather.twice, weather.late,
      outcome.failedUploads, outcome.uploads, outcome.restarts);
  fmt::print("every record acknowledged once, totals equal to the fen on both sides\n");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Terminals that settle for days, and upload over a bad network"};
  app.add_option("--terminals", options.terminals, "How many")->capture_default_str();
  app.add_option("--hours", options.hours, "How long; time is passed in")->capture_default_str();
  app.add_option("--seed", options.seed, "The same history and weather for the same seed")
      ->capture_default_str();
  app.add_flag("--must-find", options.mustFind, "There is a fault in it: fails when nothing is found");
  app.add_flag("--json", options.json, "Answer as JSON");
  CLI11_PARSE(app, argc, argv);
  try {
    return run(options);
  } catch (const std::exception& error) {
    fmt::print(stderr, "✗ {}\n", error.what());
    return 1;
  }
}
