// Which prompt belongs to which screen: one table.
#pragma once

#include <QString>
#include <optional>

#include "kiosk-app/machine/screen_rows.hpp"
#include "kiosk-app/voice/spoken.hpp"

namespace ssc::kiosk {

/// For a screen, and the stage within it (of the sign-in, or of printing; else empty). Nothing where nothing
/// is to be said. In the language of the moment.
std::optional<SpokenPublic> promptFor(Screen screen, const QString& stage);

}  // namespace ssc::kiosk
