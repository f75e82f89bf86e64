#include "tests/unit/journal/journal_rig.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <sqlite3.h>
#include <unistd.h>

#include "crypto/digest.hpp"
#include "tests/unit/settlement/settlement_samples.hpp"

namespace ssc::journal {
namespace {

std::filesystem::path newFolder() {
  static std::atomic<int> count{0};
  auto folder = std::filesystem::temp_directory_path() /
                ("ssc-journal-" + std::to_string(::getpid()) + '-' + std::to_string(++count));
  std::filesystem::create_directories(folder);
  return folder;
}

constexpr const char* kFees = "1|SIMX0001|药|1|1|100\n";

}  // namespace

JournalRig::JournalRig() : folder(newFolder()), now(wire::parseCompactSeconds("20260105093015").value()) {}

JournalRig::~JournalRig() {
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
}

Keys JournalRig::keys() const {
  return {logKey, storage, [this](crypto::ByteView text) { return signKey.sign(text); }, random_};
}

Result<Journal> JournalRig::open(const char* vfs) const {
  return Journal::open(file, identity, keys(), now, {vfs});
}

Result<Journal> JournalRig::openAs(const Identity& whose) const {
  return Journal::open(file, whose, keys(), now);
}

Report JournalRig::verified() const {
  auto report = verify(file, {&publicKey, &logKey, &storage});
  REQUIRE_MESSAGE(report.has_value(), report.error().what);
  return *report;
}

Draft JournalRig::draft(std::uint32_t moduleNumber, std::uint16_t cardSequence) {
  settlement::Record record = settlement::samples::settled();
  record.type = settlement::RecordType::unknown;
  record.tac.reset();
  record.cardSequence = cardSequence;
  record.terminalSequence = moduleNumber;
  record.amounts = {100, 0, 100, 0};
  record.feeLines = 1;
  record.feeDigest = crypto::sm3(crypto::bytesOf(std::string_view(kFees))).value();
  constexpr std::string_view kPerson = "person block";
  return {record, kFees, crypto::SecretBytes(crypto::bytesOf(kPerson)), {100, 1, ""}};
}

settlement::Record JournalRig::exception() {
  return settlement::samples::exception();
}

settlement::Record JournalRig::settle(Journal& journal, std::uint32_t moduleNumber) {
  auto writer = journal.writer(kSoon, {});
  REQUIRE_MESSAGE(writer.has_value(), writer.error().what);
  const auto sequence = writer->prepare(draft(moduleNumber));
  REQUIRE_MESSAGE(sequence.has_value(), sequence.error().what);
  auto closed =
      writer->close(Settled{{0x58, 0xA6, 0x21, 0xF4}}, wire::parseCompactSeconds("20260105093020").value());
  REQUIRE_MESSAGE(closed.has_value(), closed.error().what);
  REQUIRE(writer->cardDone(*sequence).has_value());
  return *closed;
}

void JournalRig::sql(const std::string& statements) const {
  sqlite3* database = nullptr;
  REQUIRE_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
  char* what = nullptr;
  const int code = sqlite3_exec(database, statements.c_str(), nullptr, nullptr, &what);
  const std::string text = what != nullptr ? what : "";
  sqlite3_free(what);
  sqlite3_close(database);
  REQUIRE_MESSAGE(code == SQLITE_OK, text);
}

}  // namespace ssc::journal
