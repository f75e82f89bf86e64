// Settlements without the network, over the simulated chips and a real journal.
#include <algorithm>
#include <stdexcept>

#include "hostlib/journal/verify.hpp"
#include "hostlib/journal/view.hpp"
#include "tests/unit/flows_settle/settle_rig.hpp"

using namespace ssc;
using flows::Reason;
using flows::settlement::RecordType;
using test::SettleRig;

namespace {

std::string textOf(const flows::Failure& failure) {
  return failure.technicalText();
}

std::string typesIn(SettleRig& rig) {
  const auto entries = journal::lastEntries(rig.file, 0, 1000);
  REQUIRE(entries.has_value());
  std::string types;
  for (const auto& entry : *entries)
    types.insert(types.begin(), static_cast<char>(entry.record.type));
  return types;
}

void checkWhole(SettleRig& rig) {
  const auto key = rig.signKey.publicKey();
  const auto report = journal::verify(rig.file, {&*key, &rig.logKey, &rig.storage});
  REQUIRE(report.has_value());
  for (const auto& finding : report->findings)
    MESSAGE(std::string(toString(finding.problem)), finding.sequence);
  CHECK(report->isGood());
}

}  // namespace

TEST_CASE("a purchase without the network is in the journal, on the card, and in its sums") {
  for (const char* card : {"card-a.toml", "card-b.toml"}) {
    CAPTURE(card);
    SettleRig rig;
    rig.world.insert(card);
    rig.permitCard();
    rig.declareOffline();
    auto order = SettleRig::order(12850, 8000);
    order.fees = {{"SIMX0001", "药", "1", "128.5", 12850}};
    const auto receipt = rig.settle(order);
    REQUIRE_MESSAGE(receipt.has_value(), (receipt ? std::string() : textOf(receipt.error())));
    CHECK(receipt->record.type == RecordType::settled);
    CHECK(receipt->record.amounts == flows::settlement::Amounts{12850, 0, 8000, 4850});
    CHECK(receipt->record.reason == "N21");
    CHECK(receipt->record.terminalSequence == 1);
    CHECK(receipt->mac2Checked);
    CHECK_FALSE(receipt->cardPending);
    CHECK(rig.confirmations == 1);
    const auto debits = rig.debitsOfCard();
    REQUIRE(debits.size() == 1);
    CHECK(debits.front().selfPay == 12850);
    CHECK(debits.front().pool == 8000);
    CHECK(debits.front().sequence == receipt->record.cardSequence);
    const auto sums = rig.sumsOfCard();
    CHECK(sums.sum == 8000);
    CHECK(sums.count == 1);
    CHECK(rig.journal->openRows()->empty());
    checkWhole(rig);
  }
}

TEST_CASE("no outage, no settlement without the network") {
  SettleRig rig;
  const auto refused = rig.settle();
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().reason == Reason::offlineRefused);
  CHECK(refused.error().infcode == 6115);
  CHECK(rig.world.commands() == 0);
}

TEST_CASE("three on a card, not a fourth; the card is asked nothing more than its sums") {
  SettleRig rig;
  rig.declareOffline();
  for (int i = 0; i < 3; ++i)
    REQUIRE(rig.settle(SettleRig::order(100, 100)).has_value());
  const auto refused = rig.settle(SettleRig::order(100, 100));
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().infcode == 6102);
  CHECK(rig.debitsOfCard().size() == 3);
  CHECK(rig.sumsOfCard().sum == 300);
  CHECK(typesIn(rig) == "SSS");
  checkWhole(rig);
}

TEST_CASE("what may not be is refused with its number, nothing is written, the card is as it was") {
  struct Row {
    const char* what;
    unsigned number;
    std::function<void(SettleRig&, flows::SettleOrder&)> change;
  };
  const std::vector<Row> rows{
      {"nothing", 6112, [](SettleRig&, flows::SettleOrder& order) { order.total = order.account = 0; }},
      {"more from the account than in all", 6112,
       [](SettleRig&, flows::SettleOrder& order) { order.account = 4000; }},
      {"nothing from the account", 6112, [](SettleRig&, flows::SettleOrder& order) { order.account = 0; }},
      {"above the limit of one", 6112,
       [](SettleRig&, flows::SettleOrder& order) { order.total = order.account = 30'001; }},
      {"an absurd amount", 6112,
       [](SettleRig&, flows::SettleOrder& order) { order.total = order.account = 0xFFFF'FFFF'FFFF'FFFF; }},
      {"fees that are not the total", 6113,
       [](SettleRig&, flows::SettleOrder& order) { order.fees = {{"SIMX0001", "药", "1", "1", 100}}; }},
      {"301 fee lines", 6113,
       [](SettleRig&, flows::SettleOrder& order) {
         order.total = order.account = 301;
         order.fees.assign(301, {"SIMX0001", "药", "1", "0.01", 1});
       }},
      {"a line above its price", 6113,
       [](SettleRig& rig, flows::SettleOrder& order) {
         rig.permit.policy->prices = {{"SIMX0001", 2999}};
         order.fees = {{"SIMX0001", "药", "1", "30", 3000}};
       }},
      {"no policy", 6101, [](SettleRig& rig, flows::SettleOrder&) { rig.permit.policy.reset(); }},
      {"an old policy", 6101,
       [](SettleRig& rig, flows::SettleOrder&) { rig.permit.fetched -= std::chrono::hours(24); }},
      {"a clock that is off", 6117,
       [](SettleRig& rig, flows::SettleOrder&) { rig.permit.driftSeconds = 600; }},
      {"a card that may not", 6102,
       [](SettleRig& rig, flows::SettleOrder&) { rig.world.insert("card-b.toml"); }},
      {"a first-generation card", 6111,
       [](SettleRig& rig, flows::SettleOrder&) { rig.world.insert("card-c.toml"); }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.what);
    SettleRig rig;
    rig.declareOffline();
    auto order = SettleRig::order();
    row.change(rig, order);
    const auto before = rig.world.card().durable().images;
    const auto refused = rig.settle(order);
    REQUIRE_FALSE(refused.has_value());
    CHECK_MESSAGE(refused.error().infcode == row.number, textOf(refused.error()));
    CHECK(rig.world.card().durable().images == before);
    CHECK(typesIn(rig).empty());
    CHECK(rig.journal->openRows()->empty());
    CHECK(rig.confirmations == 0);
  }
}

TEST_CASE("a card on the stop-list is refused before its PIN") {
  SettleRig rig;
  rig.declareOffline();
  flows::settlement::StopListed listed{};
  const auto bytes = *apdu::fromHex("999900D15600000500000001E692B037");
  std::ranges::copy(bytes, listed.begin());
  const auto text = flows::settlement::stopListText("999900", 1, nullptr, {listed});
  const auto center = crypto::Sm2KeyPair::generate().value();
  const auto line = flows::settlement::signedLine(text);
  auto list = rig.permit.list.with(text, center.sign(crypto::bytesOf(line)).value(),
                                   center.publicKey().value(), "999900");
  REQUIRE(list.has_value());
  rig.permit.list = std::move(*list);
  const auto refused = rig.settle();
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().infcode == 6104);
}

TEST_CASE("a special settlement has its record on the card, once, whatever is torn") {
  const auto categories = [](SettleRig& rig) {
    const auto& images = rig.world.card().durable().images;
    const auto found = images.find("DF04/EF15");
    std::string text;
    if (found != images.end())
      for (const auto& record : found->second)
        if (record.size() == 3 && record[2] >= '1' && record[2] <= '9') text += static_cast<char>(record[2]);
    return text;
  };
  for (unsigned at = 0; at < 12; ++at) {
    CAPTURE(at);
    SettleRig rig;
    rig.declareOffline();
    auto order = SettleRig::order(100, 100);
    order.special = "2";
    bool isDebited = false;
    rig.world.watch([&](apdu::ByteView command) {
      if (command.size() < 2 || command[1] != 0x2C || isDebited) return;
      isDebited = true;
      if (at != 0) rig.world.tear(1 + at, at % 2 == 0);
    });
    REQUIRE(rig.settle(order).has_value());
    rig.world.tear(0, false);
    REQUIRE(rig.recover().has_value());
    CHECK(categories(rig) == "2");
    CHECK(rig.sumsOfCard().sum == 100);
    CHECK(rig.journal->openRows()->empty());
  }
}

TEST_CASE("a card of another area, and another module than the terminal's, are refused") {
  SettleRig rig;
  rig.declareOffline();
  rig.permit.policy->area = "999999";
  auto here = rig.station();
  here.area = "999999";
  const auto foreign = rig.settleAt(here, SettleRig::order());
  REQUIRE_FALSE(foreign.has_value());
  CHECK(foreign.error().infcode == 6110);
  auto other = rig.station();
  other.terminalId = "999900000002";
  const auto unfit = rig.settleAt(other, SettleRig::order());
  REQUIRE_FALSE(unfit.has_value());
  CHECK(unfit.error().infcode == 6117);
  CHECK(rig.debitsOfCard().empty());
}

TEST_CASE("the holder says no: nothing was written") {
  SettleRig rig;
  rig.declareOffline();
  rig.holderAgrees = false;
  const auto refused = rig.settle();
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().reason == Reason::cancelled);
  CHECK(rig.debitsOfCard().empty());
  CHECK(typesIn(rig).empty());
}

TEST_CASE("torn out at any command: found out with the same card, debited once or not at all") {
  SettleRig whole;
  whole.declareOffline();
  whole.world.tear(0, false);
  REQUIRE(whole.settle().has_value());
  const unsigned commands = whole.world.commands();
  REQUIRE(commands > 20);
  for (unsigned at = 1; at <= commands; ++at) {
    for (const bool carriedOut : {false, true}) {
      CAPTURE(at);
      CAPTURE(carriedOut);
      SettleRig rig;
      rig.declareOffline();
      rig.world.tear(at, carriedOut);
      const auto first = rig.settle();
      const bool wasDebited = !rig.debitsOfCard().empty();
      const auto recovered = rig.recover();
      REQUIRE_MESSAGE(recovered.has_value(), (recovered ? std::string() : textOf(recovered.error())));
      CHECK(rig.journal->openRows()->empty());
      const auto types = typesIn(rig);
      CHECK(std::ranges::count(types, 'S') == (wasDebited ? 1 : 0));
      CHECK(std::ranges::count(types, 'U') == 0);
      CHECK(rig.sumsOfCard().sum == (wasDebited ? 3000U : 0U));
      CHECK(rig.sumsOfCard().count == (wasDebited ? 1U : 0U));
      if (first) CHECK(wasDebited);
      REQUIRE(rig.settle().has_value());
      CHECK(rig.debitsOfCard().size() == (wasDebited ? 2U : 1U));
      checkWhole(rig);
    }
  }
}

TEST_CASE("another card comes instead: the first debit is unknown, and its own card resolves it later") {
  for (const bool carriedOut : {false, true}) {
    CAPTURE(carriedOut);
    SettleRig rig;
    rig.declareOffline();
    bool isGone = false;
    rig.world.watch([&](apdu::ByteView command) {
      if (command.size() < 2 || command[1] != 0x2C || isGone) return;  // DEBIT FOR PURCHASE
      isGone = true;
      rig.world.tear(1, carriedOut);
      rig.world.insert("");
    });
    const auto uncertain = rig.settle();
    REQUIRE_FALSE(uncertain.has_value());
    CHECK(uncertain.error().reason == Reason::debitUncertain);
    REQUIRE(rig.journal->openRows()->size() == 1);
    rig.world.insert("card-b.toml");
    rig.permitCard();
    const auto other = rig.settle(SettleRig::order(100, 100));
    REQUIRE_MESSAGE(other.has_value(), (other ? std::string() : textOf(other.error())));
    REQUIRE(other->before.closed.has_value());
    CHECK(other->before.closed->type == RecordType::unknown);
    rig.world.insert("card-a.toml");
    REQUIRE(rig.settle(SettleRig::order(200, 200)).has_value());
    CHECK(typesIn(rig) == "USRS");
    const auto entries = journal::lastEntries(rig.file, 4, 1);
    REQUIRE(entries.has_value());
    CHECK(entries->front().record.original == 1U);
    CHECK(entries->front().record.amounts.account == (carriedOut ? 3000U : 0U));
    checkWhole(rig);
  }
}

TEST_CASE("a consent without a debit is burnt") {
  SettleRig rig;
  rig.declareOffline();
  REQUIRE(rig.settle(SettleRig::order(100, 100)).has_value());
  CHECK_THROWS(rig.settle(SettleRig::order(100, 100), [](std::string_view moment) {
    if (moment == "consented") throw std::runtime_error("the power goes");
  }));
  rig.reopen();
  const auto next = rig.settle(SettleRig::order(100, 100));
  REQUIRE_MESSAGE(next.has_value(), (next ? std::string() : textOf(next.error())));
  CHECK(next->record.terminalSequence == 3);
  CHECK(*rig.journal->lastModuleNumber() == 3);
  for (int i = 0; i < 2; ++i)
    CHECK_THROWS(rig.settle(SettleRig::order(100, 100), [](std::string_view moment) {
      if (moment == "consented") throw std::runtime_error("the power goes");
    }));
  checkWhole(rig);
}

TEST_CASE("an older copy of the journal put back is found by the security module's number") {
  SettleRig rig;
  rig.declareOffline();
  REQUIRE(rig.settle(SettleRig::order(100, 100)).has_value());
  rig.journal.reset();
  const auto copy = rig.folder / "copy";
  std::filesystem::copy_file(rig.file, copy);
  rig.reopen();
  REQUIRE(rig.settle(SettleRig::order(100, 100)).has_value());
  REQUIRE(rig.settle(SettleRig::order(100, 100)).has_value());
  rig.journal.reset();
  std::filesystem::remove(rig.file.string() + "-wal");
  std::filesystem::copy_file(copy, rig.file, std::filesystem::copy_options::overwrite_existing);
  rig.reopen();
  rig.world.insert("card-b.toml");
  const auto refused = rig.settle(SettleRig::order(100, 100));
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().infcode == 6117);
  CHECK(*rig.journal->alarmLevel() == 5);
}
