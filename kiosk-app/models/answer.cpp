#include "kiosk-app/models/answer.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "hostlib/catalogue/codes.hpp"
#include "hostlib/render/value_text.hpp"
#include "kiosk-app/models/masked.hpp"
#include "kiosk-app/paper/qt_text.hpp"
#include "kiosk-app/voice/amount_words.hpp"

namespace ssc::kiosk {
namespace {

using flows::Table;
using flows::TableColumn;

bool isSensitive(const TableColumn& column) {
  return column.kind == "name" || column.kind == "account";
}

bool isTime(const TableColumn& column) {
  return column.kind == "month" || column.kind == "date";
}

class Words {
 public:
  Words(const View& view, const catalogue::Item& item, const Table& table) : view_(view), table_(table) {
    for (const TableColumn& column : table.columns)
      fields_.push_back(catalogue::findColumn(item, column.id));
  }

  [[nodiscard]] QVariantList columns() const {
    QVariantList all;
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      const std::string& kind = table_.columns[i].kind;
      all.append(QVariantMap{{QStringLiteral("label"), label(i)},
                             {QStringLiteral("right"), kind == "money" || kind == "number"},
                             {QStringLiteral("money"), kind == "money"},
                             {QStringLiteral("constant"), isConstant(i)}});
    }
    return all;
  }
  [[nodiscard]] QVariantList rows() const {
    QVariantList all;
    for (const auto& row : table_.rows) {
      QVariantList cells;
      for (std::size_t i = 0; i < row.size(); ++i)
        cells.append(cell(i, row[i].reveal()));
      all.append(QVariant(cells));
    }
    return all;
  }
  /// Of the first amount over time; empty where there is none.
  [[nodiscard]] QVariantList chart() const {
    const auto time = find(isTime);
    const auto amount = find([](const TableColumn& column) { return column.kind == "money"; });
    constexpr std::size_t kLeast = 3, kMost = 36;
    if (!time || !amount || table_.rows.size() < kLeast || table_.rows.size() > kMost || !isDistinct(*time))
      return {};
    QVariantList points;
    for (const auto& row : table_.rows) {
      const std::string &at = row[*time].reveal(), &yuan = row[*amount].reveal();
      if (yuan.starts_with('-')) return {};  // amounts that come and go are no line over time
      points.append(
          QVariantMap{{QStringLiteral("at"), toQt(at)},
                      {QStringLiteral("label"), toQt(render::dateText(at, view_.languageOfFlows()))},
                      {QStringLiteral("value"), std::strtod(yuan.c_str(), nullptr)},
                      {QStringLiteral("text"), toQt(render::moneyText(yuan))}});
    }
    return points;
  }
  [[nodiscard]] QString chartTitle() const {
    const auto amount = find([](const TableColumn& column) { return column.kind == "money"; });
    return amount ? label(*amount) : QString();
  }

 private:
  [[nodiscard]] std::optional<std::size_t> find(auto predicate) const {
    const auto column = std::ranges::find_if(table_.columns, predicate);
    if (column == table_.columns.end()) return std::nullopt;
    return static_cast<std::size_t>(column - table_.columns.begin());
  }
  [[nodiscard]] bool isConstant(std::size_t column) const {
    const auto same = [&](const auto& a, const auto& b) { return a[column].reveal() == b[column].reveal(); };
    return table_.rows.size() > 1 &&
           std::adjacent_find(table_.rows.begin(), table_.rows.end(),
                              [&](const auto& a, const auto& b) { return !same(a, b); }) == table_.rows.end();
  }
  /// Rows over time, and not of several things at the same times.
  [[nodiscard]] bool isDistinct(std::size_t column) const {
    std::set<std::string_view> seen;
    return std::ranges::all_of(table_.rows,
                               [&](const auto& row) { return seen.insert(row[column].reveal()).second; });
  }
  [[nodiscard]] QString label(std::size_t column) const {
    QString text =
        fields_[column] == nullptr ? toQt(table_.columns[column].id) : view_.in(fields_[column]->label);
    if (table_.columns[column].kind == "money")
      text += view_.languageOfFlows() == profile::Language::zh ? QStringLiteral("（元）")
                                                               : QStringLiteral(" (yuan)");
    return text;
  }
  [[nodiscard]] QVariantMap cell(std::size_t column, const std::string& value) const {
    const catalogue::Field* field = fields_[column];
    const bool isCode = field != nullptr && field->codes != nullptr && !value.empty();
    QString text = isCode
                       ? view_.in(catalogue::codeText(*field, value))
                       : toQt(render::valueText(table_.columns[column].kind, value, view_.languageOfFlows()));
    QVariantMap cell{{QStringLiteral("text"), text}};
    if (table_.columns[column].kind == "money")
      cell.insert(QStringLiteral("spoken"), amountInWords(text, view_.languageOfFlows()));
    if (isSensitive(table_.columns[column])) cell.insert(QStringLiteral("masked"), hidden(text));
    return cell;
  }

  const View& view_;
  const Table& table_;
  std::vector<const catalogue::Field*> fields_;
};

QVariantMap tableMap(const View& view, const catalogue::Item& item, const Table& table) {
  const Words words(view, item, table);
  return {{QStringLiteral("columns"), words.columns()},
          {QStringLiteral("rows"), words.rows()},
          {QStringLiteral("chart"), words.chart()},
          {QStringLiteral("chartTitle"), words.chartTitle()}};
}

QVariantMap blockMap(const View& view, const catalogue::Item& item, const flows::QueryBlock& block) {
  QVariantMap map;
  if (block.failure) {
    map.insert(
        QStringLiteral("error"),
        toQt(view.languageOfFlows() == profile::Language::zh ? block.failure->zh() : block.failure->en()));
  } else {
    map = tableMap(view, item, block.table);
    map.insert(QStringLiteral("asOf"), toQt(render::dateText(block.asOf, view.languageOfFlows())));
  }
  QString title = view.in(catalogue::codeText("area", block.area));
  if (block.view != "list" && !block.view.empty())
    title +=
        QStringLiteral(" · ") + view.in(catalogue::codeText(catalogue::findCodeList("view"), block.view));
  map.insert(QStringLiteral("title"), title);
  map.insert(QStringLiteral("correctable"), !block.failure && !block.table.rows.empty());
  return map;
}

QVariantMap columnNamed(const QString& label) {
  return {{QStringLiteral("label"), label}, {QStringLiteral("right"), false}};
}

QVariantMap listOf(const View& view, const catalogue::OpenPage& page) {
  QVariantList columns, rows;
  for (const catalogue::Text& label : page.columns)
    columns.append(columnNamed(view.in(label)));
  for (const auto& row : page.rows) {
    QVariantList cells;
    for (const catalogue::Text& cell : row)
      cells.append(QVariantMap{{QStringLiteral("text"), view.in(cell)}});
    rows.append(QVariant(cells));
  }
  return {{QStringLiteral("columns"), columns}, {QStringLiteral("rows"), rows}};
}

/// Each row a heading and, below it, what it says.
QVariantList headedTexts(const View& view, const catalogue::OpenPage& page) {
  QVariantList blocks;
  for (const auto& row : page.rows)
    blocks.append(
        QVariantMap{{QStringLiteral("title"), view.in(row[0])}, {QStringLiteral("words"), view.in(row[1])}});
  return blocks;
}

}  // namespace

Answer::Answer(const View& view, QObject* parent) : QObject(parent), view_(view) {
  connect(&view_, &View::languageChanged, this, [this] {
    if (draw_) draw_();
  });
}

void Answer::draw(std::function<void()> how) {
  draw_ = std::move(how);
  draw_();
}

void Answer::showItem(const catalogue::Item& item) {
  clear();
  draw([this, &item] {
    QVariantList papers;
    const catalogue::Guidance& guidance = catalogue::guidanceOf(item);
    for (const catalogue::Text& paper : guidance.papers)
      papers.append(view_.in(paper));
    title_ = view_.in(item.name);
    guide_ = {{QStringLiteral("counter"), view_.in(guidance.counter)},
              {QStringLiteral("papers"), papers},
              {QStringLiteral("number"), toQt(item.id)},
              {QStringLiteral("note"), view_.in(item.remark)}};
    Q_EMIT changed();
  });
}

void Answer::show(const catalogue::OpenPage& page) {
  clear();
  draw([this, &page] {
    title_ = view_.in(page.title);
    blocks_ = page.columns.empty() ? headedTexts(view_, page) : QVariantList{listOf(view_, page)};
    Q_EMIT changed();
  });
}

void Answer::show(const catalogue::Item& item, std::vector<flows::QueryBlock> blocks) {
  clear();
  item_ = &item;
  records_ = std::move(blocks);
  draw([this, &item] {
    title_ = view_.in(item.name);
    blocks_.clear();
    for (const flows::QueryBlock& block : records_)
      blocks_.append(blockMap(view_, item, block));
    Q_EMIT changed();
  });
}

void Answer::show(const catalogue::Item& item, flows::IdentityReceipt receipt) {
  clear();
  draw([this, &item, receipt = std::move(receipt)] {
    title_ = view_.in(item.name);
    receipt_ = {{QStringLiteral("number"), toQt(receipt.docNo)},
                {QStringLiteral("code"), toQt(receipt.printed)},
                {QStringLiteral("qr"), toQt(receipt.qr)}};
    blocks_.clear();
    if (!receipt.table.rows.empty()) blocks_.append(tableMap(view_, item, receipt.table));
    Q_EMIT changed();
  });
}

void Answer::show(catalogue::Text title, std::function<Lines()> lines, std::function<QString()> note) {
  clear();
  note_ = std::move(note);
  draw([this, title, lines = std::move(lines)] {
    QVariantList columns, cells;
    for (const auto& [label, value] : lines()) {
      columns.append(QVariantMap{{QStringLiteral("label"), label}, {QStringLiteral("right"), false}});
      cells.append(QVariantMap{{QStringLiteral("text"), value}});
    }
    title_ = view_.in(title);
    blocks_ = {QVariantMap{{QStringLiteral("columns"), columns},
                           {QStringLiteral("rows"), QVariantList{QVariant(cells)}}}};
    Q_EMIT changed();
  });
}

void Answer::showBlocks(catalogue::Text title, std::function<QVariantList()> blocks) {
  clear();
  draw([this, title, blocks = std::move(blocks)] {
    title_ = view_.in(title);
    blocks_ = blocks();
    Q_EMIT changed();
  });
}

void Answer::showCounter(catalogue::Text title, std::function<Counter()> counter) {
  clear();
  draw([this, title, counter = std::move(counter)] {
    const Counter shown = counter();
    title_ = view_.in(title);
    guide_ = {{QStringLiteral("counter"), shown.name},
              {QStringLiteral("why"), shown.why},
              {QStringLiteral("papers"), shown.papers},
              {QStringLiteral("number"), QString()}};
    Q_EMIT changed();
  });
}

std::optional<WrongRecord> Answer::wrongRecord(int block, int row) const {
  if (item_ == nullptr || block < 0 || static_cast<std::size_t>(block) >= records_.size())
    return std::nullopt;
  const flows::Table& table = records_[static_cast<std::size_t>(block)].table;
  if (table.rows.empty()) return std::nullopt;
  return wrongRecordOf(*item_, table, row);
}

void Answer::clear() {
  draw_ = nullptr;
  note_ = nullptr;
  item_ = nullptr;
  records_.clear();
  title_.clear();
  guide_.clear();
  receipt_.clear();
  blocks_.clear();
  Q_EMIT changed();
}

}  // namespace ssc::kiosk
