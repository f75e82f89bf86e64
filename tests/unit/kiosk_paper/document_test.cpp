// Documents of invented facts, as poppler reads them.
#include <QRegularExpression>
#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>
#include <set>
#include <thread>

#include "hostlib/catalogue/codes.hpp"
#include "kiosk-app/paper/layout.hpp"
#include "kiosk-app/paper/measures.hpp"
#include "kiosk-app/paper/pdf_paper.hpp"
#include "kiosk-app/paper/value.hpp"
#include "kiosk-app/paper/words.hpp"
#include "tests/unit/kiosk_paper/paper_fixture.hpp"
#include "tests/unit/kiosk_paper/pdf_reader.hpp"
#include "wire/qr/decode.hpp"

using namespace ssc;
using namespace ssc::test;
using flows::PaperLanguage;
using kiosk::toQt;

namespace {

constexpr std::array kLanguages{PaperLanguage::zh, PaperLanguage::en};

QString zh(const char* text) {
  return plain(QString::fromUtf8(text));
}

void checkCell(const QString& page, const flows::PaperFacts& facts, const flows::TableColumn& column,
               const crypto::Personal& cell, PaperLanguage language) {
  const auto* field = catalogue::findColumn(facts.type, column.id);
  const QString value = kiosk::paper::valueOnPaper(column.kind, field, cell.reveal(), language);
  for (const QString& word : value.split(u' ')) {
    INFO(facts.type << " " << column.id << ": " << word.toStdString());
    CHECK(page.contains(plain(word)));
  }
}

void checkCells(const QString& page, const flows::PaperFacts& facts, PaperLanguage language) {
  for (const auto& block : facts.blocks) {
    for (const auto& row : block.table.rows) {
      for (std::size_t i = 0; i < row.size(); ++i)
        checkCell(page, facts, block.table.columns[i], row[i], language);
    }
  }
}

void checkPlaces(const PdfReader& paper) {
  for (std::size_t page = 1; page <= paper.pages(); ++page) {
    for (const Word& word : paper.words(page)) {
      INFO(page << " " << word.text.toStdString());
      CHECK(word.left >= kiosk::paper::kMargin - 0.1);
      CHECK(word.right <= kiosk::paper::kRight + 0.1);
      const double middle = (word.top + word.bottom) / 2;
      CHECK((middle < kiosk::paper::kGridBottom || middle > kiosk::paper::kFootTop));
      CHECK(middle < kiosk::paper::kPageHeight - kiosk::paper::kMargin);
    }
  }
}

/// Hanzi that are all different, so that none can be lost unseen.
QString manyHanzi(int count) {
  QString text;
  for (int i = 0; i < count; ++i)
    text += QChar(0x5000 + i);
  return text;
}

}  // namespace

TEST_CASE("every cell of every document is on paper, in words, in both languages") {
  for (const PaperLanguage language : kLanguages) {
    for (const KnownDocument& document : knownDocuments()) {
      const auto facts = inventedFacts(document, 5);
      const PdfReader paper(made(facts, someMarks(), language).pdf);
      const QString text = paper.text(0);
      checkCells(text, facts, language);
      const auto* layout = kiosk::paper::findLayout(facts.type, facts.item);
      REQUIRE(layout != nullptr);
      CHECK(text.contains(plain(kiosk::paper::inLanguage(layout->title, language))));
      for (const auto& note : layout->notes)
        CHECK(text.contains(plain(kiosk::paper::inLanguage(note, language))));
    }
  }
}

TEST_CASE("head and foot say number, code, times, terminal, area and page") {
  const PdfReader paper(made(inventedFacts("02", 24), someMarks()).pdf);
  REQUIRE(paper.pages() == 2);
  for (const std::size_t page : {1U, 2U}) {
    const QString text = paper.text(page);
    CHECK(text.contains(zh("验证码：8SC7-MGCM-7151H")));
    CHECK(text.contains(zh("文书编号：") + toQt(kDocNo)));
    CHECK(text.contains(zh("打印时间：2026年11月22日20:48")));
    CHECK(text.contains(zh("数据截至：2026年11月22日20:45")));
    CHECK(text.contains(zh("终端编号：999900000001")));
    CHECK(text.contains(zh("共2页")));
    CHECK(text.contains(u'第' + QString::number(page) + u'页'));
  }
  CHECK(paper.text(1).contains(zh("数据来源地区：模拟梁平区")));
  CHECK(paper.text(1).contains(zh("2024年12月至2026年11月")));
}

TEST_CASE("every page bears the slanted mark and the stamp") {
  const PdfReader paper(made(inventedFacts("08", 24), someMarks()).pdf);
  REQUIRE(paper.pages() > 2);
  for (std::size_t page = 1; page <= paper.pages(); ++page) {
    CHECK(paper.text(page).contains(zh("模拟样张/SIMULATION")));
    CHECK(paper.text(page).contains(zh("模拟章")));
  }
}

TEST_CASE("the QR code on the paper reads as number and code") {
  for (const KnownDocument& document : knownDocuments()) {
    const PdfReader paper(made(inventedFacts(document, 2), someMarks()).pdf);
    const auto seen = qr::decode(paper.picture(1));
    REQUIRE(seen);
    CHECK(seen->texts == std::vector<std::string>{kQr});
  }
}

TEST_CASE("a draft has the pages of the document, says so, and holds no number") {
  for (const KnownDocument& document : knownDocuments()) {
    for (const std::size_t rows : {0U, 7U, 24U}) {
      const auto facts = inventedFacts(document, rows);
      const auto draft = made(facts, std::nullopt), final = made(facts, someMarks());
      CHECK(draft.pages == final.pages);
      if (rows != 7) continue;
      const PdfReader paper(draft.pdf);
      CHECK(paper.pages() == draft.pages);
      CHECK(paper.text(1).count(zh("草稿")) == 4);
      CHECK_FALSE(paper.text(0).contains(QStringLiteral("SIM9999")));
    }
  }
}

TEST_CASE("a table repeats its header on the next page") {
  const PdfReader paper(made(inventedFacts("02", 24), someMarks()).pdf);
  REQUIRE(paper.pages() == 2);
  for (const std::size_t page : {1U, 2U}) {
    CHECK(paper.text(page).contains(zh("单位编号")));
    CHECK(paper.text(page).count(zh("缴费状态")) == 1);
  }
}

TEST_CASE("two hundred rows make as many pages as they need, thirty a page at most, no row cut") {
  auto facts = inventedFacts("09", 0);
  auto& table = blockOf(facts, "list").table;
  for (int row = 0; row < 200; ++row) {
    const std::string tag = std::to_string(1000 + row);
    const std::string post =
        "岗位A" + tag + (row % 7 == 0 ? "，这是一个名称很长而需要换行的示例岗位名称示例" : "");
    auto& cells = table.rows.emplace_back();
    for (const std::string& cell :
         {post, "单位B" + tag, "地点C" + tag, tag + ".00", std::string("2026-12-31")})
      cells.emplace_back(cell);
  }
  const auto rendered = made(facts, someMarks());
  const PdfReader paper(rendered.pdf);
  REQUIRE(paper.pages() == rendered.pages);
  CHECK(paper.pages() >= 7);
  std::set<int> found;
  for (std::size_t page = 1; page <= paper.pages(); ++page) {
    const QString text = paper.text(page);
    int rows = 0;
    for (int row = 0; row < 200; ++row) {
      const QString tag = QString::number(1000 + row);
      const bool begins = text.contains(u'A' + tag);
      CHECK(begins == text.contains(u'B' + tag));
      CHECK(begins == text.contains(u'C' + tag));
      if (!begins) continue;
      CHECK(found.insert(row).second);
      ++rows;
    }
    CHECK(rows <= 30);
    CHECK((rows == 0 || text.contains(zh("截止日期"))));
  }
  CHECK(found.size() == 200);
}

TEST_CASE("nothing stands outside the margins or between grid and foot") {
  for (const KnownDocument& document : knownDocuments())
    checkPlaces(PdfReader(made(inventedFacts(document, 60), someMarks(), PaperLanguage::en).pdf));
}

TEST_CASE("amounts end on one line, with separators and two decimals") {
  static const QRegularExpression kAmount(QStringLiteral("^[0-9]{1,3}(,[0-9]{3})*\\.[0-9]{2}$"));
  auto facts = inventedFacts("01", 1);
  auto& rows = blockOf(facts, "account").table.rows;
  rows.clear();
  for (const char* amount : {"1234567.8", "0.05", "99", "-1.00"})
    rows.push_back({crypto::Personal("110"), crypto::Personal("100.00"), crypto::Personal(amount)});
  const PdfReader paper(made(facts, someMarks()).pdf);
  const QString text = paper.text(1);
  for (const char* amount : {"1,234,567.80", "0.05", "99.00", "-1.00"})
    CHECK(text.contains(QString::fromLatin1(amount)));
  std::size_t last = 0;
  for (const Word& word : paper.words(1)) {
    if (!kAmount.match(word.text).hasMatch() || word.right < kiosk::paper::kRight - 5) continue;
    CHECK(word.right == doctest::Approx(kiosk::paper::kRight - kiosk::paper::kPadAcross).epsilon(0.002));
    ++last;
  }
  CHECK(last >= 5);
}

TEST_CASE("an amount too wide for its cell gets smaller and stays whole") {
  auto facts = inventedFacts("02", 2);
  blockOf(facts, "payments").table.rows[0][3] = crypto::Personal("9234567.01");
  const PdfReader paper(made(facts, someMarks()).pdf);
  const auto words = paper.words(1);
  CHECK(std::ranges::find(words, QStringLiteral("9,234,567.01"), &Word::text) != words.end());
}

TEST_CASE("a very long name wraps inside its cell and loses nothing") {
  const QString name = manyHanzi(200);
  auto facts = inventedFacts("02", 3);
  blockOf(facts, "person").table.rows[0][0] = crypto::Personal(name.toStdString());
  const PdfReader paper(made(facts, someMarks()).pdf);
  CHECK(paper.text(1).contains(plain(name)));
  const double edge = kiosk::paper::kMargin + kiosk::paper::kGridWidth / 3;  // of the cell, four units
  double lowest = 0;
  for (const Word& word : paper.words(1)) {
    if (!plain(name).contains(word.text)) continue;
    CHECK(word.right <= edge);
    lowest = std::max(lowest, word.bottom - kiosk::paper::kFirstTop);
  }
  CHECK(lowest > 40);
}

TEST_CASE("a cell longer than a page goes on in the next row") {
  const QString name = manyHanzi(2300);
  auto facts = inventedFacts("02", 1);
  blockOf(facts, "employers").table.rows[0][1] = crypto::Personal(name.toStdString());
  const PdfReader paper(made(facts, someMarks()).pdf);
  const QString text = paper.text(0);
  QString lost;
  for (const QChar hanzi : plain(name)) {
    if (!text.contains(hanzi)) lost += hanzi;
  }
  CHECK(lost.toStdString() == "");
  CHECK(paper.pages() > 1);
  checkPlaces(paper);
}

TEST_CASE("an empty block says so and an empty cell has a stroke") {
  auto facts = inventedFacts("01", 0);
  CHECK(PdfReader(made(facts, someMarks()).pdf).text(0).count(zh("无记录")) == 6);
  auto filled = inventedFacts("01", 1);
  blockOf(filled, "person").table.rows[0][3] = crypto::Personal();
  CHECK(PdfReader(made(filled, someMarks()).pdf).text(1).contains(zh("用人单位/")));
}

TEST_CASE("who collects it for whom is said") {
  auto facts = inventedFacts("02", 1);
  CHECK_FALSE(PdfReader(made(facts, someMarks()).pdf).text(1).contains(zh("代领人")));
  facts.presenter = crypto::Personal("测试李四");
  facts.subject = crypto::Personal("测试张三");
  CHECK(PdfReader(made(facts, someMarks()).pdf).text(1).contains(zh("权益人：测试张三代领人：测试李四")));
  const PdfReader english(made(facts, someMarks(), PaperLanguage::en).pdf);
  CHECK(english.text(1).contains(zh("For测试张三,collectedby测试李四")));
}

TEST_CASE("pairs of several lines stay on one page") {
  for (std::size_t rows = 20; rows <= 30; ++rows) {
    const PdfReader paper(made(inventedFacts("06", rows), someMarks()).pdf);
    for (std::size_t page = 1; page <= paper.pages(); ++page) {
      const QString text = paper.text(page);
      CHECK(text.contains(zh("领取方式")) == text.contains(zh("账户剩余金额")));
    }
  }
}

TEST_CASE("facts without a place on paper are refused") {
  kiosk::PdfPaper maker;
  const auto reason = [&](const flows::PaperFacts& facts) {
    const auto paper = maker.make(facts, std::nullopt, PaperLanguage::zh);
    return paper ? std::string() : paper.error().where;
  };
  auto facts = inventedFacts("02", 1);
  CHECK(reason(facts).empty());
  auto block = facts;
  block.blocks.push_back({"other", {}});
  CHECK(reason(block) == "place on paper");
  auto column = facts;
  column.blocks[0].table.columns.push_back({"other", "text"});
  CHECK(reason(column) == "place on paper");
  auto type = facts;
  type.type = "77";
  CHECK(reason(type) == "layout");
  auto marks = someMarks();
  marks.qr = "";
  const auto paper = maker.make(facts, marks, PaperLanguage::zh);
  REQUIRE_FALSE(paper);
  CHECK(paper.error().reason == flows::Reason::internalError);
}

TEST_CASE("the file is PDF 1.6 of A4, has its fonts inside, and says nothing of itself but the number") {
  const auto rendered = made(inventedFacts("02", 24), someMarks());
  const PdfReader paper(rendered.pdf);
  const QString info = paper.info();
  CHECK(info.contains(QRegularExpression(QStringLiteral("PDF version:\\s+1\\.6"))));
  CHECK(info.contains(QRegularExpression(QStringLiteral("Page size:.*A4"))));
  CHECK(info.contains(QRegularExpression(QStringLiteral("Title:\\s+") + toQt(kDocNo) + u'\n')));
  for (const char* key : {"Author:", "Subject:", "Keywords:"})
    CHECK_FALSE(info.contains(QString::fromLatin1(key)));
  const auto fonts = paper.fonts().split(u'\n', Qt::SkipEmptyParts).mid(2);
  REQUIRE_FALSE(fonts.empty());
  for (const QString& font : fonts) {
    CHECK(font.contains(QStringLiteral("NotoSansCJK")));
    CHECK(font.contains(QRegularExpression(QStringLiteral("Identity-H +yes"))));
  }
  CHECK(rendered.pdf.size() < 200'000);  // subsets: a whole font has 16 MB
}

TEST_CASE("worker threads make papers at the same time") {
  const auto facts = inventedFacts("02", 24);
  kiosk::PdfPaper maker;
  std::array<std::size_t, 3> pages{};
  std::vector<std::thread> threads;
  for (std::size_t& count : pages) {
    threads.emplace_back([&] {
      const auto paper = maker.make(facts, someMarks(), PaperLanguage::zh);
      count = paper ? paper->pages : 0;
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  CHECK(pages == std::array<std::size_t, 3>{2, 2, 2});
}

TEST_CASE("how long four pages take is told") {
  const auto& documents = knownDocuments();
  const auto training = std::ranges::find_if(
      documents, [](const KnownDocument& each) { return each.items.front() == "LP-HR-076"; });
  REQUIRE(training != documents.end());
  const auto facts = inventedFacts(*training, 60);
  const auto begin = std::chrono::steady_clock::now();
  const auto paper = made(facts, someMarks());
  const auto time = std::chrono::steady_clock::now() - begin;
  CHECK(paper.pages == 4);
  MESSAGE("4 pages: " << std::chrono::duration_cast<std::chrono::milliseconds>(time).count() << " ms");
}
