#include "tests/unit/kiosk_paper/paper_fixture.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <map>

#include "hostlib/catalogue/codes.hpp"
#include "kiosk-app/paper/pdf_paper.hpp"

namespace ssc::test {

namespace {

using flows::PaperBlock;
using flows::PaperFacts;
using flows::TableColumn;

PaperBlock blockFrom(const toml::table& row) {
  PaperBlock block{row["id"].value_or(std::string()), {}};
  for (const toml::node& node : *row["columns"].as_array()) {
    const std::string text = node.value_or(std::string());
    const auto first = text.find(' '), second = text.find(' ', first + 1);
    block.table.columns.push_back({text.substr(0, first), text.substr(first + 1, second - first - 1)});
  }
  return block;
}

KnownDocument documentFrom(const toml::table& row) {
  KnownDocument document{row["type"].value_or(std::string()), {}, {}, {}};
  for (const toml::node& item : *row["items"].as_array())
    document.items.push_back(item.value_or(std::string()));
  for (const toml::node& block : *row["blocks"].as_array()) {
    document.blocks.push_back(blockFrom(*block.as_table()));
    document.most.push_back((*block.as_table())["most"].value_or(std::size_t{1}));
  }
  return document;
}

std::string twoDigits(std::size_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

std::string inventedMonth(std::size_t row) {
  return std::to_string(2024 + row / 12 % 3) + "-" + twoDigits(row % 12 + 1);
}

std::string inventedCode(const std::string& type, const std::string& id, std::size_t row) {
  const auto* field = catalogue::findColumn(type, id);
  if (field == nullptr || field->codes == nullptr) return "000";
  return std::string(field->codes->codes[row % field->codes->codes.size()].id);
}

const std::map<std::string, std::string, std::less<>>& inventedTexts() {
  static const std::map<std::string, std::string, std::less<>> kTexts{{"employer", "示例软件有限公司"},
                                                                      {"employer_no", "999900011"},
                                                                      {"hospital", "示例市第一人民医院"},
                                                                      {"post", "社区网格管理员"},
                                                                      {"place", "模拟梁平区示例街道"},
                                                                      {"course", "家政服务员初级培训"},
                                                                      {"organiser", "示例职业培训学校"},
                                                                      {"plan", "示例职业年金计划"},
                                                                      {"bank_last4", "0002"},
                                                                      {"year", "2025"},
                                                                      {"case_no", "SIMGS2025"}};
  return kTexts;
}

}  // namespace

const std::vector<KnownDocument>& knownDocuments() {
  static const std::vector<KnownDocument> kDocuments = [] {
    std::vector<KnownDocument> documents;
    const toml::table file = toml::parse_file("center/ask/documents.toml");
    for (const toml::node& row : *file["document"].as_array())
      documents.push_back(documentFrom(*row.as_table()));
    return documents;
  }();
  return kDocuments;
}

flows::PaperMarks someMarks() {
  return {kDocNo, "8SC7MGCM7151H", "8SC7-MGCM-7151H", kQr, "20261122204812345"};
}

std::string inventedCell(const std::string& type, const TableColumn& column, std::size_t row) {
  if (column.kind == "code") return inventedCode(type, column.id, row);
  if (column.kind == "name") return "测试张三";
  if (column.kind == "account") return "999900199001010014";
  if (column.kind == "month") return inventedMonth(row);
  if (column.kind == "date") return inventedMonth(row) + "-07";
  if (column.kind == "money") return std::to_string(4000 + 137 * row) + "." + twoDigits(row % 100);
  if (column.id == "year") return std::to_string(2024 + row / 12);
  if (column.kind == "number") return std::to_string(row % 12 + 1);
  const auto text = inventedTexts().find(column.id);
  return text == inventedTexts().end() ? column.id + std::to_string(row) : text->second;
}

PaperFacts inventedFacts(const KnownDocument& document, std::size_t rows) {
  PaperFacts facts;
  facts.item = document.items.front();
  facts.type = document.type;
  facts.from = "2024-12";
  facts.to = "2026-11";
  facts.area = "999900";
  facts.asOf = "20261122204512345";
  facts.terminal = "999900000001";
  for (std::size_t i = 0; i < document.blocks.size(); ++i) {
    PaperBlock block = document.blocks[i];
    for (std::size_t row = 0; row < std::min(rows, document.most[i]); ++row) {
      auto& cells = block.table.rows.emplace_back();
      for (const TableColumn& column : block.table.columns)
        cells.emplace_back(inventedCell(document.type, column, row));
    }
    facts.blocks.push_back(std::move(block));
  }
  return facts;
}

PaperFacts inventedFacts(const std::string& type, std::size_t rows) {
  const auto found = std::ranges::find(knownDocuments(), type, &KnownDocument::type);
  REQUIRE(found != knownDocuments().end());
  return inventedFacts(*found, rows);
}

PaperBlock& blockOf(PaperFacts& facts, const std::string& id) {
  const auto found = std::ranges::find(facts.blocks, id, &PaperBlock::id);
  REQUIRE(found != facts.blocks.end());
  return *found;
}

flows::RenderedPaper made(const PaperFacts& facts, const std::optional<flows::PaperMarks>& marks,
                          flows::PaperLanguage language) {
  kiosk::PdfPaper maker;
  auto paper = maker.make(facts, marks, language);
  REQUIRE(paper);
  return std::move(*paper);
}

}  // namespace ssc::test
