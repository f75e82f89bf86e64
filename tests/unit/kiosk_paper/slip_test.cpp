// Slips and the identity receipt: what somebody may leave behind shows little.
#include "kiosk-app/paper/slip.hpp"

#include <QRegularExpression>
#include <doctest/doctest.h>

#include "tests/unit/kiosk_paper/paper_fixture.hpp"
#include "tests/unit/kiosk_paper/pdf_reader.hpp"
#include "wire/qr/decode.hpp"

using namespace ssc;
using namespace ssc::test;
using kiosk::SlipFacts;
using kiosk::SlipMask;

namespace {

SlipFacts someSlip() {
  return {"业务受理回执",
          {{"姓名", crypto::Personal("测试张三"), SlipMask::name},
           {"社会保障号码", crypto::Personal("999900199001010014"), SlipMask::number},
           {"事项", crypto::Personal("权益记录有误申报，二〇二五年三月养老保险缴费一条"), SlipMask::plain},
           {"备注", crypto::Personal(), SlipMask::plain}},
          kQr,
          "请保存好本回执。"};
}

double heightOf(const PdfReader& paper) {
  static const QRegularExpression kSize(QStringLiteral("Page size:\\s+([0-9.]+) x ([0-9.]+)"));
  const auto match = kSize.match(paper.info());
  CHECK(match.captured(1).toDouble() == doctest::Approx(80 * 72 / 25.4).epsilon(0.005));
  return match.captured(2).toDouble();
}

flows::PaperFacts identityReceipt() {
  flows::PaperFacts facts;
  facts.item = "LP-OT-002";
  facts.type = "12";
  facts.area = "999900";
  facts.asOf = "20261122204512345";
  facts.terminal = "999900000001";
  const auto block = [&](const std::string& id,
                         const std::vector<std::pair<std::string, std::string>>& cells) {
    flows::PaperBlock one{id, {}};
    auto& row = one.table.rows.emplace_back();
    for (const auto& [column, cell] : cells) {
      one.table.columns.push_back({column, "text"});
      row.emplace_back(cell);
    }
    facts.blocks.push_back(std::move(one));
  };
  block("matter", {{"place", "模拟梁平区政务大厅"}, {"matter", "示例事项"}});
  block("person", {{"name", "测试张三"}, {"number", "999900199001010014"}, {"result", "核验一致"}});
  block("way", {{"method", "社保卡加密码"},
                {"checked_at", "2026-11-22 20:45:12"},
                {"valid_until", "2026-11-23 20:45:12"}});
  block("shown", {{"hall", "示例大厅"}, {"window", "三号窗口"}, {"operator", "测试员"}});
  return facts;
}

}  // namespace

TEST_CASE("a slip is 80 mm wide, as high as it needs, and masks what names a person") {
  const auto slip = kiosk::makeSlip(someSlip());
  REQUIRE(slip);
  CHECK(slip->pages == 1);
  const PdfReader paper(slip->pdf);
  CHECK(paper.pages() == 1);
  const QString text = paper.text(1);
  for (const char* part : {"业务受理回执", "*试张三", "****0014", "请保存好本回执。", "模拟章"})
    CHECK_MESSAGE(text.contains(plain(QString::fromUtf8(part))), part);
  for (const char* secret : {"测试张三", "99990019", "19900101"})
    CHECK_FALSE(text.contains(plain(QString::fromUtf8(secret))));
  CHECK(paper.text(1).contains(QStringLiteral("SIMULATION")));
  auto longer = someSlip();
  longer.lines.insert(longer.lines.end(), 20, longer.lines.front());
  const auto high = kiosk::makeSlip(longer);
  REQUIRE(high);
  CHECK(heightOf(PdfReader(high->pdf)) > heightOf(paper) + 200);
}

TEST_CASE("the QR code of a slip reads") {
  const auto slip = kiosk::makeSlip(someSlip());
  REQUIRE(slip);
  const auto seen = qr::decode(PdfReader(slip->pdf).picture(1));
  REQUIRE(seen);
  CHECK(seen->texts == std::vector<std::string>{kQr});
  auto bad = someSlip();
  bad.qr = "\n";
  CHECK_FALSE(kiosk::makeSlip(bad));
  bad.qr.clear();
  CHECK(kiosk::makeSlip(bad));
}

TEST_CASE("the identity receipt proves the check and holds masked data only") {
  for (const auto language : {flows::PaperLanguage::zh, flows::PaperLanguage::en}) {
    auto facts = identityReceipt();
    facts.presenter = crypto::Personal("测试李四");
    facts.subject = crypto::Personal("测试张三");
    const PdfReader paper(made(facts, someMarks(), language).pdf);
    CHECK(paper.pages() == 1);
    const QString text = paper.text(1);
    for (const char* part :
         {"*试张三", "*试李四", "9****************4", "模拟梁平区政务大厅", "示例大厅", "三号窗口", "测试员"})
      CHECK_MESSAGE(text.contains(plain(QString::fromUtf8(part))), part);
    for (const char* secret : {"99990019", "测试张三", "测试李四"})
      CHECK_FALSE(text.contains(plain(QString::fromUtf8(secret))));
  }
}
