// Texts of the flows and the catalogue (UTF-8) as Qt has them.
#pragma once

#include <QString>
#include <string_view>

namespace ssc::kiosk {

inline QString toQt(std::string_view utf8) {
  return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

}  // namespace ssc::kiosk
