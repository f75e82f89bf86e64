// How a person reads a value of the back office: yuan with separators, dates of the language. Codes have
// words of their own: catalogue::codeText.
#pragma once

#include <string>
#include <string_view>

#include "hostlib/profile/config.hpp"

namespace ssc::render {

/// "1234567.8" as the center writes yuan: "1,234,567.80". What is no amount stays as it is.
std::string moneyText(std::string_view yuan);

/// yyyy-MM, yyyy-MM-dd, yyyy-MM-dd HH:mm:ss (shown to the minute), yyyyMMdd and longer, and ranges of months
/// "yyyy-MM~yyyy-MM;…". Anything else stays as it is.
std::string dateText(std::string_view text, profile::Language language);

/// By the kind of its column (money, date, month, text …); a dash for nothing.
std::string valueText(std::string_view kind, std::string_view value, profile::Language language);

}  // namespace ssc::render
