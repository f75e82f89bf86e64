#include "kiosk-app/voice/amount_words.hpp"

#include <QRegularExpression>
#include <QStringList>
#include <array>

namespace ssc::kiosk {
namespace {

constexpr std::array kHanzi{u'零', u'一', u'二', u'三', u'四', u'五', u'六', u'七', u'八', u'九'};
constexpr std::array kSmall{"zero",     "one",     "two",     "three",     "four",     "five",    "six",
                            "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",  "thirteen",
                            "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
constexpr std::array kTens{"",      "",      "twenty",  "thirty", "forty",
                           "fifty", "sixty", "seventy", "eighty", "ninety"};
constexpr qint64 kTenThousand = 10'000, kThousand = 1000, kHundred = 100;
constexpr int kTen = 10, kTwenty = 20;

/// Up to 9999: 一千零五十. A zero is said once between digits, not behind the last.
QString zhFour(int number) {
  constexpr std::array kPlaces{QStringView(u"千"), QStringView(u"百"), QStringView(u"十"), QStringView()};
  QString words;
  bool zero = false;
  int unit = kThousand;
  for (const QStringView place : kPlaces) {
    const int digit = number / unit % kTen;
    if (digit == 0) {
      zero = !words.isEmpty();
    } else {
      if (zero) words += kHanzi[0];
      zero = false;
      words += kHanzi.at(static_cast<std::size_t>(digit));
      words += place;
    }
    unit /= kTen;
  }
  return words;
}

QString zhWhole(qint64 number) {
  if (number == 0) return QString(kHanzi[0]);
  struct Group {
    qint64 unit = 0;
    QStringView name;
  };
  constexpr std::array kGroups{Group{kTenThousand * kTenThousand, QStringView(u"亿")},
                               Group{kTenThousand, QStringView(u"万")}, Group{1, QStringView()}};
  QString words;
  bool gap = false;
  for (const Group& group : kGroups) {
    const int part = static_cast<int>(number / group.unit % kTenThousand);
    if (part == 0) {
      gap = !words.isEmpty();
      continue;
    }
    if (!words.isEmpty() && (gap || part < kThousand)) words += kHanzi[0];
    gap = false;
    words += zhFour(part).append(group.name);
  }
  return words.startsWith(u"一十") ? words.mid(1) : words;
}

/// 元, 角 and 分: 二元零五分.
QString zhAmount(qint64 whole, int tenth, int hundredth) {
  QString words = whole == 0 && (tenth != 0 || hundredth != 0) ? QString() : zhWhole(whole) + u'元';
  if (tenth != 0) words += QString(kHanzi.at(static_cast<std::size_t>(tenth))) + u'角';
  if (hundredth == 0) return words;
  if (tenth == 0 && !words.isEmpty()) words += kHanzi[0];
  return words + kHanzi.at(static_cast<std::size_t>(hundredth)) + u'分';
}

QString word(const char* text) {
  return QString::fromLatin1(text);
}

/// Up to 999.
QStringList enThree(int number) {
  QStringList words;
  if (number >= kHundred)
    words << word(kSmall.at(static_cast<std::size_t>(number / kHundred))) << word("hundred");
  number = static_cast<int>(number % kHundred);
  if (number >= kTwenty) {
    QString tens = word(kTens.at(static_cast<std::size_t>(number / kTen)));
    if (number % kTen != 0) tens += u'-' + word(kSmall.at(static_cast<std::size_t>(number % kTen)));
    words << tens;
  } else if (number != 0) {
    words << word(kSmall.at(static_cast<std::size_t>(number)));
  }
  return words;
}

QStringList enWhole(qint64 number) {
  if (number == 0) return {word(kSmall[0])};
  constexpr std::array kNames{"billion", "million", "thousand", ""};
  QStringList words;
  qint64 unit = kThousand * kThousand * kThousand;
  for (const char* name : kNames) {
    if (const int part = static_cast<int>(number / unit % kThousand); part != 0) {
      words += enThree(part);
      if (*name != '\0') words << word(name);
    }
    unit /= kThousand;
  }
  return words;
}

QString enAmount(qint64 whole, int tenth, int hundredth) {
  QStringList words = enWhole(whole);
  if (tenth != 0 || hundredth != 0)
    words << word("point") << word(kSmall.at(static_cast<std::size_t>(tenth)))
          << word(kSmall.at(static_cast<std::size_t>(hundredth)));
  return (words << word("yuan")).join(u' ');
}

}  // namespace

QString amountInWords(const QString& text, profile::Language language) {
  static const QRegularExpression form(QStringLiteral(R"(^(-?)(\d{1,3}(?:,?\d{3}){0,3})\.(\d)(\d)$)"));
  const auto match = form.match(text);
  if (!match.hasMatch()) return text;
  const qint64 whole = match.captured(2).remove(u',').toLongLong();
  const int tenth = match.captured(3).toInt(), hundredth = match.captured(4).toInt();
  const bool zh = language == profile::Language::zh, negative = !match.captured(1).isEmpty();
  const QString words = zh ? zhAmount(whole, tenth, hundredth) : enAmount(whole, tenth, hundredth);
  return negative ? (zh ? QStringLiteral("负") : QStringLiteral("minus ")) + words : words;
}

}  // namespace ssc::kiosk
