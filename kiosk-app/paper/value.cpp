#include "kiosk-app/paper/value.hpp"

#include <algorithm>

#include "hostlib/catalogue/codes.hpp"
#include "hostlib/render/value_text.hpp"
#include "kiosk-app/paper/layout_rows.hpp"
#include "kiosk-app/paper/words.hpp"

namespace ssc::kiosk::paper {

namespace {

profile::Language languageOf(flows::PaperLanguage language) {
  return language == flows::PaperLanguage::zh ? profile::Language::zh : profile::Language::en;
}

/// Says nothing of how much they hide.
constexpr const char* kStars = "****";

/// Bytes of the first character, UTF-8.
std::size_t firstCharacter(const std::string& text) {
  std::size_t size = 1;
  while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U)
    ++size;
  return size;
}

}  // namespace

QString dateOnPaper(std::string_view text, flows::PaperLanguage language) {
  return toQt(render::dateText(text, languageOf(language)));
}

QString valueOnPaper(std::string_view kind, const catalogue::Field* field, const std::string& cell,
                     flows::PaperLanguage language) {
  if (cell.empty()) return inLanguage(words::empty, language);
  if (kind == "code" && field != nullptr) return inLanguage(catalogue::codeText(*field, cell), language);
  return toQt(render::valueText(kind, cell, languageOf(language)));
}

crypto::Personal masked(const crypto::Personal& cell, Mask mask) {
  if (mask == Mask::none || cell.empty()) return cell;
  if (mask == Mask::number) return crypto::Personal(cell.masked(1, 1));
  return crypto::Personal("*" + cell.reveal().substr(firstCharacter(cell.reveal())));
}

crypto::Personal lastFour(const crypto::Personal& cell) {
  constexpr std::size_t kShown = 4;
  const std::string& text = cell.reveal();
  if (text.empty()) return cell;
  return crypto::Personal(kStars +
                          (text.size() > kShown ? text.substr(text.size() - kShown) : std::string()));
}

}  // namespace ssc::kiosk::paper
