// How a person reads a value of the back office: words for codes, yuan with separators, dates of the
// language.
#pragma once

#include <string>
#include <string_view>

#include "hostlib/cli/output.hpp"

namespace ssc::cli {

/// "1234567.8" as the center writes yuan: "1,234,567.80". What is no amount stays as it is.
std::string moneyText(std::string_view yuan);

/// yyyy-MM, yyyy-MM-dd, yyyy-MM-dd HH:mm:ss (shown to the minute), yyyyMMdd and longer, and ranges of months
/// "yyyy-MM~yyyy-MM;…". Anything else stays as it is.
std::string timeText(std::string_view text, profile::Language language);

/// A cell of tableJson(), by its column's kind and codes; a dash for nothing.
std::string cellText(const Json& column, const std::string& cell, profile::Language language);

}  // namespace ssc::cli
