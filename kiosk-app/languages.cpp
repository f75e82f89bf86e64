#include "kiosk-app/languages.hpp"

#include "hostlib/profile/kiosk_profile.hpp"
#include "kiosk-app/paper/qt_text.hpp"

namespace ssc::kiosk {
namespace {

std::filesystem::path fileOf(const std::string& language, const std::filesystem::path& packs) {
  return (profile::isBuiltInLanguage(language) ? std::filesystem::path(":/texts") : packs) /
         ("kiosk_" + language + ".qm");
}

QString ownName(const std::string& language, const std::filesystem::path& packs) {
  QTranslator texts;
  const QString name =
      loadTexts(texts, language, packs) ? texts.translate(nullptr, "language-name") : QString();
  return name.isEmpty() ? toQt(language) : name;
}

}  // namespace

bool loadTexts(QTranslator& into, const std::string& language, const std::filesystem::path& packs) {
  return into.load(toQt(fileOf(language, packs).string()));
}

std::optional<std::filesystem::path> withoutTexts(const std::vector<std::string>& languages,
                                                  const std::filesystem::path& packs) {
  for (const auto& language : languages) {
    QTranslator texts;
    if (!profile::isBuiltInLanguage(language) && !loadTexts(texts, language, packs))
      return fileOf(language, packs);
  }
  return std::nullopt;
}

QList<View::Language> offered(const std::vector<std::string>& languages, const std::filesystem::path& packs) {
  QList<View::Language> all;
  for (const auto& language : languages)
    all << View::Language{toQt(language), ownName(language, packs)};
  return all;
}

}  // namespace ssc::kiosk
