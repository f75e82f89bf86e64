#include "kiosk-app/models/masked.hpp"

#include <algorithm>

namespace ssc::kiosk {

QString hidden(const QString& text) {
  if (text.size() <= 1) return text;
  const bool isNumber = text.back().isDigit() || text.front().isDigit();
  if (!isNumber) return QLatin1Char('*') + text.mid(1);
  constexpr qsizetype kStars = 6;
  return text.front() + QString(std::min(kStars, text.size() - 1), QLatin1Char('*')) + text.back();
}

}  // namespace ssc::kiosk
