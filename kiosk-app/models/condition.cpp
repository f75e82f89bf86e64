#include "kiosk-app/models/condition.hpp"

#include <algorithm>
#include <array>

namespace ssc::kiosk {
namespace {

// What can be lost, as bits.
constexpr unsigned kByCard = 1, kByPhone = 2, kPersonal = 4, kPrinting = 8;

struct PartRow {
  Part part;
  unsigned loses;
  QString (*words)(const Condition& now);  ///< with what is left to do, where something is
};
constexpr std::array kParts{
    PartRow{Part::reader, kByCard,
            [](const Condition& now) {
              return now.byPhone() ? qtTrId("lost-reader-phone") : qtTrId("lost-reader");
            }},
    PartRow{Part::office, kByCard | kByPhone | kPersonal,
            [](const Condition& now) {
              return now.serves() ? qtTrId("lost-office-guides") : qtTrId("lost-office");
            }},
    PartRow{Part::printer, kPrinting, [](const Condition&) { return qtTrId("lost-printer"); }},
};

}  // namespace

Condition::Condition(const CardWatch& cards, OfficeWork& office, const profile::Config& config,
                     const View& view, QObject* parent)
    : QObject(parent), cards_(cards), desk_(office), config_(config) {
  connect(&cards, &CardWatch::changed, this, &Condition::changed);
  connect(&printer_, &PartWatch::changed, this, &Condition::changed);
  connect(&view, &View::languageChanged, this, &Condition::changed);
  connect(&office_, &PartWatch::changed, this, [this] {
    if (!office_.isMissing()) Q_EMIT officeIsBack();
    Q_EMIT changed();
  });
}

void Condition::begin() {
  office_.begin(officeProbe(desk_));
  printer_.begin(printerProbe(config_));
}

void Condition::end() {
  office_.end();
  printer_.end();
}

bool Condition::isMissing(Part part) const {
  switch (part) {
    case Part::reader:
      return cards_.isReaderMissing();
    case Part::office:
      return office_.isMissing();
    case Part::printer:
      return printer_.isMissing();
  }
  return false;
}

bool Condition::keeps(unsigned ability) const {
  return std::ranges::none_of(
      kParts, [&](const PartRow& row) { return (row.loses & ability) != 0 && isMissing(row.part); });
}

bool Condition::byCard() const {
  return keeps(kByCard);
}

bool Condition::byPhone() const {
  return keeps(kByPhone);
}

bool Condition::personal() const {
  return keeps(kPersonal);
}

bool Condition::printing() const {
  return keeps(kPrinting);
}

QStringList Condition::lost() const {
  QStringList words;
  for (const PartRow& row : kParts)
    if (isMissing(row.part)) words += row.words(*this);
  return words;
}

}  // namespace ssc::kiosk
