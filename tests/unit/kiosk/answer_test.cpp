// Records in words: codes, amounts, what is hidden until it is pressed.
#include "kiosk-app/models/answer.hpp"

#include <doctest/doctest.h>

#include "hostlib/catalogue/guidance.hpp"

namespace ssc::kiosk::test {
namespace {

using flows::QueryBlock;

struct Bench {
  Bench() : view(*catalogue::findDistrict("liangping"), 4.0, QStringLiteral("zh")), answer(view) {}

  [[nodiscard]] QVariantMap block() const { return answer.blocks().at(0).toMap(); }
  [[nodiscard]] QVariantMap cell(int row, int column) const {
    return block()[QStringLiteral("rows")].toList().at(row).toList().at(column).toMap();
  }
  [[nodiscard]] QString text(int row, int column) const {
    return cell(row, column)[QStringLiteral("text")].toString();
  }

  View view;
  Answer answer;
  const catalogue::Item& item = *catalogue::find("LP-HR-033");
};

std::vector<crypto::Personal> row(std::initializer_list<const char*> cells) {
  std::vector<crypto::Personal> made;
  for (const char* cell : cells)
    made.emplace_back(cell);
  return made;
}

QueryBlock block(std::vector<flows::TableColumn> columns, std::vector<std::vector<crypto::Personal>> rows) {
  QueryBlock made;
  made.area = "999900";
  made.view = "list";
  made.asOf = "20261122200000000";
  made.table = {std::move(columns), std::move(rows)};
  return made;
}

const std::vector<flows::TableColumn> kMonths{{"month", "month"}, {"paid_amount", "money"}};

}  // namespace

TEST_CASE("amounts and months read as people write them, in either language") {
  Bench bench;
  bench.answer.show(bench.item, {block(kMonths, {row({"2026-10", "3311"})})});
  CHECK(bench.text(0, 0) == QStringLiteral("2026年10月"));
  CHECK(bench.text(0, 1) == QStringLiteral("3,311.00"));
  CHECK(bench.cell(0, 1)[QStringLiteral("spoken")].toString() == QStringLiteral("三千三百一十一元"));
  CHECK_FALSE(bench.cell(0, 0).contains(QStringLiteral("spoken")));
  bench.view.setLanguage(QStringLiteral("en"));
  CHECK(bench.text(0, 0) == QStringLiteral("2026-10"));
  CHECK(bench.cell(0, 1)[QStringLiteral("spoken")].toString() ==
        QStringLiteral("three thousand three hundred eleven yuan"));
}

TEST_CASE("a name keeps what stands behind its first character, a number its ends") {
  Bench bench;
  bench.answer.show(bench.item, {block({{"name", "name"}, {"number", "account"}, {"note", "text"}},
                                       {row({"张三丰", "999900199001010014", "x"})})});
  CHECK(bench.cell(0, 0)[QStringLiteral("masked")].toString() == QStringLiteral("*三丰"));
  CHECK(bench.cell(0, 1)[QStringLiteral("masked")].toString() == QStringLiteral("9******4"));
  CHECK(bench.text(0, 1) == QStringLiteral("999900199001010014"));
  CHECK_FALSE(bench.cell(0, 2).contains(QStringLiteral("masked")));
}

TEST_CASE("amounts over time have a chart, and only these") {
  Bench bench;
  const auto chart = [&] { return bench.block()[QStringLiteral("chart")].toList().size(); };
  bench.answer.show(bench.item,
                    {block(kMonths, {row({"2026-08", "1"}), row({"2026-09", "2"}), row({"2026-10", "3"})})});
  CHECK(chart() == 3);
  bench.answer.show(bench.item, {block(kMonths, {row({"2026-09", "2"}), row({"2026-10", "3"})})});
  CHECK(chart() == 0);
  // Several things at the same times are no series.
  bench.answer.show(bench.item,
                    {block(kMonths, {row({"2026-10", "1"}), row({"2026-10", "2"}), row({"2026-09", "3"})})});
  CHECK(chart() == 0);
}

TEST_CASE("what is shown next leaves nothing of what stood there before") {
  Bench bench;
  const auto records = [&] { bench.answer.show(bench.item, {block(kMonths, {row({"2026-10", "3311"})})}); };
  const catalogue::Text title{"题", "Title"};
  records();
  bench.answer.showCounter(title, [] { return Answer::Counter{QStringLiteral("3"), {}, {}}; });
  CHECK(bench.answer.blocks().isEmpty());
  CHECK_FALSE(bench.answer.wrongRecord(0, 0));
  bench.answer.showBlocks(title, [] { return QVariantList{QVariantMap{}}; });
  CHECK(bench.answer.guide().isEmpty());
  records();
  bench.answer.show(catalogue::openPages().front());
  CHECK_FALSE(bench.answer.wrongRecord(0, 0));
}

TEST_CASE("one area that failed does not hide the others") {
  Bench bench;
  QueryBlock failed;
  failed.area = "999999";
  failed.failure = flows::Failure{flows::Reason::officeUnreachable, "test", {}};
  bench.answer.show(bench.item, {block(kMonths, {row({"2026-10", "1"})}), failed});
  REQUIRE(bench.answer.blocks().size() == 2);
  CHECK_FALSE(bench.answer.blocks().at(1).toMap()[QStringLiteral("error")].toString().isEmpty());
}

TEST_CASE("nothing is left when it is cleared, whatever happens to the language afterwards") {
  Bench bench;
  bench.answer.show(bench.item, {block(kMonths, {row({"2026-10", "1"})})});
  bench.answer.clear();
  bench.view.setLanguage(QStringLiteral("en"));
  CHECK(bench.answer.blocks().isEmpty());
  CHECK(bench.answer.title().isEmpty());
}

}  // namespace ssc::kiosk::test
