// The layouts against what the center gives and what the catalogue prints.
#include "kiosk-app/paper/layout.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <numeric>

#include "hostlib/catalogue/codes.hpp"
#include "kiosk-app/paper/measures.hpp"
#include "kiosk-app/paper/table_facts.hpp"
#include "kiosk-app/paper/type_setter.hpp"
#include "kiosk-app/paper/value.hpp"
#include "kiosk-app/paper/wiped_buffer.hpp"
#include "kiosk-app/paper/words.hpp"
#include "tests/unit/kiosk_paper/paper_fixture.hpp"

using namespace ssc;
using namespace ssc::kiosk::paper;
using namespace ssc::test;
using flows::PaperLanguage;

namespace {

/// Calls for each block of each known document with its layout and its places in a language.
template <class Call>
void forEachBlock(PaperLanguage language, const Call& call) {
  for (const KnownDocument& document : knownDocuments()) {
    for (const std::string& item : document.items) {
      const Layout* layout = findLayout(document.type, item);
      REQUIRE_MESSAGE(layout != nullptr, document.type << " " << item);
      for (const auto& fact : document.blocks) {
        const auto block = std::ranges::find(layout->blocks, std::string_view(fact.id), &Block::id);
        REQUIRE_MESSAGE(block != layout->blocks.end(), document.type << " " << fact.id);
        const auto places = placeColumns({document.type, item, language}, *block, fact.table);
        REQUIRE_MESSAGE(places, document.type << " " << fact.id);
        call(document, *block, fact.table, *places);
      }
    }
  }
}

double widestWord(const TypeSetter& type, const QString& text, Face face) {
  double widest = 0;
  for (const QString& line : text.split(u'\n')) {
    for (const QString& word : line.split(u' '))
      widest = std::max(widest, type.width(word, face));
  }
  return widest;
}

}  // namespace

TEST_CASE("every block and column that the center gives has a place, and no column is without data") {
  forEachBlock(PaperLanguage::zh,
               [](const auto& document, const Block& block, const auto&, const auto& places) {
                 for (const ColumnPlace& place : places) {
                   INFO(document.type << " " << block.id << " " << place.column.field);
                   CHECK((place.source || place.column.content != Content::field));
                   CHECK_FALSE((place.label.isEmpty() && place.column.content == Content::field));
                 }
               });
}

TEST_CASE("every layout has documents, but for the identity receipt") {
  for (const Layout& layout : layouts()) {
    const bool known = std::ranges::any_of(knownDocuments(), [&](const KnownDocument& document) {
      return findLayout(document.type, document.items.front()) == &layout;
    });
    CHECK(known == (layout.type != "12"));
  }
}

TEST_CASE("every item of the catalogue that prints has a layout") {
  std::size_t count = 0;
  for (const catalogue::Item& item : catalogue::items()) {
    if (!item.prints()) continue;
    CHECK_MESSAGE(findLayout(item.print->type.id, item.id) != nullptr, item.id);
    ++count;
  }
  CHECK(count == 11);
}

TEST_CASE("every column of codes has words for them") {
  forEachBlock(PaperLanguage::zh,
               [](const auto& document, const Block& block, const auto& table, const auto& places) {
                 for (const ColumnPlace& place : places) {
                   if (!place.source || table.columns[*place.source].kind != "code") continue;
                   INFO(document.type << " " << block.id << " " << place.column.field);
                   REQUIRE(place.field != nullptr);
                   CHECK(place.field->codes != nullptr);
                 }
               });
}

TEST_CASE("no word of a label or a code is wider than its cell") {
  const TypeSetter type;
  for (const PaperLanguage language : {PaperLanguage::zh, PaperLanguage::en}) {
    forEachBlock(language, [&](const auto& document, const Block& block, const auto& table,
                               const auto& places) {
      if (block.style != Style::table) return;
      for (const ColumnPlace& place : places) {
        INFO(document.type << " " << block.id << " " << place.column.field);
        const double room = place.width - 2 * kPadAcross;
        if (language == PaperLanguage::en || !place.label.contains(u'（'))
          CHECK(widestWord(type, place.label, Face::label) <= room);
        const bool code =
            place.source && table.columns[*place.source].kind == "code" && place.field->codes != nullptr;
        if (language == PaperLanguage::zh || !code) continue;  // Chinese breaks anywhere
        for (const auto& term : place.field->codes->codes)
          CHECK_MESSAGE(widestWord(type, inLanguage(term.name, language), Face::cell) <= room, term.name.en);
      }
    });
  }
}

TEST_CASE("figures are all of one width") {
  const TypeSetter type;
  const double zero = type.width(QStringLiteral("0"), Face::cell);
  for (const QChar digit : QStringLiteral("123456789"))
    CHECK(type.width(digit, Face::cell) == doctest::Approx(zero));
}

TEST_CASE("lines break between hanzi and words, inside a word only where they must") {
  const TypeSetter type;
  const auto lines = type.lines(QStringLiteral("Pension paid\nlast"), Face::cell,
                                type.width(QStringLiteral("Pension"), Face::cell) + 1);
  CHECK(lines ==
        std::vector<QString>{QStringLiteral("Pension"), QStringLiteral("paid"), QStringLiteral("last")});
  const auto word = type.lines(QString(40, u'x'), Face::cell, 20);
  CHECK(word.size() > 1);
  CHECK(std::accumulate(word.begin(), word.end(), QString()) == QString(40, u'x'));
}

TEST_CASE("names and numbers are masked, and what is masked stays as it is") {
  const auto name = [](const char* text) { return masked(crypto::Personal(text), Mask::name).reveal(); };
  const auto number = [](const char* text) { return masked(crypto::Personal(text), Mask::number).reveal(); };
  CHECK(name("测试张三") == "*试张三");
  CHECK(name("*试张三") == "*试张三");
  CHECK(name("") == "");
  CHECK(number("999900199001010014") == "9****************4");
  CHECK(number("9****************4") == "9****************4");
  CHECK(masked(crypto::Personal("测试"), Mask::none).reveal() == "测试");
  CHECK(lastFour(crypto::Personal("999900199001010014")).reveal() == "****0014");
  CHECK(lastFour(crypto::Personal("0014")).reveal() == "****");
}

TEST_CASE("the buffer gives what was written, however it came") {
  WipedBuffer buffer;
  std::string all;
  for (int i = 0; i < 3000; ++i) {
    const std::string piece(static_cast<std::size_t>(i % 211), static_cast<char>('a' + i % 26));
    CHECK(buffer.write(piece.data(), static_cast<qint64>(piece.size())) == static_cast<qint64>(piece.size()));
    all += piece;
  }
  const auto bytes = buffer.take();
  CHECK(std::string(bytes.reveal().begin(), bytes.reveal().end()) == all);
  CHECK(buffer.take().empty());
}
