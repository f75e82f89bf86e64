#include "kiosk-app/models/wrong_record.hpp"

#include <algorithm>

#include "hostlib/catalogue/codes.hpp"
#include "hostlib/render/value_text.hpp"
#include "kiosk-app/models/masked.hpp"
#include "kiosk-app/paper/qt_text.hpp"

namespace ssc::kiosk {
namespace {

using flows::Table;
using profile::Language;

constexpr std::size_t kMostNamed = 2;  // columns in the name of a row

class Rows {
 public:
  Rows(const catalogue::Item& item, const Table& table) : item_(item), table_(table) {}

  [[nodiscard]] OwnText name(std::size_t row) const {
    OwnText name;
    for (const std::size_t column : naming()) {
      const OwnText part = value(row, column);
      if (part.zh.empty()) continue;
      name.zh += (name.zh.empty() ? "" : " · ") + part.zh;
      name.en += (name.en.empty() ? "" : " · ") + part.en;
    }
    if (table_.rows.size() == 1) return name;
    // Two rows of one name are told apart by their places.
    const std::string place = std::to_string(row + 1);
    return {"第 " + place + " 条：" + name.zh, place + ": " + name.en};
  }
  [[nodiscard]] OwnText label(std::size_t column) const {
    const catalogue::Field* field = catalogue::findColumn(item_, table_.columns[column].id);
    return field == nullptr ? OwnText(table_.columns[column].id, table_.columns[column].id)
                            : OwnText(field->label);
  }
  [[nodiscard]] OwnText value(std::size_t row, std::size_t column) const {
    const std::string& text = table_.rows[row][column].reveal();
    const catalogue::Field* field = catalogue::findColumn(item_, table_.columns[column].id);
    if (field != nullptr && field->codes != nullptr) return catalogue::codeText(*field, text);
    const std::string& kind = table_.columns[column].kind;
    if (isPersonal(column)) {
      const std::string shown = hidden(toQt(text)).toStdString();
      return {shown, shown};
    }
    return {render::valueText(kind, text, Language::zh), render::valueText(kind, text, Language::en)};
  }
  /// As the line of one record stands on the screen.
  [[nodiscard]] OwnText line(std::size_t row, std::size_t column) const {
    OwnText what = label(column);
    const OwnText now = value(row, column);
    if (now.zh.empty()) return what;
    return {what.zh + "：" + now.zh, what.en + ": " + now.en};
  }

 private:
  [[nodiscard]] bool isPersonal(std::size_t column) const {
    return table_.columns[column].kind == "name" || table_.columns[column].kind == "account";
  }
  [[nodiscard]] bool varies(std::size_t column) const {
    const auto& first = table_.rows.front()[column].reveal();
    return std::ranges::any_of(table_.rows,
                               [&](const auto& cells) { return cells[column].reveal() != first; });
  }
  [[nodiscard]] std::vector<std::size_t> naming() const {
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < table_.columns.size() && columns.size() < kMostNamed; ++i)
      if (!isPersonal(i) && (table_.rows.size() == 1 || varies(i))) columns.push_back(i);
    if (columns.empty()) columns.push_back(0);
    return columns;
  }

  const catalogue::Item& item_;
  const Table& table_;
};

}  // namespace

WrongRecord wrongRecordOf(const catalogue::Item& item, const Table& table, int row) {
  const Rows rows(item, table);
  WrongRecord record;
  record.item = item.id;
  const bool one = table.rows.size() == 1 || (row >= 0 && static_cast<std::size_t>(row) < table.rows.size());
  const std::size_t first = table.rows.size() == 1 ? 0 : static_cast<std::size_t>(std::max(row, 0));
  for (std::size_t i = one ? first : 0; i < (one ? first + 1 : table.rows.size()); ++i)
    record.rows.push_back({std::to_string(i), rows.name(i)});
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    record.columns.push_back({table.columns[i].id, one ? rows.line(first, i) : rows.label(i)});
  return record;
}

}  // namespace ssc::kiosk
