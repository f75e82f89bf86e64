// A cell of a table of the back office, in words.
#pragma once

#include <string>

#include "hostlib/cli/output.hpp"

namespace ssc::cli {

/// A cell of tableJson(), by its column's kind and codes; a dash for nothing.
std::string cellText(const Json& column, const std::string& cell, profile::Language language);

}  // namespace ssc::cli
