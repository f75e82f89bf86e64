// An amount as somebody says it: "1,234.50" is 一千二百三十四元五角, one thousand two hundred thirty-four
// point five zero yuan.
#pragma once

#include <QString>

#include "hostlib/profile/config.hpp"

namespace ssc::kiosk {

/// `text`: as render::moneyText writes it; what is no amount, or has more than twelve digits before the
/// point, stays as it is.
QString amountInWords(const QString& text, profile::Language language);

}  // namespace ssc::kiosk
