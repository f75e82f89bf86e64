// Records of settlements made without the network come to the center: once, and only as they were made.
#include "center/settle/tac.hpp"
#include "crypto/hex.hpp"
#include "tests/unit/center/offline_terminal.hpp"

using namespace ssc;
using namespace ssc::center;
using settlement::RecordType;
using wire::office::ErrorCode;

namespace {

struct World {
  CenterRig rig;
  World() {
    given(publishStopList(rig.services));
    given(publishDefaultPolicy(rig.services));
  }
  long long paidOut() {
    return rig.number("SELECT this_year_out FROM medical_account WHERE aac002 = '" + kHolderA.number + "'");
  }
  long long stored() { return rig.number("SELECT COUNT(*) FROM offline_settlements"); }
};

}  // namespace

TEST_CASE("the card's code is computed as the specification's vectors have it") {
  settlement::Record record;
  record.terminalId = "999999000017";
  record.time = "20260105093015";
  record.amounts = {12850, 0, 8000, 4850};
  record.terminalSequence = 0x15;
  const auto text = purchaseText(record);
  REQUIRE(text.has_value());
  CHECK(crypto::toHex(*text) == "000000000000323200001F40329999990000170000001520260105093015");
  const crypto::Key sm4(*crypto::fromHex("b0b1b2b3b4b5b6b7b8b9babbbcbdbebf"));
  CHECK(crypto::toHex(purchaseCode("SM4", sm4, *text).value()) == "58A621F4");
}

TEST_CASE("a batch is taken: acknowledged, booked, and the person sees it") {
  World world;
  OfflineTerminal terminal(world.rig);
  const auto before = world.paidOut();
  terminal.write(terminal.purchase(3000));
  terminal.write(terminal.purchase(1250));
  terminal.write(terminal.exception());
  const auto taken = terminal.send();
  CHECK(given(taken).last == 3);
  const auto lines = terminal.acknowledged();
  REQUIRE(lines.size() == 3);
  CHECK(lines[0] == settlement::AckLine{1, settlement::AckResult::accepted, 0, 1, "20260106"});
  CHECK(lines[2].sequence == 3);
  CHECK(terminal.acknowledged(2).size() == 1);
  CHECK(terminal.acknowledged(3).empty());
  CHECK(world.paidOut() == before + 4250);
  CHECK(world.rig.number("SELECT COUNT(*) FROM offline_records WHERE aac002 = '" + kHolderA.number +
                         "' AND time LIKE '2026-01-05%' AND state = 'accepted' AND hospital = '测试机构'") ==
        2);
}

TEST_CASE("sent again, five times or under another number, nothing changes") {
  World world;
  OfflineTerminal terminal(world.rig);
  terminal.write(terminal.purchase());
  given(terminal.send());
  const auto paid = world.paidOut();
  for (int i = 0; i < 5; ++i)
    CHECK(given(terminal.sendAgain()).last == 1);
  CHECK(world.paidOut() == paid);
  CHECK(world.stored() == 1);
  CHECK(terminal.acknowledged().size() == 1);
}

TEST_CASE("whoever changes a batch on its way is found out, and nothing of it is stored") {
  struct Row {
    const char* what;
    ErrorCode code;
    std::function<void(OfflineTerminal&, OfflineTerminal::Sent&)> cheat;
  };
  const auto edited = [](settlement::BatchLine& line,
                         const std::function<void(settlement::Record&)>& change) {
    auto record = settlement::parseRecord(line.canonical).value();
    change(record);
    line.canonical = settlement::canonical(record).value();
  };
  const std::vector<Row> rows{
      {"an amount, and nothing else", ErrorCode::recordGap,
       [&](auto&, auto& sent) { edited(sent.lines[1], [](auto& r) { r.visit = "V9"; }); }},
      {"an amount, and the chain computed anew without the log key", ErrorCode::foreignJournal,
       [&](auto& terminal, auto& sent) {
         edited(sent.lines[1], [](auto& r) { r.visit = "V9"; });
         terminal.refit(sent, false);
       }},
      {"one taken out of the middle", ErrorCode::badEnvelope,
       [](auto& terminal, auto& sent) {
         sent.lines.erase(sent.lines.begin() + 1);
         terminal.refit(sent, false);
       }},
      {"one put in between", ErrorCode::badEnvelope,
       [](auto& terminal, auto& sent) {
         sent.lines.insert(sent.lines.begin() + 1, sent.lines[0]);
         terminal.refit(sent, false);
       }},
      {"two changed places", ErrorCode::badEnvelope,
       [](auto&, auto& sent) { std::swap(sent.lines[0], sent.lines[1]); }},
      {"a link", ErrorCode::recordGap, [](auto&, auto& sent) { sent.lines[2].link[0] ^= 1U; }},
      {"a MAC", ErrorCode::foreignJournal, [](auto&, auto& sent) { sent.lines[0].mac[0] ^= 1U; }},
      {"the end cut off, and the signed head left", ErrorCode::badEnvelope,
       [](auto&, auto& sent) { sent.lines.pop_back(); }},
      {"the head's signature", ErrorCode::foreignJournal,
       [](auto&, auto& sent) {
         sent.header.headSignature[10] = sent.header.headSignature[10] == 'A' ? 'B' : 'A';
       }},
      {"the sum in the header", ErrorCode::badEnvelope,
       [](auto&, auto& sent) { sent.header.sumSettled += 1; }},
      {"sealed fees or persons of another record", ErrorCode::badEnvelope,
       [](auto&, auto& sent) { std::swap(sent.lines[0].person, sent.lines[1].person); }},
      {"records of another terminal", ErrorCode::foreignJournal,
       [&](auto& terminal, auto& sent) {
         for (auto& line : sent.lines)
           edited(line, [](auto& r) { r.terminalId = kOtherDevNo; });
         terminal.refit(sent, true);
       }},
      {"records of another institution", ErrorCode::foreignJournal,
       [&](auto& terminal, auto& sent) {
         for (auto& line : sent.lines)
           edited(line, [](auto& r) { r.institution = "H99990000009"; });
         terminal.refit(sent, true);
       }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    World world;
    OfflineTerminal terminal(world.rig);
    for (int i = 0; i < 3; ++i)
      terminal.write(terminal.purchase(1000));
    const auto paid = world.paidOut();
    const auto refused = terminal.send([&](auto& sent) { row.cheat(terminal, sent); });
    CHECK(codeOf(refused) == row.code);
    CHECK(world.stored() == 0);
    CHECK(world.paidOut() == paid);
    // And what is right is taken all the same.
    CHECK(given(terminal.send()).last == 3);
  }
}

TEST_CASE("a gap, a number used twice, an older journal put back: refused, and an alarm") {
  World world;
  OfflineTerminal terminal(world.rig);
  terminal.write(terminal.purchase(1000));
  terminal.write(terminal.purchase(1000));
  given(terminal.send());
  const auto alarms = [&] { return world.rig.number("SELECT COUNT(*) FROM alarms WHERE level = 5"); };
  {
    // A copy from before the first batch goes on by itself.
    OfflineTerminal older(world.rig);
    older.write(older.purchase(500));
    older.write(older.purchase(600));
    const auto refused = older.send();
    CHECK(codeOf(refused) == ErrorCode::recordReused);
    CHECK(alarms() >= 1);
  }
  OfflineTerminal later(world.rig);
  for (int i = 0; i < 4; ++i)
    later.write(later.purchase(700));
  const auto gap = later.send([&](auto& sent) {
    sent.lines.erase(sent.lines.begin(), sent.lines.begin() + 3);
    sent.header.first = 4;
    later.refit(sent, true);
  });
  CHECK(codeOf(gap) == ErrorCode::recordGap);
  CHECK(world.stored() == 2);
}

TEST_CASE("what is wrong with one record is told of that record") {
  struct Row {
    const char* what;
    const char* fate;
    std::function<void(World&, settlement::Record&, std::string& fees)> change;
  };
  const std::vector<Row> rows{
      {"a code that is not the card's", "R6105", [](World&, auto& record, auto&) { (*record.tac)[0] ^= 1U; }},
      {"another amount than the card's code covers", "R6105",
       [](World&, auto& record, auto&) { record.amounts = {2999, 0, 2999, 0}; }},
      {"fees that are not the record's", "R6113",
       [](World&, auto&, auto& fees) { fees = "1|SIMX0001|药|1|30|3000\n"; }},
      {"a policy nobody has published", "H6101",
       [](World&, auto& record, auto&) { record.policyVersion = "2019010101"; }},
      {"a policy of tests", "R6101",
       [](World& world, auto& record, auto&) {
         world.rig.run(
             "INSERT INTO offline_policies (version, policy, signature, at) SELECT '9900000001', "
             "replace(policy, version, '9900000001'), signature, at FROM offline_policies");
         record.policyVersion = "9900000001";
       }},
      {"more than the policy allows", "H6112",
       [](World&, auto& record, auto&) {
         record.amounts = {30'001, 0, 30'001, 0};
         record.tac = OfflineTerminal::codeOf(record);
       }},
      {"a card nobody knows", "H6104",
       [](World& world, auto&, auto&) {
         world.rig.run("UPDATE cards SET aaz501 = '999900D15600000500000001FFFFFFFF' WHERE aaz501 = '" +
                       kHolderA.card + "'");
       }},
      {"a card that was reported lost shortly before", "H6104",
       [](World& world, auto&, auto&) {
         world.rig.run(
             "INSERT INTO card_operations (operation_no, operation, aaz501, aac002, presenter, before, "
             "after, "
             "evidence, reason, operator, dev_no, msgid, session_id, at) VALUES ('X', 'loss', '" +
             kHolderA.card + "', '" + kHolderA.number + "', '', '1', '4', '', '', '', '', '', '', 1)");
         world.rig.run("INSERT INTO stop_list (operation_no, aaz501, aaz500, reason, since) VALUES ('X', '" +
                       kHolderA.card + "', 'T00000028', 'loss', 1767570000000)");
       }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    World world;
    OfflineTerminal terminal(world.rig);
    auto record = terminal.purchase(3000);
    std::string fees;
    row.change(world, record, fees);
    const auto paid = world.paidOut();
    terminal.write(record, fees);
    given(terminal.send());
    CHECK(terminal.fate(1) == row.fate);
    CHECK(world.paidOut() == paid);
  }
}

TEST_CASE("the account does not cover it: the institution is paid, the person owes") {
  World world;
  world.rig.run(
      "UPDATE medical_account SET last_year_balance = 1000, this_year_in = 0, this_year_out = 0 WHERE aac002 "
      "= '" +
      kHolderA.number + "'");
  OfflineTerminal terminal(world.rig);
  terminal.write(terminal.purchase(3000));
  given(terminal.send());
  CHECK(terminal.fate(1) == "A6109");
  CHECK(world.paidOut() == 1000);
  CHECK(world.rig.number("SELECT owed FROM offline_settlements") == 2000);
}

TEST_CASE("the same debit from two records counts once") {
  World world;
  OfflineTerminal terminal(world.rig);
  auto record = terminal.purchase(3000);
  terminal.write(record);
  terminal.write(record);
  const auto paid = world.paidOut();
  given(terminal.send());
  CHECK(terminal.fate(1) == "A");
  CHECK(terminal.fate(2) == "D");
  CHECK(world.paidOut() == paid + 3000);
}

TEST_CASE("a reversal before the record comes cancels it; after it, it is paid back") {
  World world;
  OfflineTerminal terminal(world.rig);
  const auto paid = world.paidOut();
  const auto expected = world.rig.send(wire::office::ReverseOffline{1, kHolderA.card, 3000, "wrong person"});
  CHECK(given(expected).state == "EXPECTED");
  terminal.write(terminal.purchase(3000));
  terminal.write(terminal.purchase(1000));
  given(terminal.send());
  CHECK(world.rig.text("SELECT state FROM offline_settlements WHERE seq = 1") == "REVERSED");
  CHECK(world.paidOut() == paid + 1000);
  CHECK(given(world.rig.send(wire::office::ReverseOffline{2, kHolderA.card, 1000, ""})).state == "REVERSED");
  CHECK(world.paidOut() == paid);
}

TEST_CASE("a V of an earlier S takes it back, in the same batch or a later one") {
  for (const bool sameBatch : {true, false}) {
    CAPTURE(sameBatch);
    World world;
    OfflineTerminal terminal(world.rig);
    const auto paid = world.paidOut();
    auto settled = terminal.purchase(3000);
    terminal.write(settled);
    if (!sameBatch) given(terminal.send());
    auto reversal = settled;
    reversal.type = RecordType::reversal;
    reversal.original = 1;
    reversal.tac.reset();
    reversal.terminalSequence = 0;
    terminal.write(reversal);
    given(terminal.send());
    CHECK(world.rig.text("SELECT state FROM offline_settlements WHERE seq = 1") == "VOIDED");
    CHECK(world.paidOut() == paid);
  }
}

TEST_CASE("a U is held until its card tells: by an R, or by the card's own list") {
  World world;
  OfflineTerminal terminal(world.rig);
  auto unknown = terminal.purchase(3000);
  unknown.type = RecordType::unknown;
  unknown.tac.reset();
  terminal.write(unknown);
  given(terminal.send());
  CHECK(terminal.fate(1) == "H");
  const auto debit = [&](unsigned counter) {
    char text[57];
    std::snprintf(text, sizeof text, "%04X32%s%s00000000%08X%08X", counter, kDevNo.c_str(),
                  unknown.time.c_str(), 3000U, 3000U);
    return std::string(text);
  };
  wire::office::UploadCardLog log;
  log.aaz501 = kHolderA.card;
  log.version = 3;
  log.algorithm = "SM4";
  log.historicalBytes = "00815453548699999900000001";
  log.sums = {true, 3000, 1};
  log.records = {debit(unknown.cardSequence)};
  const auto reset = world.rig.send(log);
  CHECK(given(reset).sums.permitted);
  CHECK(reset->sums.count == 0);
  CHECK(terminal.fate(1) == "A");
  CHECK(world.rig.text("SELECT state FROM offline_settlements") == "RESOLVED");
}

TEST_CASE("a day is held against the terminal's: totals, then every line") {
  World world;
  OfflineTerminal terminal(world.rig);
  terminal.write(terminal.purchase(3000));
  terminal.write(terminal.purchase(1000));
  given(terminal.send());
  wire::office::CompareTotals totals{"20260106", "20260106", 2, 4000, 0, 4000};
  CHECK(given(world.rig.send(totals)).stmt_rslt == "equal");
  CHECK(world.rig.number("SELECT COUNT(*) FROM offline_settlements WHERE state = 'RECONCILED'") == 2);
  totals.acct_pay = 3999;
  const auto different = world.rig.send(totals);
  CHECK(given(different).stmt_rslt == "different");
  CHECK(different->acct_pay == 4000);
}
