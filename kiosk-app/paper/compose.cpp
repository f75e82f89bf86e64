#include "kiosk-app/paper/compose.hpp"

#include <algorithm>

#include "kiosk-app/paper/layout_rows.hpp"
#include "kiosk-app/paper/measures.hpp"
#include "kiosk-app/paper/table_facts.hpp"
#include "kiosk-app/paper/value.hpp"
#include "kiosk-app/paper/words.hpp"

namespace ssc::kiosk::paper {

namespace {

using flows::PaperBlock;
using flows::PaperFacts;

/// Of one cell; a longer one goes on in the next band, since no band is cut.
constexpr std::size_t kMostLines = 40;
/// At most this part of a pair is its label.
constexpr double kLabelPart = 0.45;
constexpr double kNotesGap = 3, kNoteIndent = 6;

QString headerText(const ColumnPlace& place) {
  return place.column.content == Content::fixed ? QString() : place.label;
}

class Composer {
 public:
  Composer(const PaperFacts& facts, const Layout& layout, const TypeSetter& type,
           flows::PaperLanguage language)
      : facts_(facts), layout_(layout), type_(type), kind_{facts.type, facts.item, language} {}

  std::optional<std::vector<Band>> run() {
    if (!blocksHavePlaces()) return std::nullopt;
    addBehalf();
    for (const Block& block : layout_.blocks) {
      const auto found = std::ranges::find(facts_.blocks, block.id, &PaperBlock::id);
      if (found != facts_.blocks.end() && !addBlock(block, found->table)) return std::nullopt;
    }
    addNotes();
    return std::move(bands_);
  }

 private:
  [[nodiscard]] bool blocksHavePlaces() const {
    return std::ranges::all_of(facts_.blocks, [&](const PaperBlock& fact) {
      return std::ranges::find(layout_.blocks, std::string_view(fact.id), &Block::id) != layout_.blocks.end();
    });
  }

  [[nodiscard]] QString word(const catalogue::Text& text) const { return inLanguage(text, kind_.language); }

  [[nodiscard]] BandCell cell(double x, double width, const QString& text, Face face) const {
    return {.x = x, .width = width, .lines = type_.lines(text, face, width - 2 * kPadAcross), .face = face};
  }
  [[nodiscard]] BandCell wide(const QString& text, Face face) const {
    return cell(kMargin, kGridWidth, text, face);
  }

  /// As many bands as its highest cell needs.
  void add(Band band) {
    std::size_t most = 0;
    double height = kRowHeight;
    for (const BandCell& one : band.cells) {
      most = std::max(most, one.lines.size());
      const std::size_t lines = std::min(one.lines.size(), kMostLines);
      height = std::max(height, static_cast<double>(lines) * lineHeight(one.face) + 2 * kPadDown);
    }
    band.height = height;
    if (most <= kMostLines) {
      bands_.push_back(std::move(band));
      return;
    }
    Band rest = band;
    for (std::size_t i = 0; i < band.cells.size(); ++i)
      divide(band.cells[i].lines, rest.cells[i].lines);
    bands_.push_back(std::move(band));
    add(std::move(rest));
  }

  static void divide(std::vector<QString>& begin, std::vector<QString>& rest) {
    const auto most = static_cast<std::ptrdiff_t>(std::min(begin.size(), kMostLines));
    begin.erase(begin.begin() + most, begin.end());
    rest.erase(rest.begin(), rest.begin() + most);
  }

  [[nodiscard]] bool masksNames() const {
    return std::ranges::any_of(layout_.blocks, [](const Block& block) {
      return std::ranges::find(block.columns, Mask::name, &Column::mask) != block.columns.end();
    });
  }

  void addBehalf() {
    if (!facts_.presenter || !facts_.subject) return;
    const Mask mask = masksNames() ? Mask::name : Mask::none;
    const auto name = [&](const crypto::Personal& person) { return toQt(masked(person, mask).reveal()); };
    const QString text =
        filled(words::behalf, kind_.language, {name(*facts_.subject), name(*facts_.presenter)});
    add({.cells = {wide(text, Face::value)}});
  }

  bool addBlock(const Block& block, const flows::Table& table) {
    const auto places = placeColumns(kind_, block, table);
    if (!places) return false;
    if (block.columns.empty() && table.rows.empty()) return true;  // nothing is expected there
    addHeading(block, *places);
    switch (block.style) {
      case Style::table:
        addTable(block, *places, table);
        break;
      case Style::pairs:
        addPairs(*places, table);
        break;
      case Style::sentence:
        addSentences(block, *places, table);
        break;
    }
    if (table.rows.empty()) addNone();
    return true;
  }

  void addHeading(const Block& block, const std::vector<ColumnPlace>& places) {
    if (block.heading.zh.empty()) return;
    BandCell heading = wide(word(block.heading), Face::heading);
    heading.align = Align::centre;
    heading.ground = Ground::dark;
    Band band{.cells = {heading}, .keepWithNext = true};
    if (block.style == Style::table && std::ranges::any_of(places, &ColumnPlace::money)) {
      BandCell unit = wide(word(words::yuan), Face::foot);
      unit.align = Align::right;
      unit.bordered = false;
      band.cells.push_back(unit);
    }
    add(std::move(band));
  }

  void addNone() {
    BandCell none = wide(word(words::none), Face::cell);
    none.align = Align::centre;
    add({.cells = {none}});
  }

  void addTable(const Block& block, const std::vector<ColumnPlace>& places, const flows::Table& table) {
    Band header{.keepWithNext = true};
    for (const ColumnPlace& place : places) {
      header.cells.push_back(cell(place.x, place.width, headerText(place), Face::label));
      header.cells.back().align = place.align;
      header.cells.back().ground = Ground::light;
    }
    add(std::move(header));
    const std::size_t headerBand = bands_.size() - 1;
    for (std::size_t row = 0; row < table.rows.size(); ++row)
      addRow(block, places, table, row, headerBand);
  }

  void addRow(const Block& block, const std::vector<ColumnPlace>& places, const flows::Table& table,
              std::size_t row, std::size_t headerBand) {
    const bool first = row == 0 && table.rows.size() > 1;  // a header with one row below it looks lost
    Band band{.keepWithNext = first, .header = headerBand, .rowsAPage = block.rowsAPage};
    for (const ColumnPlace& place : places) {
      const QString text = textOf(kind_, place, table, row);
      band.cells.push_back(cell(place.x, place.width, text, faceOf(place, text)));
      band.cells.back().align = place.align;
      if (place.column.content == Content::fixed) band.cells.back().ground = Ground::light;
    }
    add(std::move(band));
  }

  /// An amount is one word: it gets smaller before it is broken.
  [[nodiscard]] Face faceOf(const ColumnPlace& place, const QString& text) const {
    const bool fits = type_.width(text, Face::cell) <= place.width - 2 * kPadAcross;
    return place.money && !fits ? Face::narrow : Face::cell;
  }

  void addPairs(const std::vector<ColumnPlace>& places, const flows::Table& table) {
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      Band line;
      for (const ColumnPlace& place : places) {
        addPair(place, textOf(kind_, place, table, row), line);
        line.keepWithNext = &place != &places.back();
        if (place.last) add(std::exchange(line, {}));
      }
    }
  }

  void addPair(const ColumnPlace& place, const QString& text, Band& line) const {
    const double most = place.width * kLabelPart;
    const double label = std::min(most, type_.width(place.label, Face::label) + 2 * kPadAcross + kHairline);
    line.cells.push_back(cell(place.x, label, place.label, Face::label));
    line.cells.back().ground = Ground::light;
    line.cells.push_back(cell(place.x + label, place.width - label, text, Face::value));
  }

  void addSentences(const Block& block, const std::vector<ColumnPlace>& places, const flows::Table& table) {
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      QString text = word(block.text);
      for (const ColumnPlace& place : places)
        text.replace(u'{' + toQt(place.column.field) + u'}', textOf(kind_, place, table, row));
      add({.cells = {wide(text, Face::value)}});
    }
  }

  /// On one page, below the grid.
  void addNotes() {
    Band title{.cells = {wide(word(words::notes), Face::note)}, .gap = kNotesGap, .keepWithNext = true};
    addNote(std::move(title));
    for (std::size_t i = 0; i < layout_.notes.size(); ++i) {
      BandCell number = cell(kMargin, kNoteIndent, QString::number(i + 1) + u'.', Face::note);
      BandCell text =
          cell(kMargin + kNoteIndent, kGridWidth - kNoteIndent, word(layout_.notes[i]), Face::note);
      addNote({.cells = {number, text}, .keepWithNext = i + 1 < layout_.notes.size()});
    }
  }

  void addNote(Band band) {
    for (BandCell& one : band.cells) {
      one.bordered = false;
      band.height = std::max(band.height, static_cast<double>(one.lines.size()) * lineHeight(one.face));
    }
    bands_.push_back(std::move(band));
  }

  const PaperFacts& facts_;
  const Layout& layout_;
  const TypeSetter& type_;
  PaperKind kind_;
  std::vector<Band> bands_;
};

}  // namespace

std::optional<std::vector<Band>> compose(const PaperFacts& facts, const Layout& layout,
                                         const TypeSetter& type, flows::PaperLanguage language) {
  return Composer(facts, layout, type, language).run();
}

}  // namespace ssc::kiosk::paper
