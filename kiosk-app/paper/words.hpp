// Texts of layouts and catalogue in the language of a paper.
#pragma once

#include <QString>
#include <initializer_list>

#include "hostlib/catalogue/catalogue.hpp"
#include "hostlib/flows/office/paper.hpp"
#include "kiosk-app/paper/qt_text.hpp"

namespace ssc::kiosk::paper {

inline QString inLanguage(const catalogue::Text& text, flows::PaperLanguage language) {
  return toQt(language == flows::PaperLanguage::zh ? text.zh : text.en);
}

/// The text with its {}s replaced, one after the other. What is put in is not looked at again.
QString filled(const catalogue::Text& text, flows::PaperLanguage language,
               std::initializer_list<QString> values);

}  // namespace ssc::kiosk::paper
