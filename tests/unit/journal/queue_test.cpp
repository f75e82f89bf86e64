// What waits for the center, what it has, what it said; and what is known of the network.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include "tests/unit/journal/journal_rig.hpp"

using namespace ssc;
using namespace ssc::journal;
using settlement::AckResult;

namespace {

std::string at(const JournalRig& rig, int minutes) {
  return wire::compactSeconds(rig.now + std::chrono::minutes(minutes));
}

bool isAllowed(const JournalRig& rig, const std::string& statement) {
  sqlite3* database = nullptr;
  REQUIRE_EQ(sqlite3_open(rig.file.c_str(), &database), SQLITE_OK);
  const int code = sqlite3_exec(database, statement.c_str(), nullptr, nullptr, nullptr);
  sqlite3_close(database);
  return code == SQLITE_OK;
}

}  // namespace

TEST_CASE("what waits is what the center has not taken, opened as it was sealed") {
  const JournalRig rig;
  auto journal = rig.open().value();
  for (std::uint32_t i = 1; i <= 3; ++i)
    JournalRig::settle(journal, i);
  CHECK(journal.backlog()->records == 3);
  CHECK(journal.backlog()->settled == 300);
  const auto first = journal.unsent(2).value();
  REQUIRE(first.size() == 2);
  CHECK(first[0].record.sequence == 1);
  CHECK(std::string(first[0].fees.reveal().begin(), first[0].fees.reveal().end()) ==
        "1|SIMX0001|药|1|1|100\n");
  CHECK(std::string(first[0].person.reveal().begin(), first[0].person.reveal().end()) == "person block");
  auto writer = journal.writer(kSoon, {}).value();
  REQUIRE(writer.taken({"999999000017202601050001", 1, 2, "aa"}, rig.now).has_value());
  CHECK(journal.unsent(10)->size() == 1);
  CHECK(journal.backlog()->taken == 2);
  CHECK(journal.backlog()->unanswered == 2);
  CHECK(journal.lastBatch()->value().sm3 == "aa");
  CHECK(*journal.batchesOf("99999900001720260105") == 1);
  CHECK(*journal.batchesOf("99999900001720260106") == 0);
  // A batch that leaves a gap, or comes twice, is none.
  CHECK_FALSE(writer.taken({"999999000017202601050002", 4, 4, "bb"}, rig.now).has_value());
  CHECK_FALSE(writer.taken({"999999000017202601050002", 2, 3, "bb"}, rig.now).has_value());
}

TEST_CASE("the center's lines count once, and only for records that are here") {
  const JournalRig rig;
  auto journal = rig.open().value();
  JournalRig::settle(journal, 1);
  JournalRig::settle(journal, 2);
  auto writer = journal.writer(kSoon, {}).value();
  REQUIRE(writer.taken({"999999000017202601050001", 1, 2, "aa"}, rig.now).has_value());
  const std::vector<settlement::AckLine> lines{{1, AckResult::accepted, 0, 1, "20260106"},
                                               {2, AckResult::held, 6102, 2, ""}};
  REQUIRE(writer.acknowledged(lines, rig.now).has_value());
  REQUIRE(writer.acknowledged(lines, rig.now).has_value());
  CHECK(*journal.lastAcknowledged() == 2);
  CHECK(journal.backlog()->unanswered == 0);
  CHECK(*journal.lastClearingDate() == "20260106");
  CHECK(journal.clearedOn("20260106")->size() == 1);
  const auto unknown = writer.acknowledged({{9, AckResult::accepted, 0, 3, "20260106"}}, rig.now);
  REQUIRE_FALSE(unknown.has_value());
  CHECK(unknown.error().fault == Fault::misuse);
  CHECK(*journal.lastAcknowledged() == 2);
}

TEST_CASE("an outage begins, may seem to end, goes on, and ends") {
  const JournalRig rig;
  auto journal = rig.open().value();
  CHECK_FALSE(journal.outage()->has_value());
  auto writer = journal.writer(kSoon, {}).value();
  CHECK_FALSE(writer.noteLink({LinkEvent::answered, at(rig, 0), {}, {}}).has_value());
  REQUIRE(writer.noteLink({LinkEvent::began, at(rig, 0), "N21", "op0007"}).has_value());
  CHECK_FALSE(writer.noteLink({LinkEvent::began, at(rig, 1), "N21", "op0007"}).has_value());
  CHECK(journal.outage()->value().began == at(rig, 0));
  CHECK(journal.outage()->value().recovering.empty());
  REQUIRE(writer.noteLink({LinkEvent::answered, at(rig, 5), {}, {}}).has_value());
  CHECK(journal.outage()->value().recovering == at(rig, 5));
  REQUIRE(writer.noteLink({LinkEvent::lost, at(rig, 6), "N81", "op0007"}).has_value());
  CHECK(journal.outage()->value().recovering.empty());
  CHECK(journal.outage()->value().reason == "N81");
  CHECK(journal.outage()->value().began == at(rig, 0));
  REQUIRE(writer.noteLink({LinkEvent::answered, at(rig, 8), {}, {}}).has_value());
  REQUIRE(writer.noteLink({LinkEvent::ended, at(rig, 20), {}, {}}).has_value());
  CHECK_FALSE(journal.outage()->has_value());
  REQUIRE(writer.noteLink({LinkEvent::began, at(rig, 30), "N51", {}}).has_value());
  CHECK(journal.outage()->value().began == at(rig, 30));
}

TEST_CASE("an extension works once; an alarm stays") {
  const JournalRig rig;
  auto journal = rig.open().value();
  auto writer = journal.writer(kSoon, {}).value();
  CHECK(journal.lastExtension()->empty());
  REQUIRE(writer.useExtension(7, "SSX1.…", rig.now).has_value());
  CHECK(*journal.lastExtension() == "SSX1.…");
  CHECK(writer.useExtension(7, "SSX1.again", rig.now).error().fault == Fault::misuse);
  CHECK(*journal.alarmLevel() == 0);
  REQUIRE(writer.raiseAlarm("the security module's number", 5, rig.now).has_value());
  CHECK(*journal.alarmLevel() == 5);
}

TEST_CASE("a head that was signed here has its signature; another has none") {
  const JournalRig rig;
  auto journal = rig.open().value();
  JournalRig::settle(journal, 1);
  auto head = journal.writer(kSoon, {})->sign(rig.now).value();
  const auto signature = journal.headSignature(head);
  REQUIRE(signature.has_value());
  CHECK(rig.publicKey.verify(crypto::bytesOf(settlement::headText(head)), *signature).has_value());
  head.sequence = 2;
  CHECK(journal.headSignature(head).error().fault == Fault::misuse);
}

TEST_CASE("what came with the upload stays as it was written") {
  const JournalRig rig;
  {
    auto journal = rig.open().value();
    JournalRig::settle(journal, 1);
    auto writer = journal.writer(kSoon, {}).value();
    REQUIRE(writer.noteLink({LinkEvent::began, at(rig, 0), "N21", {}}).has_value());
    REQUIRE(writer.taken({"999999000017202601050001", 1, 1, "aa"}, rig.now).has_value());
    REQUIRE(writer.acknowledged({{1, AckResult::accepted, 0, 1, "20260106"}}, rig.now).has_value());
    REQUIRE(writer.useExtension(1, "x", rig.now).has_value());
    REQUIRE(writer.raiseAlarm("x", 1, rig.now).has_value());
  }
  for (const char* table : {"link_events", "batches", "acknowledgements", "extensions", "alarms"}) {
    CAPTURE(table);
    CHECK_FALSE(isAllowed(rig, "DELETE FROM " + std::string(table)));
    CHECK_FALSE(isAllowed(rig, "UPDATE " + std::string(table) + " SET time = 'x'"));
  }
}
