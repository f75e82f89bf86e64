// What a name or number shows until its holder presses it.
#pragma once

#include <QString>

namespace ssc::kiosk {

/// A name without its first character, a number by its ends.
QString hidden(const QString& text);

}  // namespace ssc::kiosk
