// Retries: each kind of transaction exactly as its limits say, over a clock that only waits move.
#include "hostlib/office/delivery.hpp"

#include <doctest/doctest.h>

#include "tests/unit/office/rig.hpp"
#include "wire/office/query.hpp"

using namespace ssc;
using namespace std::chrono_literals;
using namespace wire::office;
using office::Fault;
using test::Act;
using test::failure;
using test::OfficeRig;
using test::Seen;
using Names = std::vector<std::string>;
using Waits = std::vector<std::int64_t>;

namespace {

/// A terminal that is signed in, and one message.
struct Bench {
  OfficeRig rig;
  std::unique_ptr<office::Client> client = rig.client();
  office::Numbers numbers{rig.files().folder, rig.clock};
  office::Identity identity = office::loadIdentity(rig.files()).value();
  crypto::Sm2PublicKey centerKey = office::readCenterKey(rig.settings().centerKey).value();
  office::Settings settings = rig.settings();
  office::Delivery delivery{
      {settings, identity.signKey, centerKey, numbers, rig.center, rig.clock, rig.random}};

  Bench() {
    REQUIRE(client->draft().has_value());
    rig.center.forgetSeen();
    rig.center.limits.clear();
  }

  office::Outgoing message(const std::string& infno) {
    office::Outgoing made;
    made.transaction = findTransaction(infno);
    REQUIRE(made.transaction != nullptr);
    made.msgid = numbers.messageId(settings.institution).value();
    made.input = R"({"x":"1"})";
    made.kid = client->session()->kid;
    made.signNo = client->session()->signNo;
    return made;
  }
  office::Result<Reply> send(const std::string& infno, std::deque<Act> acts,
                             const std::stop_token& stop = {}) {
    rig.center.script(infno, std::move(acts));
    auto made = message(infno);
    return delivery.deliver(made, stop);
  }
};

/// One message sent twice: what stays and what must not.
void checkAgain(const Seen& first, const Seen& second) {
  CHECK_EQ(first.head.msgid, second.head.msgid);
  CHECK_EQ(first.input, second.input);
  CHECK_EQ(first.info.kid, second.info.kid);
  CHECK(second.info.ctr > first.info.ctr);
  CHECK_FALSE(first.head.infTime == second.head.infTime);
  CHECK_FALSE(first.cainfo == second.cainfo);
}

}  // namespace

TEST_CASE("a query without an answer goes once more, after one second") {
  for (const char* infno : {"8206", "8301", "8110"}) {
    CAPTURE(infno);
    for (const Act act : {Act::unreachable, Act::lostRequest, Act::lostAnswer}) {
      Bench bench;
      REQUIRE(bench.send(infno, {act}).has_value());
      const auto seen = bench.rig.center.seen();
      REQUIRE_EQ(seen.size(), 2);
      checkAgain(seen[0], seen[1]);
      CHECK(bench.rig.clock.waits() == Waits{1000});
      CHECK_EQ(bench.rig.center.done(infno), 1);
      CHECK_EQ(bench.rig.center.limits.at(0).connect.count(), 2000);
      CHECK_EQ(bench.rig.center.limits.at(0).total.count(), 8000);
    }
  }
}

TEST_CASE("a query without any answer is offline or late, after two attempts") {
  Bench bench;
  const auto offline = failure(bench.send("8206", {Act::unreachable, Act::unreachable}), Fault::offline);
  CHECK_FALSE(offline.mayBeDone);
  CHECK_EQ(bench.rig.center.order().size(), 2);
  const auto late = failure(bench.send("8206", {Act::lostRequest, Act::lostAnswer}), Fault::late);
  CHECK(late.mayBeDone);
  CHECK_EQ(late.msgid, bench.rig.center.seen().back().head.msgid);
  CHECK_EQ(bench.rig.center.order().size(), 4);
}

TEST_CASE("a write whose answer was lost is asked after, and its answer is that of the message") {
  Bench bench;
  bench.rig.center.answerWith("8304", [](const Seen&) { return std::string(R"({"done":"yes"})"); });
  const auto reply = bench.send("8304", {Act::lostAnswer});
  REQUIRE_MESSAGE(reply.has_value(), (reply ? "" : reply.error().text()));
  CHECK_EQ(reply->output, R"({"done":"yes"})");
  CHECK(bench.rig.center.order() == Names{"8304", "9015"});
  CHECK(bench.rig.clock.waits().empty());
  CHECK_EQ(bench.rig.center.done("8304"), 1);
  const Seen asked = bench.rig.center.seen("9015").at(0);
  CHECK_EQ(asked.input, R"({"msgid":")" + bench.rig.center.seen("8304").at(0).head.msgid + "\"}");
  CHECK_FALSE(asked.head.msgid == bench.rig.center.seen("8304").at(0).head.msgid);
  CHECK_EQ(bench.rig.center.limits.at(0).total.count(), 15000);
  CHECK_EQ(bench.rig.center.limits.at(1).total.count(), 8000);
}

TEST_CASE("an answer that is asked after may be as long as a body, and comes in pieces") {
  for (const std::size_t size :
       {std::size_t{0}, std::size_t{24'000}, std::size_t{24'001}, wire::office::kMaxBody}) {
    Bench bench;
    const std::string output(size, '"');
    bench.rig.center.answerWith("8304", [&](const Seen&) { return output; });
    const auto reply = bench.send("8304", {Act::lostAnswer});
    REQUIRE_MESSAGE(reply.has_value(), (reply ? "" : reply.error().text()));
    CHECK(reply->output == output);
    CHECK_EQ(bench.rig.center.seen("9015").size(), size > 24'000 ? 2 : 1);
    CHECK_EQ(bench.rig.center.done("8304"), 1);
  }
}

TEST_CASE("pieces that do not become the whole are no answer, and asking for them has an end") {
  for (const std::size_t pieceSize : {std::size_t{0}, std::size_t{1}, std::size_t{4'999}}) {
    Bench bench;
    bench.rig.center.pieceSize = pieceSize;
    bench.rig.center.answerWith("8304", [](const Seen&) { return std::string(wire::office::kMaxBody, ' '); });
    const auto reply = bench.send("8304", {Act::lostAnswer});
    REQUIRE(reply.has_value());  // it went once more
    CHECK_EQ(bench.rig.center.seen("9015").size(), 8);
    CHECK_EQ(bench.rig.center.seen("8304").size(), 2);
    CHECK_EQ(bench.rig.center.done("8304"), 1);
  }
}

TEST_CASE("a write that never arrived is asked after, then goes once more") {
  for (const Act act : {Act::unreachable, Act::lostRequest}) {
    Bench bench;
    REQUIRE(bench.send("8304", {act}).has_value());
    CHECK(bench.rig.center.order() == Names{"8304", "9015", "8304"});
    const auto seen = bench.rig.center.seen("8304");
    checkAgain(seen[0], seen[1]);
    CHECK(bench.rig.clock.waits() == Waits{1000});
    CHECK_EQ(bench.rig.center.done("8304"), 1);
  }
}

TEST_CASE("where asking finds no answer either, a write goes once more; it is done once") {
  for (const Act act : {Act::unreachable, Act::lostAnswer, Act::forgotten, Act::strangersKey}) {
    Bench bench;
    bench.rig.center.script("9015", {act});
    REQUIRE(bench.send("8304", {Act::lostAnswer}).has_value());
    CHECK(bench.rig.center.order() == Names{"8304", "9015", "8304"});
    CHECK_EQ(bench.rig.center.done("8304"), 1);
  }
}

TEST_CASE("a write that never found an answer is unknown, under its message's id") {
  for (const Act last :
       {Act::lostRequest, Act::lostAnswer, Act::unreachable, Act::strangersKey, Act::garbage}) {
    Bench bench;
    bench.rig.center.script("9015", {Act::unreachable});
    const auto error = failure(bench.send("8304", {Act::lostRequest, last}), Fault::resultUnknown);
    CHECK_EQ(error.msgid, bench.rig.center.seen("8304").at(0).head.msgid);
    CHECK(error.mayBeDone);
    CHECK(bench.rig.center.order() == Names{"8304", "9015", "8304"});
  }
}

TEST_CASE("a write that never reached the center is offline, not unknown") {
  Bench bench;
  bench.rig.center.script("9015", {Act::unreachable});
  const auto error = failure(bench.send("8304", {Act::unreachable, Act::unreachable}), Fault::offline);
  CHECK_FALSE(error.mayBeDone);
}

TEST_CASE("an answer to a write that nobody can believe is none: it is asked after") {
  for (const Act act : {Act::strangersKey, Act::otherMessage, Act::garbage}) {
    Bench bench;
    REQUIRE(bench.send("8304", {act}).has_value());
    CHECK(bench.rig.center.order() == Names{"8304", "9015"});
    CHECK_EQ(bench.rig.center.done("8304"), 1);
  }
  Bench bench;
  failure(bench.send("8304", {Act::untrusted}), Fault::notTrusted);
  CHECK(bench.rig.center.order() == Names{"8304"});
}

TEST_CASE("a refusal that comes before the center looks for the answer leaves a write unknown") {
  Bench bench;
  bench.rig.center.script("9015", {Act::unreachable});
  auto made = bench.message("8304");
  bench.rig.center.script("8304", {Act::lostAnswer, Act::busy});
  const auto reply = bench.delivery.deliver(made, {});
  REQUIRE(reply.has_value());
  const auto error = failure(office::outputOf(*reply, made), Fault::resultUnknown);
  CHECK_EQ(error.infcode, 1110);
  CHECK_EQ(error.wait.count(), 7);
  // Without the lost one before it is a plain no.
  auto fresh = bench.message("8304");
  bench.rig.center.script("8304", {Act::busy});
  failure(office::outputOf(bench.delivery.deliver(fresh, {}).value(), fresh), Fault::refused);
}

TEST_CASE("a payment is never sent again, and never asked after here") {
  for (const Act act : {Act::lostRequest, Act::lostAnswer, Act::strangersKey, Act::garbage}) {
    Bench bench;
    const auto error = failure(bench.send("8503", {act}), Fault::resultUnknown);
    CHECK(error.mayBeDone);
    CHECK(bench.rig.center.order() == Names{"8503"});
    CHECK(bench.rig.clock.waits().empty());
    CHECK_EQ(bench.rig.center.limits.at(0).total.count(), 15000);
  }
  Bench bench;
  failure(bench.send("8503", {Act::unreachable}), Fault::offline);
  CHECK(bench.rig.center.order() == Names{"8503"});
}

TEST_CASE("polls and heartbeats are tried once: the next tick is their retry") {
  struct Row {
    const char* infno;
    std::int64_t connect, total;
  };
  for (const Row& row : {Row{"8103", 1000, 3000}, Row{"9010", 2000, 5000}}) {
    Bench bench;
    failure(bench.send(row.infno, {Act::lostRequest}), Fault::late);
    failure(bench.send(row.infno, {Act::unreachable}), Fault::offline);
    CHECK_EQ(bench.rig.center.order().size(), 2);
    CHECK(bench.rig.clock.waits().empty());
    CHECK_EQ(bench.rig.center.limits.at(0).connect.count(), row.connect);
    CHECK_EQ(bench.rig.center.limits.at(0).total.count(), row.total);
  }
}

TEST_CASE("a settlement is asked after at 2, 5, 10 and 30 seconds, and never sent again") {
  Bench bench;
  auto made = bench.message("2207");
  bench.rig.center.working.insert(made.msgid);
  bench.rig.center.script("2207", {Act::lostAnswer});
  const auto error = failure(bench.delivery.deliver(made, {}), Fault::resultUnknown);
  CHECK_EQ(error.msgid, made.msgid);
  CHECK(bench.rig.center.order() == Names{"2207", "9015", "9015", "9015", "9015"});
  CHECK(bench.rig.clock.waits() == Waits{2000, 3000, 5000, 20000});
}

TEST_CASE("the first answer that is there ends the questions after a settlement") {
  Bench bench;
  bench.rig.center.script("9015", {Act::unreachable, Act::strangersKey});
  REQUIRE(bench.send("2102", {Act::lostAnswer}).has_value());
  CHECK(bench.rig.center.order() == Names{"2102", "9015", "9015", "9015"});
  CHECK(bench.rig.clock.waits() == Waits{2000, 3000, 5000});
  CHECK_EQ(bench.rig.center.done("2102"), 1);
}

TEST_CASE("a settlement that did not reach the center is not asked after") {
  Bench bench;
  failure(bench.send("2304", {Act::unreachable}), Fault::offline);
  CHECK(bench.rig.center.order() == Names{"2304"});
  CHECK(bench.rig.clock.waits().empty());
}

TEST_CASE("a file waits 30 seconds to 30 minutes between attempts, give or take a fifth") {
  Bench bench;
  const std::deque<Act> never(9, Act::lostRequest);
  failure(bench.send("9101", never), Fault::resultUnknown);
  CHECK(bench.rig.center.order() == Names(8, "9101"));
  const auto waits = bench.rig.clock.waits();
  const Waits middle{30'000, 60'000, 120'000, 240'000, 480'000, 960'000, 1'800'000};
  REQUIRE_EQ(waits.size(), middle.size());
  bool differs = false;
  for (std::size_t i = 0; i < waits.size(); ++i) {
    CHECK(waits[i] >= middle[i] * 8 / 10);
    CHECK(waits[i] <= middle[i] * 12 / 10);
    differs = differs || waits[i] != middle[i];
  }
  CHECK(differs);
  CHECK_EQ(bench.rig.center.limits.at(0).connect.count(), 5000);
  CHECK_EQ(bench.rig.center.limits.at(0).total.count(), 60000);
}

TEST_CASE("sign-in messages go once more, after one second") {
  OfficeRig rig;
  rig.center.script("9022", {Act::lostRequest, Act::answer, Act::unreachable});
  rig.center.script("9001", {Act::lostAnswer});
  const auto client = rig.client();
  REQUIRE(client->draft().has_value());
  CHECK(rig.center.order() == Names{"9022", "9022", "9022", "9022", "9001", "9001"});
  CHECK(rig.clock.waits() == Waits{1000, 1000, 1000});
  CHECK_EQ(rig.center.done("9001"), 1);
}

TEST_CASE("a stop ends every wait of the retries, and says whether it may have been done") {
  struct Row {
    const char* infno;
    Act act;
    bool mayBeDone;
  };
  for (const Row& row : {Row{"8206", Act::unreachable, false}, Row{"8206", Act::lostRequest, true},
                         Row{"8304", Act::lostRequest, true}, Row{"2207", Act::lostRequest, true},
                         Row{"9101", Act::unreachable, false}}) {
    CAPTURE(row.infno);
    Bench bench;
    std::stop_source stop;
    bench.rig.clock.onWait = [&] { stop.request_stop(); };
    const auto error = failure(bench.send(row.infno, {row.act, row.act}, stop.get_token()), Fault::cancelled);
    CHECK_EQ(error.mayBeDone, row.mayBeDone);
    CHECK_EQ(bench.rig.center.seen(row.infno).size(), 1);
  }
}
