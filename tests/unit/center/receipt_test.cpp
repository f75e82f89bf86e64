// 8207: every item's facts and effect, what is refused, number, code and signature of the receipt.
#include <map>
#include <set>
#include <thread>

#include "center/ask/ask.hpp"
#include "center/ask/item_rule.hpp"
#include "center/identity/staff.hpp"
#include "crypto/base64.hpp"
#include "tests/unit/center/rig.hpp"
#include "wire/document_code.hpp"

using namespace ssc;
using namespace ssc::center;
using namespace ssc::wire::office;
using namespace std::chrono_literals;

namespace {

const std::string kOfA = " WHERE aac002 = '999900199001010014'";
const std::string kNow = "2026-01-05 09:30:11";

/// What the receipt shows, personal cells in the open, by column.
std::map<std::string, std::string> shown(CenterRig& rig, const Receipt& receipt) {
  REQUIRE_EQ(receipt.rows.size(), 1);
  std::map<std::string, std::string> cells;
  for (std::size_t i = 0; i < receipt.cols.size(); ++i) {
    const auto& column = receipt.cols[i];
    const auto& cell = receipt.rows[0].cells.at(i);
    cells[column.id] = column.sensitive ? rig.opened(column.id, cell) : cell;
  }
  return cells;
}

ProveIdentity asked(const std::string& session, const std::string& item, const std::string& matter = "办事") {
  return {session, item, "3号窗口", matter};
}

}  // namespace

TEST_CASE("the catalogue's eight receipt items have rules, each once") {
  std::set<std::string_view> items;
  for (const ItemRule& rule : receiptRules())
    items.insert(rule.item);
  CHECK(items == std::set<std::string_view>{"LP-OT-002", "LP-OT-004", "LP-OT-009", "LP-OT-013", "LP-OT-019",
                                            "LP-OT-036", "YZ-003", "YZ-075"});
  CHECK_EQ(receiptRules().size(), items.size());
}

TEST_CASE("LP-OT-002: at an attended window, by a clerk's release, and nowhere else") {
  CenterRig rig;
  const auto id = rig.clerkSession(kHolderA);
  const auto receipt = given(rig.send(asked(id, "LP-OT-002", "居住登记"), kWindow));
  const auto cells = shown(rig, receipt);
  CHECK_EQ(cells.at("hall"), "测试大厅3");
  CHECK_EQ(cells.at("window"), "3号窗口");
  CHECK_EQ(cells.at("matter"), "居住登记");
  CHECK_EQ(cells.at("method"), "card_pin");
  CHECK_EQ(cells.at("checked_at"), kNow);
  CHECK_EQ(cells.at("operator"), "S90001");
  CHECK_EQ(cells.at("result"), "confirmed");
  CHECK_EQ(rig.text("SELECT item || '|' || hall || '|' || counter || '|' || matter || '|' || method || '|' "
                    "|| checked_at || "
                    "'|' || operator || '|' || result FROM identity_checks" +
                    kOfA + " ORDER BY seq DESC LIMIT 1"),
           "LP-OT-002|测试大厅3|3号窗口|居住登记|card_pin|" + kNow + "|S90001|confirmed");

  const auto rows = rig.number("SELECT COUNT(*) FROM identity_checks");
  CHECK(codeOf(rig.send(asked(rig.session(kHolderA), "LP-OT-002"))) == ErrorCode::levelTooLow);
  CHECK(codeOf(rig.send(asked(rig.session(kHolderA, 3, "card", kWindow), "LP-OT-002"), kWindow)) ==
        ErrorCode::levelTooLow);  // the level alone is no release
  CHECK(codeOf(rig.send(asked(rig.clerkSession(kHolderA, kDevNo), "LP-OT-002"))) == ErrorCode::notPossible);
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM identity_checks"), rows);
}

TEST_CASE("LP-OT-004: the service of a talent level that is valid, and no other") {
  CenterRig rig;
  const auto id = rig.session(kHolderA);
  const auto cells = shown(rig, given(rig.send(asked(id, "LP-OT-004", "就医绿色通道"))));
  CHECK_EQ(cells.at("talent_level"), "C");
  CHECK_EQ(cells.at("award_body"), "示例市人才办");
  CHECK_EQ(cells.at("valid_until"), "2031-05-31");
  CHECK_EQ(cells.at("service"), "就医绿色通道");
  CHECK_EQ(rig.text("SELECT talent_level || '|' || matter || '|' || result FROM identity_checks" + kOfA +
                    " AND checked_at = '" + kNow + "'"),
           "C|就医绿色通道|confirmed");
  CHECK(codeOf(rig.send(asked(id, "LP-OT-004", "景区优惠"))) == ErrorCode::wrongStep);  // that level ended
  CHECK(codeOf(rig.send(asked(rig.session(kHolderB), "LP-OT-004", "就医绿色通道"))) == ErrorCode::wrongStep);
}

TEST_CASE("LP-OT-009: one school identity is bound to the card, and stays the one") {
  CenterRig rig;
  const auto id = rig.session(kHolderA);
  const auto cells = shown(rig, given(rig.send(asked(id, "LP-OT-009"))));
  CHECK_EQ(cells.at("school"), "示例开放大学");
  CHECK_EQ(cells.at("student_no"), "XJ-A-2026");
  CHECK_EQ(cells.at("state"), "active");
  rig.run(
      "INSERT INTO school_identity (aac002, seq, school, student_no, valid_until, state) VALUES "
      "('999900199001010014', 9, '示例大学二', 'XJ-LONGER', '2039-01-01', 'active')");
  CHECK_EQ(shown(rig, given(rig.send(asked(id, "LP-OT-009")))).at("student_no"), "XJ-A-2026");
  CHECK_EQ(
      rig.text(
          "SELECT reference || '|' || aaz501 || '|' || bound_at FROM card_bindings WHERE item = 'LP-OT-009'"),
      "XJ-A-2026|" + kHolderA.card + "|" + kNow);
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM card_bindings"), 1);
  CHECK(codeOf(rig.send(asked(rig.session(kHolderC), "LP-OT-009"))) == ErrorCode::wrongStep);
}

TEST_CASE("LP-OT-013: a valid licence, to the e-card only") {
  CenterRig rig;
  CHECK(codeOf(rig.send(asked(rig.session(kHolderA), "LP-OT-013"))) == ErrorCode::notPossible);
  const auto id = rig.session(kHolderA, 2, "code");
  const auto receipt = given(rig.send(asked(id, "LP-OT-013")));
  const auto cells = shown(rig, receipt);
  CHECK_EQ(cells.at("class"), "C1");
  CHECK_EQ(cells.at("licence_no"), kHolderA.number);
  CHECK_EQ(receipt.rows[0].cells[0].find(kHolderA.number), std::string::npos);
  CHECK_EQ(rig.text("SELECT sign_no FROM card_bindings WHERE item = 'LP-OT-013'"), "SIGN-" + kHolderA.number);
  rig.run("UPDATE driving_licence SET valid_until = '2026-01-04'");
  CHECK(codeOf(rig.send(asked(id, "LP-OT-013"))) == ErrorCode::wrongStep);
}

TEST_CASE(
    "LP-OT-019: an open property case is linked, a closed one that is named is refused, the register stays") {
  CenterRig rig;
  const auto id = rig.session(kHolderA);
  const auto before = rig.text("SELECT case_no || state FROM property_registration" + kOfA + " AND seq = 1");
  CHECK_EQ(shown(rig, given(rig.send(asked(id, "LP-OT-019", "BDC-A-0019")))).at("case_no"), "BDC-A-0019");
  CHECK_EQ(
      rig.text("SELECT reference || '|' || matter FROM identity_checks" + kOfA + " AND item = 'LP-OT-019'"),
      "BDC-A-0019|BDC-A-0019");
  CHECK_EQ(rig.text("SELECT case_no || state FROM property_registration" + kOfA + " AND seq = 1"), before);
  CHECK(codeOf(rig.send(asked(id, "LP-OT-019", "BDC-A-0018"))) == ErrorCode::wrongStep);
}

TEST_CASE("LP-OT-036: the card stands for the birth service certificate, with both spouses") {
  CenterRig rig;
  const auto receipt = given(rig.send(asked(rig.session(kHolderA), "LP-OT-036")));
  const auto cells = shown(rig, receipt);
  CHECK_EQ(cells.at("service_no"), "SY-A-0002");
  CHECK_EQ(cells.at("holder"), "张三");
  CHECK_EQ(cells.at("spouse"), "测试配偶甲");
  CHECK_EQ(rig.text("SELECT reference || '|' || aaz501 FROM card_bindings WHERE item = 'LP-OT-036'"),
           "SY-A-0002|" + kHolderA.card);
  CHECK(codeOf(rig.send(asked(rig.session(kHolderB), "LP-OT-036"))) == ErrorCode::wrongStep);
}

TEST_CASE("YZ-003: the card for the paper certificate, refused without one") {
  CenterRig rig;
  const auto cells = shown(rig, given(rig.send(asked(rig.session(kHolderA), "YZ-003", "小额贷款"))));
  CHECK_EQ(cells.at("certificate_no"), "9999000020000001");
  CHECK_EQ(cells.at("service"), "小额贷款");
  CHECK_EQ(rig.text("SELECT reference FROM identity_checks" + kOfA + " AND item = 'YZ-003'"),
           "9999000020000001");
  CHECK(codeOf(rig.send(asked(rig.session(kHolderC), "YZ-003"))) == ErrorCode::wrongStep);
}

TEST_CASE("YZ-075: one sign-in a month while benefit is drawn; a missed month holds the next payment") {
  CenterRig rig;
  CHECK(codeOf(rig.send(asked(rig.session(kHolderA), "YZ-075"))) == ErrorCode::wrongStep);  // suspended
  const auto id = rig.session(kHolderB);
  const auto cells = shown(rig, given(rig.send(asked(id, "YZ-075"))));
  CHECK_EQ(cells.at("month"), "2026-01");
  CHECK_EQ(cells.at("next_due"), "2026-02");
  CHECK_EQ(cells.at("job_search_done"), "no");
  CHECK_EQ(cells.at("status"), "signed");
  CHECK_EQ(
      rig.text("SELECT month || '|' || signed_at || '|' || place || '|' || next_due || '|' || status FROM "
               "unemployment_signin WHERE aac002 = '" +
               kHolderB.number + "'"),
      "2026-01|" + kNow + "|测试大厅1|2026-02|signed");
  CHECK(codeOf(rig.send(asked(id, "YZ-075"))) == ErrorCode::wrongStep);
  CHECK_EQ(rig.number("SELECT COUNT(*) FROM unemployment_signin WHERE aac002 = '" + kHolderB.number + "'"),
           1);
  rig.clock.pass(24h * 70);  // to March: February was missed
  CHECK_EQ(shown(rig, given(rig.send(asked(rig.session(kHolderB), "YZ-075")))).at("status"), "held");
}

TEST_CASE("a receipt's facts stand in their order, signed, with a code that 8205 knows for a day") {
  CenterRig rig;
  const auto receipt = given(rig.send(asked(rig.session(kHolderA), "YZ-003", "小额贷款")));
  CHECK_EQ(receipt.docNo, "SIM9999001220260105000001");
  CHECK_EQ(receipt.facts,
           "12|SIM9999001220260105000001|999900|YZ-003|测试大厅1|3号窗口|小额贷款|*三|9****************4||"
           "confirmed|card_pin|" +
               kNow + "|2026-01-06 09:30:11");
  const auto bytes = crypto::fromBase64(receipt.signature);
  crypto::Sm2Signature signature{};
  REQUIRE_EQ(bytes->size(), signature.size());
  std::copy(bytes->begin(), bytes->end(), signature.begin());
  const auto key = rig.services.keys.sign.publicKey();
  const auto view = [](const std::string& text) { return crypto::bytesOf(text); };
  CHECK(key->verify(view(receipt.facts), signature).has_value());
  CHECK_FALSE(key->verify(view(receipt.facts + "x"), signature).has_value());

  const auto state = given(rig.send(CheckDocument{receipt.docNo, receipt.code}, kOtherDevNo));
  CHECK_EQ(state.state, "valid");
  CHECK_EQ(state.type, "12");
  CHECK_EQ(state.maskedName, "*三");
  std::string forged = receipt.code;
  forged[0] = forged[0] == 'A' ? 'B' : 'A';
  CHECK(codeOf(rig.send(CheckDocument{receipt.docNo, forged}, kOtherDevNo)) == ErrorCode::documentVoid);
  rig.clock.pass(24h + 1s);
  CHECK(codeOf(rig.send(CheckDocument{receipt.docNo, receipt.code}, kOtherDevNo)) == ErrorCode::documentVoid);
}

TEST_CASE("what is refused leaves nothing: no number, no paper, no row, no look") {
  CenterRig rig;
  const auto id = rig.session(kHolderC);
  const auto before = digestOfAllRows(rig.store());
  for (const auto* item :
       {"LP-OT-004", "LP-OT-009", "LP-OT-013", "LP-OT-019", "LP-OT-036", "YZ-003", "YZ-075", "LP-OT-002"}) {
    CAPTURE(item);
    CHECK_FALSE(rig.send(asked(id, item)).has_value());
  }
  CHECK(codeOf(rig.send(asked(id, "LP-HR-001"))) == ErrorCode::unknownTransaction);
  CHECK(codeOf(rig.send(asked(id, "YZ-003", "a|b"))) == ErrorCode::badEnvelope);
  CHECK(codeOf(rig.send(asked(rig.session(kHolderA, 1), "YZ-003"))) == ErrorCode::levelTooLow);
  rig.run("DELETE FROM sessions WHERE subject <> '" + kHolderC.number + "'");
  rig.run("UPDATE sessions SET ended = 0");
  CHECK_EQ(digestOfAllRows(rig.store()), before);
}

TEST_CASE("every receipt is looked up in the access log") {
  CenterRig rig;
  given(rig.send(asked(rig.session(kHolderA), "YZ-003")));
  CHECK_EQ(rig.text("SELECT infno || '|' || item || '|' || subject FROM access_log ORDER BY at DESC LIMIT 1"),
           "8207|YZ-003|" + kHolderA.number);
}

TEST_CASE("serials are unique under two threads, each on its way into the database") {
  CenterRig rig;
  constexpr int kEach = 20;
  const auto sessionA = rig.session(kHolderA), sessionB = rig.session(kHolderB, 2, "card", kOtherDevNo);
  std::vector<std::string> numbers(2 * kEach);
  const auto ask = [&](int first, const std::string& session, const std::string& devNo) {
    for (int i = 0; i < kEach; ++i) {
      const auto done =
          rig.services.store.write(Durability::quick, [&](soci::session& sql) -> Answered<std::string> {
            Request request;
            request.head.infno = "8207";
            request.head.devNo = devNo;
            request.head.msgid = std::string(26, '0') + std::to_string(1000 + first + i);
            request.input = encodeBody(asked(session, "YZ-003"));
            const auto sealer = crypto::FieldSealer::fromSessionKey(crypto::Key(crypto::Bytes(16, 1)));
            const auto terminal = *findTerminal(sql, rig.store().backend(), devNo, false);
            const Message message{rig.services, request, terminal, &*sealer, rig.clock.now()};
            return findBuilt("8207")->handler(Call{message, sql, std::nullopt});
          });
      if (done && *done) numbers[static_cast<std::size_t>(first + i)] = decodeBody<Receipt>(**done)->docNo;
    }
  };
  std::thread other([&] { ask(kEach, sessionB, kOtherDevNo); });
  ask(0, sessionA, kDevNo);
  other.join();
  const std::set<std::string> unique(numbers.begin(), numbers.end());
  CHECK_EQ(unique.size(), numbers.size());
  CHECK_EQ(unique.count(""), 0);
  CHECK_EQ(*unique.rbegin(), "SIM9999001220260105000040");
}
