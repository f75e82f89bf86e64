// Settlements that are killed: each one a process of its own, ended at a random command, at a named moment or
// inside the disk, or its card torn out, its reader or its disk's room gone; then the next one, on the same
// card or another. Judge is what the cards have debited, not what the journal says.
//
//   ssc_settle_soak --kills N [--seed S] [--attempts N] [--json]
#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <iostream>
#include <nlohmann/json.hpp>
#include <random>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostlib/flows/settle/settle.hpp"
#include "hostlib/journal/verify.hpp"
#include "hostlib/journal/view.hpp"
#include "tests/settle/chip_side.hpp"
#include "tests/support/test_disk.hpp"

namespace {

using namespace ssc;
using namespace ssc::tests;
namespace settlement = flows::settlement;
using settlement::RecordType;

constexpr const char* kTerminalId = "999900000001";
constexpr std::array kMoments{"consented", "prepared", "debited", "committed", "written"};
const std::vector<std::string> kCards{"card-a.toml", "card-b.toml"};
constexpr int kSettled = 0, kRefused = 1, kUncertain = 2, kCardPending = 4, kPowerCut = 9;

/// Goes on by itself: each attempt a little later than the one before.
class SoakClock final : public office::Clock {
 public:
  explicit SoakClock(std::uint64_t attempt) : now_(std::chrono::seconds(1'767'576'615 + 7 * attempt)) {}
  Wall now() override { return now_; }
  Steady steady() override { return Steady(now_.time_since_epoch()); }
  bool wait(std::chrono::milliseconds /*time*/, const std::stop_token& stop) override {
    return !stop.stop_requested();
  }

 private:
  Wall now_;
};

class OnePin final : public flows::PinSource {
 public:
  flows::Outcome<crypto::SecretBytes> ask(flows::PinPrompt /*prompt*/) override {
    return crypto::SecretBytes(crypto::bytesOf(std::string_view("123456")));
  }
};

struct Plan {
  std::string card;
  std::uint32_t total = 0, account = 0;
  Fault fault;
};

/// What stays the same for all processes.
struct Place {
  std::filesystem::path folder, file;
  crypto::Key logKey{crypto::Bytes(16, 0xC0)};
  crypto::Sm2KeyPair signKey = crypto::Sm2KeyPair::generate().value();
  crypto::FieldSealer storage =
      crypto::FieldSealer::fromSessionKey(crypto::Key(crypto::Bytes(16, 7))).value();
  mutable crypto::SystemRandom random;

  [[nodiscard]] journal::Keys keys() const {
    return {logKey, storage, [this](crypto::ByteView text) { return signKey.sign(text); }, random};
  }
  [[nodiscard]] journal::Result<journal::Journal> open(office::Clock& clock, const char* vfs) const {
    return journal::Journal::open(file, {kTerminalId, "SIMH00000001"}, keys(),
                                  std::chrono::floor<std::chrono::milliseconds>(clock.now()), {vfs});
  }
};

/// A policy that lets a soak go on: only its own limits would end it.
flows::Permit permitAt(office::Clock& clock) {
  constexpr std::uint32_t kWeek = 7 * 24 * 60;
  flows::Permit permit;
  settlement::Policy policy;
  policy.version = "9900000001";
  policy.issued = "20260105080000";
  policy.area = "999900";
  policy.listVersion = 1;
  policy.pseudonymKeyId = "2026";
  policy.limits = {kWeek, kWeek, kWeek, 30'000, 30'000, 99'999'999, 99, 99, 100'000, 4'000'000'000, 120};
  permit.policy = std::move(policy);
  permit.pseudonymKey = crypto::Key(crypto::Bytes(16, 0xD0));
  permit.fetched = std::chrono::floor<std::chrono::milliseconds>(clock.now());
  return permit;
}

// ---- the process that settles

std::uint64_t cutSeed = 0;
[[noreturn]] void cutPower() {
  std::mt19937_64 random(cutSeed);
  TestDisk::install(false).cutPower(random);
  ::_exit(kPowerCut);
}

void watchDisk(const Fault& fault) {
  auto& disk = TestDisk::install(false);
  static std::uint64_t operations = 0;
  disk.watch([fault](const TestDisk::Event& event) {
    if (event.operation == TestDisk::Operation::open) return SQLITE_OK;
    ++operations;
    if (fault.kind == Fault::Kind::diskCut && operations == fault.at) cutPower();
    const bool isFull = fault.kind == Fault::Kind::diskFull && operations >= fault.at &&
                        event.operation == TestDisk::Operation::write;
    return isFull ? SQLITE_FULL : SQLITE_OK;
  });
}

/// The exit code.
int settleOnce(const Place& place, const Plan& plan, std::uint64_t attempt, const ChipLink& link) {
  SoakClock clock(attempt);
  LinkedTerminal terminal(link, cutPower);
  watchDisk(plan.fault);
  auto journal = place.open(clock, TestDisk::kName);
  if (!journal) return kRefused;
  const flows::Permit permit = permitAt(clock);
  const flows::SettlementStation station{*journal,       permit,   clock,   kTerminalId,
                                         "SIMH00000001", "999900", "op0007"};
  if (!flows::declareOffline(station, "N21", {})) return kRefused;
  OnePin pin;
  flows::Visit visit({terminal, place.random, flows::ModulePolicy::psamOnly, &pin, {}, nullptr});
  flows::Settle flow(station, {}, {});
  flow.at([&](std::string_view moment) { terminal.reach(moment); });
  flows::SettleOrder order;
  order.visit = "SOAK" + std::to_string(attempt);
  order.total = plan.total;
  order.account = plan.account;
  const auto receipt = flow.run(visit, flows::CardInterface::contact, order, std::chrono::milliseconds(0));
  if (receipt) return receipt->cardPending ? kCardPending : kSettled;
  if (plan.fault.kind == Fault::Kind::none)
    fmt::print(stderr, "refused: {}\n", receipt.error().technicalText());
  return receipt.error().reason == flows::Reason::debitUncertain ? kUncertain : kRefused;
}

/// What the center would do now and then: it has taken everything.
int takeAll(const Place& place, std::uint64_t attempt) {
  SoakClock clock(attempt);
  auto journal = place.open(clock, nullptr);
  if (!journal) return kRefused;
  const auto tail = journal->tail();
  const auto before = journal->lastBatch();
  auto writer = journal->writer(std::chrono::seconds(1), {});
  if (!tail || !before || !writer) return kRefused;
  const std::uint32_t first = *before ? (*before)->last + 1 : 1;
  if (tail->sequence < first) return kSettled;
  const auto now = std::chrono::floor<std::chrono::milliseconds>(clock.now());
  return writer->taken({std::to_string(attempt), first, tail->sequence, "soak"}, now) ? kSettled : kRefused;
}

template <class Work>
int inProcess(const Work& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// ---- the judge

struct Debit {
  std::string card;
  CardDebit debit;
  auto operator<=>(const Debit&) const = default;
};

/// What the cards have really done, against what the journal says.
class Judge {
 public:
  Judge(const Place& place, ChipSide& chips) : place_(place), chips_(chips) {}

  /// Every debit that came since the last look.
  void look() {
    for (const std::string& card : kCards)
      for (const CardDebit& debit : chips_.debits(card))
        if (debited_.insert({card, debit}).second) ++debits_;
  }

  /// The journal against it; nothing is PREPARED.
  void compare() {
    const auto entries = journal::lastEntries(place_.file, 0, 1'000'000);
    if (!entries) return complain("the journal cannot be read: " + entries.error().what);
    settled_.clear();
    unknown_.clear();
    std::map<Debit, unsigned> stands;
    for (auto entry = entries->rbegin(); entry != entries->rend(); ++entry)
      count(entry->record, stands);
    for (const auto& [debit, times] : stands) {
      if (times > 1) blame(doubled_, "stands twice", debit);
      if (!debited_.contains(debit)) blame(doubled_, "no card has paid", debit);
    }
    for (const Debit& debit : debited_)
      if (!stands.contains(debit) && !isUnknown(debit)) blame(lost_, "stands nowhere", debit);
  }

  /// After a settlement that went through on this card: its own sums are those of the journal.
  void compareSums(const std::string& card, const ChipSide::Sums& since) {
    const ChipSide::Sums now = chips_.sums(card);
    if (now != since)
      complain(fmt::format("{}: EF06 has {} in {}, the journal {} in {}", card, now.sum, now.count, since.sum,
                           since.count));
  }

  /// Each card has settled once more, and told what became of its debits.
  void complainOfUnknown() {
    for (const auto& [sequence, debit] : unknown_)
      complain(fmt::format("record {} of {} is still unknown", sequence, debit.card));
  }

  void verify() {
    const auto publicKey = place_.signKey.publicKey();
    const auto report = journal::verify(place_.file, {&*publicKey, &place_.logKey, &place_.storage});
    if (!report) return complain("verify: " + report.error().what);
    for (const auto& finding : report->findings)
      complain(fmt::format("{} ({})", toString(finding.problem), finding.sequence));
    records = report->records;
  }

  void complain(const std::string& what) {
    if (complaints_++ < 20) fmt::print(stderr, "✗ {}\n", what);
  }

  [[nodiscard]] std::uint64_t lost() const { return lost_; }
  [[nodiscard]] std::uint64_t doubled() const { return doubled_; }
  [[nodiscard]] std::uint64_t complaints() const { return complaints_; }
  [[nodiscard]] std::uint64_t debits() const { return debits_; }
  [[nodiscard]] bool isGood() const { return lost_ == 0 && doubled_ == 0 && complaints_ == 0; }
  std::uint64_t records = 0;

 private:
  static std::string cardOf(const settlement::Record& record) {
    return record.holder.cardId.ends_with("E692B037") ? kCards[0] : kCards[1];
  }
  static Debit debitOf(const settlement::Record& record) {
    return {cardOf(record),
            {record.cardSequence, record.terminalId, record.time,
             static_cast<std::uint32_t>(record.amounts.total),
             static_cast<std::uint32_t>(record.amounts.account)}};
  }
  void count(const settlement::Record& record, std::map<Debit, unsigned>& stands) {
    if (record.type == RecordType::settled) ++stands[debitOf(record)];
    if (record.type == RecordType::unknown) unknown_.emplace(record.sequence, debitOf(record));
    if (record.type != RecordType::resolution) return;
    const auto unknown = unknown_.find(*record.original);
    if (unknown == unknown_.end()) return complain("a resolution of nothing");
    if (record.amounts.total != 0)
      ++stands[unknown->second];
    else if (debited_.contains(unknown->second))
      blame(lost_, "was disproven", unknown->second);
    unknown_.erase(unknown);
  }
  static void blame(std::uint64_t& count, std::string_view what, const Debit& debit) {
    if (++count <= 20)
      fmt::print(stderr, "✗ {} {} at {}, {} of {}: {}\n", debit.card, debit.debit.sequence, debit.debit.time,
                 debit.debit.paid, debit.debit.total, what);
  }
  [[nodiscard]] bool isUnknown(const Debit& debit) const {
    return std::ranges::any_of(unknown_, [&](const auto& each) { return each.second == debit; });
  }

  const Place& place_;
  ChipSide& chips_;
  std::set<Debit> debited_;
  std::set<Debit> settled_;
  std::map<std::uint32_t, Debit> unknown_;
  std::uint64_t lost_ = 0, doubled_ = 0, complaints_ = 0, debits_ = 0;
};

// ---- the soak

struct Options {
  std::uint64_t kills = 500, attempts = 0, seed = 1;
  bool json = false, trace = false, mustFind = false;
};

Plan planFor(std::mt19937_64& random) {
  using Kind = Fault::Kind;
  constexpr unsigned kCommands = 80, kDiskOperations = 60;
  Plan plan;
  plan.card = kCards[random() % kCards.size()];
  plan.total = static_cast<std::uint32_t>(1 + random() % 30'000);
  plan.account = static_cast<std::uint32_t>(1 + random() % plan.total);
  const unsigned drawn = static_cast<unsigned>(random() % 100);
  Fault& fault = plan.fault;
  fault.isCarriedOut = random() % 2 == 0;
  fault.at = static_cast<unsigned>(1 + random() % kCommands);
  if (drawn < 10) return plan;
  if (drawn < 45) {
    fault.kind = random() % 2 == 0 ? Kind::kill : Kind::powerCut;
    fault.moment = kMoments[random() % kMoments.size()];
  } else if (drawn < 65) {
    fault.kind = random() % 2 == 0 ? Kind::kill : Kind::powerCut;
  } else if (drawn < 80) {
    fault.kind = Kind::diskCut;
    fault.at = static_cast<unsigned>(1 + random() % kDiskOperations);
  } else if (drawn < 85) {
    fault.kind = Kind::diskFull;
    fault.at = static_cast<unsigned>(1 + random() % kDiskOperations);
  } else if (drawn < 93) {
    fault.kind = Kind::cardTorn;
  } else if (drawn < 97) {
    fault.kind = Kind::cardGone;
  } else {
    fault.kind = Kind::readerGone;
  }
  return plan;
}

struct Tally {
  std::uint64_t attempts = 0, kills = 0, settled = 0;
  std::map<std::string, std::uint64_t> kinds, points;
};

/// One attempt. The code the process ended with; -1: it was killed.
int attemptOnce(const Place& place, ChipSide& chips, const Plan& plan, std::uint64_t attempt, Tally& tally) {
  std::array<int, 2> sockets{};
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets.data()) != 0) std::abort();
  chips.insert(plan.card);
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(sockets[0]);
    ::_exit(settleOnce(place, plan, attempt, ChipLink(sockets[1])));
  }
  ::close(sockets[1]);
  std::string point = chips.serve(child, ChipLink(sockets[0]), plan.fault);
  ::close(sockets[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  const int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  if (point.empty() && code == kPowerCut) point = "disk";
  if (point.empty() && plan.fault.kind == Fault::Kind::diskFull && code == kRefused) point = "disk";
  ++tally.attempts;
  if (!point.empty()) {
    ++tally.kills;
    ++tally.kinds[std::string(toText(plan.fault.kind))];
    ++tally.points[point];
  }
  if (code == kSettled || code == kCardPending) ++tally.settled;
  return code;
}

void show(const Tally& tally, const Judge& judge, const Options& options) {
  if (options.json) {
    std::cout << nlohmann::ordered_json{{"kills", tally.kills},       {"lost", judge.lost()},
                                        {"doubled", judge.doubled()}, {"complaints", judge.complaints()},
                                        {"attempts", tally.attempts}, {"debits", judge.debits()},
                                        {"records", judge.records},   {"kinds", tally.kinds},
                                        {"points", tally.points},     {"seed", options.seed}}
                     .dump(2)
              << "\n";
    return;
  }
  fmt::print("seed {} · {} attempts, {} debits by the cards, {} records in the journal\n", options.seed,
             tally.attempts, judge.debits(), judge.records);
  for (const auto& [kind, count] : tally.kinds)
    fmt::print("  {:<24}{:>8}\n", kind, count);
  fmt::print("where\n");
  for (const auto& [point, count] : tally.points)
    fmt::print("  {:<24}{:>8}\n", point, count);
  fmt::print("{} kills, {} lost, {} doubled\n", tally.kills, judge.lost(), judge.doubled());
}

/// EF06 as the journal has it: what was settled on a card since its sums were set back.
ChipSide::Sums settledSince(const Place& place, const std::string& cardEnd, std::uint32_t since) {
  ChipSide::Sums sums;
  const auto entries = journal::lastEntries(place.file, 0, 2'000);
  if (!entries) return sums;
  for (const auto& entry : *entries) {
    const auto& record = entry.record;
    if (record.sequence <= since || record.type != RecordType::settled ||
        !record.holder.cardId.ends_with(cardEnd))
      continue;
    sums.sum += static_cast<std::uint32_t>(record.amounts.account);
    ++sums.count;
  }
  return sums;
}

int run(const Options& options) {
  std::mt19937_64 random(options.seed);
  Place place;
  place.folder = std::filesystem::temp_directory_path() / ("ssc-settle-soak-" + std::to_string(::getpid()));
  place.file = place.folder / "journal.sqlite";
  std::filesystem::create_directories(place.folder);
  ChipSide chips(kCards);
  Judge judge(place, chips);
  Tally tally;
  const std::map<std::string, std::string> ends{{kCards[0], "E692B037"}, {kCards[1], "384AE883"}};
  std::map<std::string, std::uint32_t> resetAt;
  constexpr std::uint64_t kLookEvery = 500, kTakeEvery = 40;
  constexpr std::uint32_t kResetAt = 20;
  const bool toPerson = ::isatty(STDERR_FILENO) == 1;
  std::uint64_t nextLook = kLookEvery;
  bool isOver = false;
  for (std::uint64_t attempt = 1; !isOver; ++attempt) {
    Plan plan = planFor(random);
    cutSeed = random();
    isOver = tally.kills >= options.kills && tally.attempts >= options.attempts;
    if (isOver) plan.fault = {};  // the last ones leave everything at rest
    const int code = attemptOnce(place, chips, plan, attempt, tally);
    judge.look();
    if (options.trace)
      fmt::print(stderr, "{:>5} {} {}: {} {} at {}{} → {}, EF06 {} in {}\n", attempt, plan.card, plan.account,
                 toText(plan.fault.kind), plan.fault.moment, plan.fault.at,
                 plan.fault.isCarriedOut ? "+" : "-", code, chips.sums(plan.card).sum,
                 chips.sums(plan.card).count);
    if (plan.fault.kind == Fault::Kind::none && code != kSettled)
      judge.complain("an undisturbed settlement failed");
    if (code == kSettled) {
      const auto since = settledSince(place, ends.at(plan.card), resetAt[plan.card]);
      judge.compareSums(plan.card, since);
      if (since.count >= kResetAt) {
        chips.resetSums(plan.card);
        const auto newest = journal::lastEntries(place.file, 0, 1);
        if (newest && !newest->empty()) resetAt[plan.card] = newest->front().record.sequence;
      }
    }
    if (attempt % kTakeEvery == 0 && inProcess([&] { return takeAll(place, attempt); }) != kSettled)
      judge.complain("what was settled could not be handed on");
    // One that went through has left nothing PREPARED.
    if (code == kSettled && attempt >= nextLook) {
      judge.compare();
      nextLook = attempt + kLookEvery;
    }
    if (!judge.isGood()) break;
    if (toPerson && attempt % 20 == 0) fmt::print(stderr, "\r{} / {} kills", tally.kills, options.kills);
  }
  if (toPerson) fmt::print(stderr, "\r\033[K");
  for (const std::string& card : kCards) {  // each card once more: it resolves what is unknown of it
    const Plan last{card, 100, 100, {}};
    attemptOnce(place, chips, last, tally.attempts + 2, tally);
    judge.look();
  }
  judge.compare();
  judge.complainOfUnknown();
  judge.verify();
  show(tally, judge, options);
  std::error_code ignored;
  if (judge.isGood() || options.mustFind) std::filesystem::remove_all(place.folder, ignored);
  if (options.mustFind)
    fmt::print("{}\n", judge.isGood() ? "the fault was not found" : "the fault was found");
  return judge.isGood() != options.mustFind ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Kills settlements, and looks whether anything was lost or doubled"};
  app.add_option("--kills", options.kills, "How many")->capture_default_str()->take_last();
  app.add_option("--attempts", options.attempts, "At least so many settlements are begun")->take_last();
  app.add_option("--seed", options.seed, "The same kills for the same seed")->capture_default_str();
  app.add_flag("--trace", options.trace, "A line for each attempt");
  app.add_flag("--must-find", options.mustFind, "There is a fault in it: fails when nothing is found");
  app.add_flag("--json", options.json, "Answer as JSON");
  CLI11_PARSE(app, argc, argv);
  return run(options);
}
