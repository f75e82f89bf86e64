// A receipt is believed only with the center's signature over what it says of itself.
#include "hostlib/flows/office/identity_proof.hpp"

#include "crypto/base64.hpp"
#include "tests/unit/flows_office/desk_rig.hpp"
#include "wire/document_code.hpp"

using namespace ssc;
using namespace wire::office;
using flows::IdentityProof;
using flows::Reason;
using test::Act;
using test::DeskRig;
using test::failed;
using test::failureOf;
using test::Seen;
using Names = std::vector<std::string>;

namespace {

const std::string kNumber = "SIM9999001220260105000001";
const std::string kFacts =
    "12|" + kNumber + "|999900|LP-OT-002|一楼大厅|一楼大厅|进馆|*三|9****4||yes|card|t|t";

std::string codeOf(const std::string& number) {
  return wire::makeDocumentCode(crypto::Key(std::size_t{16}), number,
                                crypto::sm3(crypto::bytesOf(kFacts)).value())
      .value();
}

struct Bench : DeskRig {
  Bench() {
    center().answerWith("8207", [this](const Seen& seen) {
      Receipt receipt = signedReceipt(kFacts);
      receipt.cols = {{"name", "name", true}};
      receipt.rows = {{{sealed(seen, "name", "张三")}}};
      if (change) change(receipt);
      return encodeBody(receipt);
    });
  }
  Receipt signedReceipt(const std::string& facts) {
    const auto signature = center().key().sign(crypto::bytesOf(facts)).value();
    return {kNumber, codeOf(kNumber), facts, crypto::toBase64(signature), {}, {}};
  }
  flows::Outcome<flows::IdentityReceipt> prove(const flows::ProofRequest& request = {"LP-OT-002", "进馆"}) {
    return IdentityProof(*desk, stop.get_token()).run(test::signedInPerson(), request);
  }
  std::function<void(Receipt&)> change;
};

}  // namespace

TEST_CASE("a receipt is the center's, with all that stands on the paper") {
  Bench bench;
  const auto receipt = bench.prove();
  REQUIRE(receipt.has_value());
  CHECK_EQ(receipt->docNo, kNumber);
  CHECK_EQ(receipt->code, codeOf(kNumber));
  CHECK_EQ(receipt->printed.size(), 15);
  CHECK_EQ(receipt->qr, "SSV1." + kNumber + "." + codeOf(kNumber));
  CHECK_EQ(receipt->facts, kFacts);
  REQUIRE_EQ(receipt->table.rows.size(), 1);
  CHECK_EQ(receipt->table.rows[0][0].reveal(), "张三");
  const auto said = decodeBody<ProveIdentity>(bench.center().seen("8207").at(0).input).value();
  CHECK_EQ(said.sessionId, "A1");
  CHECK_EQ(said.item, "LP-OT-002");
  CHECK_EQ(said.place, "一楼大厅");
  CHECK_EQ(said.matter, "进馆");
}

TEST_CASE("without a matter it is the item's name") {
  Bench bench;
  REQUIRE(bench.prove({"lp-ot-002", ""}).has_value());
  const auto said = decodeBody<ProveIdentity>(bench.center().seen("8207").at(0).input).value();
  CHECK_EQ(said.item, "LP-OT-002");
  CHECK_FALSE(said.matter.empty());
  CHECK(said.matter.find("LP-") == std::string::npos);
}

TEST_CASE("a receipt that the center has not signed is not believed") {
  Bench bench;
  const auto stranger = crypto::Sm2KeyPair::generate().value();
  const std::vector<std::pair<const char*, std::function<void(Receipt&)>>> forgeries{
      {"another fact", [](Receipt& r) { r.facts.back() = 'u'; }},
      {"a stranger's signature",
       [&](Receipt& r) { r.signature = crypto::toBase64(stranger.sign(crypto::bytesOf(r.facts)).value()); }},
      {"half a signature", [](Receipt& r) { r.signature.resize(44); }},
      {"no signature", [](Receipt& r) { r.signature = "AAAA"; }},
      {"another paper's number",
       [](Receipt& r) {
         r.docNo = "SIM9999001220260105000002";
         r.code = codeOf(r.docNo);
       }},
      {"facts of another kind of paper",
       [&](Receipt& r) { r = bench.signedReceipt("01|" + kNumber + "|x"); }},
  };
  for (const auto& [name, forge] : forgeries) {
    CAPTURE(name);
    bench.change = forge;
    (void)failureOf(bench.prove(), Reason::officeUntrusted);
  }
}

TEST_CASE("a number or code that no paper can carry, and a row of another width, are bad answers") {
  Bench bench;
  bench.change = [&](Receipt& r) {
    r = bench.signedReceipt("12|X1|999900");
    r.docNo = "X1";
  };
  (void)failureOf(bench.prove(), Reason::officeBadAnswer);
  bench.change = [](Receipt& r) { r.code = "0000000000000"; };
  const auto wrongCode = bench.prove();
  bench.change = [](Receipt& r) { r.code = "123"; };
  (void)failureOf(bench.prove(), Reason::officeBadAnswer);
  bench.change = [](Receipt& r) { r.rows.front().cells.emplace_back("张三"); };
  (void)failureOf(bench.prove(), Reason::officeBadAnswer);
}

TEST_CASE("what is no proof of identity is refused before anything is sent") {
  Bench bench;
  for (const char* item : {"LP-HR-001", "LP-HR-024", "LP-OT-999", ""})
    CHECK_FALSE(IdentityProof::accepts(item));
  for (const char* item : {"LP-OT-002", "lp-ot-036", "YZ-003"})
    CHECK(IdentityProof::accepts(item));
  CHECK_EQ(failureOf(bench.prove({"LP-HR-024", ""}), Reason::noSuchService).exitCode(), 2);
  CHECK(bench.center().order().empty());
}

TEST_CASE("the center's refusal is told in its words") {
  Bench bench;
  bench.center().refuse("8207", ErrorCode::levelTooLow);
  const auto outcome = bench.prove();
  REQUIRE_FALSE(outcome.has_value());
  test::checkRefusal(
      outcome.error(),
      {ErrorCode::levelTooLow, 0, "请先确认您的身份：输入社保卡密码，或用手机电子社保卡扫码确认。",
       "Please confirm who you are: enter the card's password, or use the e-card on your phone."});
}

TEST_CASE("an answer that never came leaves the result unknown; one that never went is a safe retry") {
  Bench bench;
  bench.center().script("8207", {Act::lostAnswer, Act::lostAnswer});
  bench.center().script("9015", {Act::lostAnswer});
  (void)failureOf(bench.prove(), Reason::officeResultUnknown);
  bench.restart();
  bench.center().script("8207", {Act::unreachable, Act::unreachable});
  (void)failureOf(bench.prove(), Reason::officeUnreachable);
  CHECK_EQ(bench.center().done("8207"), 1);
}

TEST_CASE("a stop at any message of a proof ends it") {
  Bench bench;
  test::stopAtEachMessage(bench, [&](DeskRig&) { return failed(bench.prove()); }, {}, [](const Names&) {});
}
