#include "kiosk-app/languages.hpp"

#include <algorithm>

#include "hostlib/profile/kiosk_profile.hpp"
#include "kiosk-app/paper/qt_text.hpp"

namespace ssc::kiosk {
namespace {

QString ownName(const std::string& language, const std::filesystem::path& packs) {
  QTranslator texts;
  const QString name =
      loadTexts(texts, language, packs) ? texts.translate(nullptr, "language-name") : QString();
  return name.isEmpty() ? toQt(language) : name;
}

}  // namespace

bool loadTexts(QTranslator& into, const std::string& language, const std::filesystem::path& packs) {
  const std::string file = "kiosk_" + language + ".qm";
  return into.load(profile::isBuiltInLanguage(language) ? toQt(":/texts/" + file)
                                                        : toQt((packs / file).string()));
}

std::optional<std::string> withoutTexts(const std::vector<std::string>& languages,
                                        const std::filesystem::path& packs) {
  const auto found = std::ranges::find_if(languages, [&](const std::string& language) {
    QTranslator texts;
    return !profile::isBuiltInLanguage(language) && !loadTexts(texts, language, packs);
  });
  return found == languages.end() ? std::nullopt : std::optional(*found);
}

QList<View::Language> offered(const std::vector<std::string>& languages, const std::filesystem::path& packs) {
  QList<View::Language> all;
  for (const auto& language : languages)
    all << View::Language{toQt(language), ownName(language, packs)};
  return all;
}

}  // namespace ssc::kiosk
