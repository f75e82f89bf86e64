// 8201 to 8205: what stands on a document, its registration, its limit, its end.
#include <algorithm>

#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "tests/unit/center/rig.hpp"
#include "wire/office/document.hpp"

using namespace ssc;
using namespace ssc::center;
using namespace ssc::wire::office;
using namespace std::chrono_literals;

namespace {

/// The data as the terminal reads them: cells in the open.
DocumentData opened(CenterRig& rig, DocumentData data) {
  for (DocumentBlock& block : data.blocks)
    for (std::size_t i = 0; i < block.cols.size(); ++i)
      for (QueryRow& row : block.rows)
        if (block.cols[i].sensitive) row.cells[i] = rig.opened(block.cols[i].id, row.cells[i]);
  return data;
}

std::string hashOf(const DocumentData& data, const std::string& number) {
  const std::string body = documentBody(data, number);
  return crypto::toHex(*crypto::sm3(crypto::bytesOf(body)));
}

const DocumentBlock& block(const DocumentData& data, std::string_view id) {
  const auto found = std::ranges::find(data.blocks, id, &DocumentBlock::id);
  REQUIRE_MESSAGE(found != data.blocks.end(), id);
  return *found;
}

std::string cellsOf(const QueryRow& row) {
  std::string text;
  for (const auto& cell : row.cells)
    text += (text.empty() ? "" : " ") + (cell.empty() ? "-" : cell);
  return text;
}

AskStatement wanted(const std::string& session, const std::string& item, const std::string& purpose = "own",
                    const std::string& insurance = "") {
  return {session, item, purpose, insurance, purpose == "transfer" ? "999999" : ""};
}

Answered<DocumentRegistered> print(CenterRig& rig, const std::string& session, const Holder& holder,
                                   const std::string& item, const std::string& devNo = kDevNo) {
  const auto data = opened(rig, given(rig.send(wanted(session, item), devNo)));
  return rig.send(RegisterDocument{session, data.draftNo, hashOf(data, holder.number), 1}, devNo);
}

}  // namespace

TEST_CASE("a rights record: one year, all insurances or one") {
  CenterRig rig;
  const auto id = rig.session(kHolderA);
  const auto sealed = given(rig.send(AskRightsRecord{id, "LP-HR-022", "", ""}));
  CHECK_EQ(encodeBody(sealed).find(kHolderA.number), std::string::npos);
  const auto data = opened(rig, sealed);
  CHECK_EQ(data.type, "01");
  CHECK_EQ(data.from, "2025-01");
  CHECK_EQ(data.to, "2025-12");
  CHECK_EQ(cellsOf(block(data, "person").rows.at(0)), "张三 " + kHolderA.number + " 1 示例软件有限公司");
  CHECK_EQ(block(data, "registration").rows.size(), 5);
  CHECK_EQ(cellsOf(block(data, "year").rows.at(0)), "110 12 9011.00 17301.12 8650.56");
  CHECK_EQ(cellsOf(block(data, "account").rows.at(0)), "110 81100.11 91100.11");
  CHECK_EQ(cellsOf(block(data, "totals").rows.at(0)), "110 149");
  const auto medical = given(rig.send(AskRightsRecord{id, "YZ-028", "medical", "2024"}));
  CHECK_EQ(block(medical, "year").rows.size(), 1);
  CHECK_EQ(cellsOf(block(medical, "year").rows.at(0)), "310 12 8033.00 7711.68 1927.92");
  CHECK_EQ(cellsOf(block(medical, "account").rows.at(0)), "310 0.00 3031.00");
  CHECK(codeOf(rig.send(AskRightsRecord{id, "LP-HR-022", "fire", ""})) == ErrorCode::badEnvelope);
  CHECK(codeOf(rig.send(AskRightsRecord{id, "LP-HR-022", "", "2027"})) == ErrorCode::badEnvelope);
  CHECK(codeOf(rig.send(AskRightsRecord{rig.session(kHolderA, 1), "LP-HR-022", "", ""})) ==
        ErrorCode::levelTooLow);
}

TEST_CASE("an insured certificate shows the last 24 months, newest last, gaps too") {
  CenterRig rig;
  const auto data = opened(rig, given(rig.send(wanted(rig.session(kHolderA), "LP-HR-021"))));
  CHECK_EQ(data.type, "02");
  CHECK_EQ(cellsOf(block(data, "status").rows.at(0)), "active active active paused active");
  const auto& months = block(data, "payments").rows;
  REQUIRE_EQ(months.size(), 24);
  CHECK_EQ(cellsOf(months[0]), "2024 2 999900020 4600.00 368.00 8333.00 166.66 9222.00 46.11 paid");
  CHECK_EQ(cellsOf(months[22]), "2025 12 999900011 9111.00 728.88 9333.00 186.66 9222.00 46.11 paid");
  CHECK_EQ(cellsOf(months[23]), "2026 1 - 0.00 0.00 0.00 0.00 0.00 0.00 none");
  CHECK_EQ(block(data, "employers").rows.size(), 2);
}

TEST_CASE("who never was insured gets a statement of that") {
  CenterRig rig;
  const auto data = opened(rig, given(rig.send(wanted(rig.session(kHolderE), "LP-HR-021"))));
  CHECK_EQ(data.type, "05");
  CHECK_EQ(cellsOf(block(data, "statement").rows.at(0)), "999900 2026-01-05");
  CHECK_EQ(given(rig.send(wanted(rig.session(kHolderC), "LP-HR-021"))).type, "02");
}

TEST_CASE("a voucher is for one insurance, which is named") {
  CenterRig rig;
  const auto id = rig.session(kHolderA);
  const auto data = given(rig.send(wanted(id, "YZ-027", "transfer", "pension")));
  CHECK_EQ(data.type, "03");
  CHECK_EQ(cellsOf(block(data, "areas").rows.at(0)), "999900 999999");
  REQUIRE_EQ(block(data, "insurance").rows.size(), 1);
  // 24 months of 644.00, 107 of 1104.00, 18 of 2186.64
  CHECK_EQ(cellsOf(block(data, "insurance").rows[0]), "110 2013-07 2025-12 149 172943.52 91100.11");
  CHECK_EQ(
      cellsOf(
          block(given(rig.send(wanted(id, "LP-HR-021", "transfer", "unemployment"))), "insurance").rows.at(0))
          .substr(0, 19),
      "210 2013-07 2025-12");
  for (const auto* insurance : {"", "injury", "maternity"})
    CHECK(codeOf(rig.send(wanted(id, "YZ-027", "transfer", insurance))) == ErrorCode::badEnvelope);
}

TEST_CASE("the other documents, each with its first rows") {
  CenterRig rig;
  const auto id = rig.session(kHolderA);
  const auto annuity = given(rig.send(AskRightsRecord{id, "LP-HR-023", "", ""}));
  CHECK_EQ(annuity.type, "06");
  CHECK_EQ(block(annuity, "years").rows.size(), 2);
  CHECK_EQ(cellsOf(block(annuity, "totals").rows.at(0)), "2 10773.12 5386.56 313.12");
  CHECK_EQ(cellsOf(block(annuity, "payout").rows.at(0)), "示例职业年金计划甲 monthly 53401.00 paid");

  const auto pension = given(rig.send(wanted(id, "LP-HR-033")));
  CHECK_EQ(pension.type, "07");
  CHECK_EQ(cellsOf(block(pension, "months").rows.at(0)),
           "2025-11 basic 3310.00 0.00 0002 returned check_bank_activation");
  CHECK_EQ(block(given(rig.send(wanted(id, "LP-HR-034"))), "months").rows.size(), 2);

  const auto proof = given(rig.send(wanted(id, "YZ-037", "proof")));
  CHECK_EQ(proof.type, "04");
  CHECK_EQ(block(proof, "benefits").rows.size(), 4);
  CHECK_EQ(cellsOf(block(proof, "benefits").rows[0]), "basic 2025-11 3311.00 paid");
  CHECK_EQ(given(rig.send(wanted(id, "YZ-037"))).type, "07");

  const auto injury = given(rig.send(wanted(id, "LP-HR-040")));
  CHECK_EQ(injury.type, "08");
  CHECK_EQ(block(injury, "cases").rows.size(), 2);
  CHECK_EQ(block(injury, "assessment").rows.size(), 2);
  CHECK_EQ(cellsOf(block(injury, "benefits").rows.at(0)),
           "medical_refund 99990020200000000002 404.00 2020-04-21");

  CHECK_EQ(block(given(rig.send(wanted(id, "LP-HR-006"))), "list").rows.size(), 2);
  CHECK_EQ(block(given(rig.send(wanted(id, "LP-HR-076"))), "attended").rows.size(), 2);
  CHECK(codeOf(rig.send(wanted(id, "LP-HR-022"))) == ErrorCode::unknownTransaction);  // asked by 8201
  CHECK(codeOf(rig.send(wanted(id, "LP-HR-001"))) == ErrorCode::unknownTransaction);
}

TEST_CASE("the body has each cell in its order, bars inside a cell told apart") {
  const DocumentData data{
      "d",      "02", "2024-02", "2026-01", {{"a", {}, {{{"x|y", "z\\"}}}}, {"b", {}, {{{""}}, {{"q"}}}}},
      "999900", ""};
  CHECK_EQ(documentBody(data, "N"), "02|N|2024-02|2026-01|x\\|y|z\\\\||q");
}

TEST_CASE(
    "a document is registered with the facts that were given, once, and 8205 knows it until it is void") {
  CenterRig rig;
  const auto id = rig.session(kHolderA);
  const auto data = opened(rig, given(rig.send(wanted(id, "LP-HR-021"))));
  CHECK(codeOf(rig.send(RegisterDocument{id, data.draftNo, std::string(64, '0'), 1})) ==
        ErrorCode::badEnvelope);
  const RegisterDocument body{id, data.draftNo, hashOf(data, kHolderA.number), 2};
  const auto other = rig.session(kHolderB, 2, "card", kOtherDevNo);
  CHECK(codeOf(rig.send(RegisterDocument{other, body.draftNo, body.bodyHash, 2}, kOtherDevNo)) ==
        ErrorCode::wrongStep);
  const auto document = given(rig.send(body));
  CHECK_EQ(document.docNo, "SIM9999000220260105000001");
  CHECK_EQ(document.qr, "SSV1." + document.docNo + "." + document.code);
  CHECK(codeOf(rig.send(body)) == ErrorCode::wrongStep);
  const auto state = given(rig.send(CheckDocument{document.docNo, document.code}, kOtherDevNo));
  CHECK_EQ(state.type, "02");
  CHECK_EQ(state.state, "valid");

  CHECK(codeOf(rig.send(CloseDocument{document.docNo, "taken", ""}, kOtherDevNo)) == ErrorCode::wrongStep);
  CHECK(codeOf(rig.send(CloseDocument{document.docNo, "lost", ""})) == ErrorCode::badEnvelope);
  given(rig.send(CloseDocument{document.docNo, "void", "paper_jam"}));
  CHECK(codeOf(rig.send(CheckDocument{document.docNo, document.code}, kOtherDevNo)) ==
        ErrorCode::documentVoid);
  CHECK(codeOf(rig.send(CloseDocument{document.docNo, "taken", ""})) == ErrorCode::wrongStep);
  CHECK_EQ(rig.text("SELECT state || '|' || reason FROM document_jobs"), "VOID|paper_jam");
}

TEST_CASE("a draft is good for ten minutes") {
  CenterRig rig;
  const auto id = rig.session(kHolderA);
  const auto data = opened(rig, given(rig.send(wanted(id, "LP-HR-021"))));
  rig.clock.pass(10min + 1s);
  CHECK(codeOf(rig.send(RegisterDocument{id, data.draftNo, hashOf(data, kHolderA.number), 1})) ==
        ErrorCode::wrongStep);
}

TEST_CASE(
    "three of a family in a month; void ones do not count; a clerk may lift it; rights records have no "
    "limit") {
  CenterRig rig;
  auto id = rig.session(kHolderA);
  for (int i = 0; i < 2; ++i)
    given(rig.send(CloseDocument{given(print(rig, id, kHolderA, "LP-HR-021")).docNo, "taken", ""}));
  given(rig.send(CloseDocument{given(print(rig, id, kHolderA, "LP-HR-021")).docNo, "void", ""}));
  given(rig.send(CloseDocument{given(print(rig, id, kHolderA, "LP-HR-021")).docNo, "taken", ""}));
  const auto fourth = print(rig, id, kHolderA, "LP-HR-021");
  CHECK(codeOf(fourth) == ErrorCode::monthlyLimit);
  given(print(rig, id, kHolderA, "LP-HR-033"));  // another family
  given(print(rig, rig.session(kHolderC), kHolderC, "LP-HR-021"));

  const auto clerk = rig.staff();
  id = rig.session(kHolderA);
  for (int i = 0; i < 4; ++i) {
    const auto record = opened(rig, given(rig.send(AskRightsRecord{id, "LP-HR-022", "", ""})));
    given(rig.send(CloseDocument{
        given(rig.send(RegisterDocument{id, record.draftNo, hashOf(record, kHolderA.number), 1})).docNo,
        "taken", ""}));
  }
  CHECK(codeOf(print(rig, id, kHolderA, "LP-HR-021")) == ErrorCode::monthlyLimit);
  given(rig.send(ClerkRelease{clerk, id, "print", "旧件损坏", true, true}));
  given(rig.send(CloseDocument{given(print(rig, id, kHolderA, "LP-HR-021")).docNo, "taken", ""}));
  rig.clock.pass(24h * 27);
  given(print(rig, rig.session(kHolderA), kHolderA, "LP-HR-021"));  // February
}

TEST_CASE("a paper that a terminal never closed is void with its next one, and another terminal's stays") {
  CenterRig rig;
  const auto id = rig.session(kHolderA);
  const auto there = rig.session(kHolderB, 2, "card", kOtherDevNo);
  const auto elsewhere = given(print(rig, there, kHolderB, "LP-HR-021", kOtherDevNo));
  const auto lost = given(print(rig, id, kHolderA, "LP-HR-021"));
  given(print(rig, id, kHolderA, "LP-HR-021"));
  CHECK_EQ(rig.text("SELECT state FROM documents WHERE doc_no = '" + lost.docNo + "'"), "VOID");
  CHECK_EQ(rig.text("SELECT state FROM documents WHERE doc_no = '" + elsewhere.docNo + "'"), "VALID");
}

TEST_CASE(
    "guessing codes stops whoever guesses, not the right code, and a document is too old after 90 days") {
  CenterRig rig;
  const auto document = given(print(rig, rig.session(kHolderA), kHolderA, "LP-HR-021"));
  std::string wrong = document.code;
  wrong[3] = wrong[3] == '7' ? '8' : '7';
  for (int i = 0; i < 5; ++i)
    CHECK(codeOf(rig.send(CheckDocument{document.docNo, wrong}, kOtherDevNo)) == ErrorCode::documentVoid);
  const auto sixth = rig.send(CheckDocument{document.docNo, wrong}, kOtherDevNo);
  CHECK(codeOf(sixth) == ErrorCode::tooManyTries);
  CHECK_EQ(sixth.error().number, 3600);
  CHECK_EQ(given(rig.send(CheckDocument{document.docNo, document.code}, kOtherDevNo)).state, "valid");
  rig.clock.pass(61min);
  CHECK(codeOf(rig.send(CheckDocument{document.docNo, wrong}, kOtherDevNo)) == ErrorCode::documentVoid);
  rig.clock.pass(24h * 90);
  CHECK(codeOf(rig.send(CheckDocument{document.docNo, document.code}, kOtherDevNo)) ==
        ErrorCode::documentVoid);
}
