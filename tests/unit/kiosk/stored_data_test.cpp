// What a card holds, in groups: which values, in which words, and what is hidden.
#include "kiosk-app/models/stored_data.hpp"

#include <algorithm>
#include <doctest/doctest.h>

namespace ssc::kiosk::test {
namespace {

struct Bench {
  Bench() : view(*catalogue::findDistrict("liangping"), 4.0, QStringLiteral("zh")) {}

  void has(std::string_view field, const char* text) {
    const auto row = std::ranges::find(storedRows(), field, &StoredRow::field);
    REQUIRE(row != storedRows().end());
    data.push_back({&*row, crypto::Personal(text)});
  }
  [[nodiscard]] QVariantMap cell(int block, int column) const {
    const auto rows = blocksOf(data, view).at(block).toMap()[QStringLiteral("rows")].toList();
    return rows.at(0).toList().at(column).toMap();
  }

  View view;
  StoredData data;
};

}  // namespace

TEST_CASE("every row names a field that some generation has") {
  using cardspec::Generation;
  for (const StoredRow& row : storedRows()) {
    const auto has = [&](Generation generation) {
      const cardspec::File* file = cardspec::findFile(generation, row.df, row.fid);
      return file != nullptr &&
             std::ranges::find(file->fields, row.field, &cardspec::Field::name) != file->fields.end();
    };
    CHECK_MESSAGE((has(Generation::two) && has(Generation::three)), row.field);
    CHECK_MESSAGE((row.kind == StoredKind::code) == !cardspec::codeList(row.codes).empty(), row.field);
  }
}

TEST_CASE("every group stands there once, in the order of the table, also without values") {
  const Bench bench;
  const QVariantList blocks = blocksOf(bench.data, bench.view);
  REQUIRE(blocks.size() == 5);
  CHECK(blocks.at(1).toMap()[QStringLiteral("title")] == QStringLiteral("持卡人"));
  CHECK(blocks.at(1).toMap()[QStringLiteral("rows")].toList().isEmpty());
}

TEST_CASE("names, numbers and addresses are masked; codes and dates are words") {
  Bench bench;
  bench.has("name", "张三");
  bench.has("sex", "1");
  bench.has("birthDate", "19900101");
  bench.has("householdAddress", "示例省测试市示例区幸福路1号");
  CHECK(bench.cell(1, 0)[QStringLiteral("masked")] == QStringLiteral("*三"));
  CHECK(bench.cell(1, 1)[QStringLiteral("text")] == QStringLiteral("男"));
  CHECK_FALSE(bench.cell(1, 1).contains(QStringLiteral("masked")));
  CHECK(bench.cell(1, 2)[QStringLiteral("text")] == QStringLiteral("1990年1月1日"));
  CHECK(bench.cell(1, 2).contains(QStringLiteral("masked")));
  CHECK(bench.cell(2, 0)[QStringLiteral("masked")] == QStringLiteral("示例省******"));
}

}  // namespace ssc::kiosk::test
