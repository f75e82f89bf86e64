// Whether a paper is one of ours: asked with what stands on it.
#include "hostlib/flows/office/identity_proof.hpp"
#include "tests/unit/flows_office/desk_rig.hpp"
#include "wire/document_code.hpp"

using namespace ssc;
using namespace wire::office;
using flows::Reason;
using test::DeskRig;
using test::failed;
using test::failureOf;
using test::Seen;
using Names = std::vector<std::string>;

namespace {

const std::string kNumber = "SIM9999001220260105000001";

std::string code() {
  return wire::makeDocumentCode(crypto::Key(std::size_t{16}), kNumber,
                                crypto::sm3(crypto::bytesOf("facts")).value())
      .value();
}

struct Bench : DeskRig {
  Bench() { answer("valid"); }
  void answer(const std::string& state) {
    center().answerWith("8205", [state](const Seen&) {
      return encodeBody(DocumentState{state, "12", "2026-01-05", "999900", "*三"});
    });
  }
  flows::Outcome<flows::DocumentCheck> check(const Names& texts) {
    return flows::checkDocument(*desk, texts, stop.get_token());
  }
};

}  // namespace

TEST_CASE("a code from the paper's picture, and number and code typed, ask the same") {
  Bench bench;
  std::string small = wire::printedDocumentCode(code());
  for (char& c : small)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const Names& texts :
       {Names{"SSV1." + kNumber + "." + code()}, Names{kNumber, code()}, Names{kNumber, small}}) {
    bench.restart();
    const auto check = bench.check(texts);
    REQUIRE(check.has_value());
    CHECK_EQ(check->docNo, kNumber);
    CHECK_EQ(check->code, code());
    CHECK_EQ(check->type, "12");
    CHECK_EQ(check->issuedOn, "2026-01-05");
    CHECK_EQ(check->area, "999900");
    CHECK_EQ(check->maskedName, "*三");
    const auto said = decodeBody<CheckDocument>(bench.center().seen("8205").at(0).input).value();
    CHECK_EQ(said.docNo, kNumber);
    CHECK_EQ(said.code, code());
  }
}

TEST_CASE("what cannot stand on a paper is refused before anything is sent") {
  Bench bench;
  std::string slip = code();
  slip.front() = slip.front() == '1' ? '2' : '1';
  for (const Names& texts : {Names{}, Names{""}, Names{kNumber}, Names{"SSV1." + kNumber}, Names{kNumber, ""},
                             Names{kNumber, slip}, Names{"SIM9999001220261305000001", code()},
                             Names{kNumber, code(), "x"}, Names{"张三", "999900199001010014"}}) {
    (void)failureOf(bench.check(texts), Reason::badInput);
  }
  CHECK(bench.center().order().empty());
}

TEST_CASE("a document that proves nothing, and too many questions, are told in the center's words") {
  Bench bench;
  for (const auto& refusal : {test::Refusal{ErrorCode::documentVoid, 0, "验证码无效，该单据不能作为凭证。",
                                            "The code is void: this document proves nothing."},
                              test::Refusal{ErrorCode::tooManyTries, 30, "查验次数过多，请等候 30 秒。",
                                            "Too many tries. Please wait 30 seconds."}}) {
    bench.center().refuse("8205", refusal.code, refusal.number);
    const auto outcome = bench.check({kNumber, code()});
    REQUIRE_FALSE(outcome.has_value());
    test::checkRefusal(outcome.error(), refusal);
  }
}

TEST_CASE("an answer that does not say valid is no yes") {
  Bench bench;
  for (const char* state : {"void", "unknown", "VALID"}) {
    bench.answer(state);
    (void)failureOf(bench.check({kNumber, code()}), Reason::officeBadAnswer);
  }
}

TEST_CASE("whatever becomes of the message has its reason") {
  Bench bench;
  for (const auto& mishap : test::mishaps()) {
    bench.restart();
    bench.center().script("8205", mishap.acts);
    (void)failureOf(bench.check({kNumber, code()}), mishap.reason);
  }
}

TEST_CASE("a stop at any message of a check ends it") {
  Bench bench;
  test::stopAtEachMessage(
      bench, [&](DeskRig&) { return failed(bench.check({kNumber, code()})); }, {}, [](const Names&) {});
}
