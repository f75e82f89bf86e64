#include "kiosk-app/paper/words.hpp"

#include <QStringList>

namespace ssc::kiosk::paper {

QString filled(const catalogue::Text& text, flows::PaperLanguage language,
               std::initializer_list<QString> values) {
  const QStringList parts = inLanguage(text, language).split(QStringLiteral("{}"));
  QString result = parts.front();
  const auto* value = values.begin();
  for (qsizetype i = 1; i < parts.size(); ++i) {
    if (value != values.end()) result += *value++;
    result += parts[i];
  }
  return result;
}

}  // namespace ssc::kiosk::paper
