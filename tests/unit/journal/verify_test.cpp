// Whoever changes a journal is found, also where the triggers were taken away first.
#include "hostlib/journal/verify.hpp"

#include <array>
#include <doctest/doctest.h>
#include <functional>
#include <sqlite3.h>
#include <string>

#include "tests/unit/journal/journal_rig.hpp"

namespace ssc::journal {
namespace {

constexpr const char* kWithoutTriggers =
    "DROP TRIGGER records_stay; DROP TRIGGER records_are_kept; DROP TRIGGER heads_stay; DROP TRIGGER "
    "heads_are_kept; "
    "DROP TRIGGER records_follow; DROP TRIGGER module_numbers_are_kept; DROP TRIGGER epochs_stay; PRAGMA "
    "foreign_keys = OFF;";

struct Forgery {
  const char* what;
  const char* statements;
  Problem problem;
  std::uint32_t sequence;
};

}  // namespace

TEST_CASE("the file itself refuses to be changed") {
  const JournalRig rig;
  {
    auto journal = rig.open().value();
    JournalRig::settle(journal, 21);
    REQUIRE(journal.writer(kSoon, {})->sign(rig.now));
    REQUIRE(journal.writer(kSoon, {})->note(1, "SENT", "batch", rig.now));
    REQUIRE(journal.writer(kSoon, {})->bookModuleNumber(22, Journal::Writer::ModuleUse::burnt, "x", rig.now));
  }
  for (const char* table : {"identity", "epochs", "records", "states", "module_numbers", "heads"}) {
    CAPTURE(std::string(table));
    const std::string name(table);
    sqlite3* database = nullptr;
    REQUIRE_EQ(sqlite3_open(rig.file.c_str(), &database), SQLITE_OK);
    const std::string remove = "DELETE FROM " + name;
    const std::string change = "UPDATE " + name + " SET rowid = rowid + 1";
    CHECK_EQ(sqlite3_exec(database, remove.c_str(), nullptr, nullptr, nullptr), SQLITE_CONSTRAINT);
    CHECK_EQ(sqlite3_exec(database, change.c_str(), nullptr, nullptr, nullptr), SQLITE_CONSTRAINT);
    sqlite3_close(database);
  }
  CHECK(rig.verified().isGood());
}

TEST_CASE("every forgery is found where it was made") {
  const std::array rows{
      Forgery{"edited",
              "UPDATE records SET canonical = replace(canonical, '|100|0|100|0|', '|900|0|900|0|') WHERE seq "
              "= 30",
              Problem::unchained, 30},
      Forgery{"removed", "DELETE FROM records WHERE seq = 30", Problem::missing, 30},
      Forgery{"swapped",
              "UPDATE records SET seq = 1030 WHERE seq = 30; UPDATE records SET seq = 30 WHERE seq = 31; "
              "UPDATE records SET seq = 31 WHERE seq = 1030",
              Problem::unchained, 30},
      Forgery{"inserted twice",
              "INSERT INTO records SELECT 61, epoch, type, term_seq, canonical, link, mac, fees, person FROM "
              "records "
              "WHERE seq = 60",
              Problem::unchained, 61},
      Forgery{"cut off", "DELETE FROM records WHERE seq > 45", Problem::head, 50},
      Forgery{"another hash", "UPDATE records SET link = zeroblob(32) WHERE seq = 30", Problem::unchained,
              30},
      Forgery{"another MAC", "UPDATE records SET mac = zeroblob(16) WHERE seq = 30", Problem::mac, 30},
      Forgery{"other fees",
              "UPDATE records SET fees = (SELECT fees FROM records WHERE seq = 29) WHERE seq = 30",
              Problem::fees, 30},
      Forgery{"fees taken away", "UPDATE records SET fees = x'' WHERE seq = 30", Problem::fees, 30},
      Forgery{"another type beside the record", "UPDATE records SET type = 'A' WHERE seq = 30",
              Problem::unreadable, 30},
      Forgery{"a head's signature", "UPDATE heads SET signature = zeroblob(64)", Problem::head, 50},
      Forgery{"a head's time", "UPDATE heads SET text = replace(text, '|2026', '|2027')", Problem::head, 50},
      Forgery{"a module's number", "DELETE FROM module_numbers WHERE number = 81", Problem::number, 82},
      Forgery{"an epoch's beginning", "UPDATE epochs SET first_seq = 2", Problem::unreadable, 1},
  };
  for (const Forgery& row : rows) {
    CAPTURE(std::string(row.what));
    const JournalRig rig;
    {
      auto journal = rig.open().value();
      for (std::uint32_t i = 1; i <= 60; ++i)
        JournalRig::settle(journal, 20 + i);
      auto writer = journal.writer(kSoon, {}).value();
      REQUIRE(writer.bookModuleNumber(81, Journal::Writer::ModuleUse::burnt, "x", rig.now));
      REQUIRE(writer.bookModuleNumber(82, Journal::Writer::ModuleUse::burnt, "x", rig.now));
    }
    REQUIRE(rig.verified().isGood());
    rig.sql(std::string(kWithoutTriggers) + row.statements);
    const auto report = rig.verified();
    bool found = false;
    for (const Finding& finding : report.findings)
      found = found || (finding.problem == row.problem && finding.sequence == row.sequence);
    CHECK(found);
  }
}

TEST_CASE("a journal that was written anew from a place on is found by its heads, and by the MACs") {
  const JournalRig rig, forger;
  {
    auto journal = rig.open().value();
    for (std::uint32_t i = 1; i <= 60; ++i)
      JournalRig::settle(journal, 20 + i);
  }
  // Whoever has the program but neither the terminal's keys: chain right, heads and MACs not.
  Keys keys = forger.keys();
  const crypto::Key another(crypto::Bytes(16, 1));
  auto fake =
      Journal::open(forger.file, rig.identity, {another, keys.storage, keys.sign, keys.random}, rig.now)
          .value();
  for (std::uint32_t i = 1; i <= 60; ++i)
    JournalRig::settle(fake, 20 + i);
  const auto withoutKeys = verify(forger.file, {}).value();
  CHECK(withoutKeys.isGood());
  const auto withPublicKey = verify(forger.file, {.terminal = &rig.publicKey}).value();
  REQUIRE_EQ(withPublicKey.findings.size(), 1);
  CHECK(withPublicKey.findings[0].problem == Problem::head);
  const auto withLogKey = verify(forger.file, {.log = &rig.logKey}).value();
  REQUIRE_EQ(withLogKey.findings.size(), 60);
  CHECK(withLogKey.findings[0].problem == Problem::mac);
}

TEST_CASE("what was changed behind the newest head is not opened") {
  const JournalRig rig;
  {
    auto journal = rig.open().value();
    for (std::uint32_t i = 1; i <= 60; ++i)
      JournalRig::settle(journal, 20 + i);
  }
  rig.sql(std::string(kWithoutTriggers) +
          "UPDATE records SET canonical = replace(canonical, '|100|', '|900|') WHERE seq = 55");
  const auto opened = rig.open();
  REQUIRE(!opened.has_value());
  CHECK(opened.error().fault == Fault::broken);
  CHECK_EQ(opened.error().what, "record 55 is not chained");
}

TEST_CASE("progress is told, and a journal that is not there is an error") {
  const JournalRig rig;
  {
    auto journal = rig.open().value();
    JournalRig::settle(journal, 21);
  }
  std::uint64_t told = 0;
  REQUIRE(verify(rig.file, {}, [&](std::uint64_t records) { told = records; }));
  CHECK_EQ(told, 1);
  CHECK(verify(rig.folder / "none", {}).error().fault == Fault::readOnly);
}

}  // namespace ssc::journal
