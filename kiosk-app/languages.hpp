// Texts of the languages that a kiosk offers: zh and en are built in, others are packs
// (docs/kiosk/language-packs.md).
#pragma once

#include <QTranslator>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kiosk-app/models/view.hpp"

namespace ssc::kiosk {

/// `language`: a tag, "zh"; `packs`: folder of files kiosk_TAG.qm for what is not built in. False: there is
/// no such file, or it is no translation.
bool loadTexts(QTranslator& into, const std::string& language, const std::filesystem::path& packs);

/// The file of the first pack that gives no texts, if there is one.
std::optional<std::filesystem::path> withoutTexts(const std::vector<std::string>& languages,
                                                  const std::filesystem::path& packs);

/// Each with the name it has for itself; one whose texts say none is called by its tag.
QList<View::Language> offered(const std::vector<std::string>& languages, const std::filesystem::path& packs);

}  // namespace ssc::kiosk
