// Vector files of the interface's texts: lines of columns with " ; " between them; # begins a note, \xHH is a
// byte.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hostlib/capi/text/text_error.hpp"

namespace ssc::test {

/// The columns of all lines of tests/vectors/capi/NAME, escapes replaced; a file without lines, or a line
/// with other than `columns` columns, fails the test.
std::vector<std::vector<std::string>> vectorLines(const std::string& name, std::size_t columns);

/// Up to the first blank, and what is behind it.
std::pair<std::string, std::string> firstWord(const std::string& text);

/// "! an item is empty @9 SSSEEF06|09", as vector files write it.
std::string described(const capi::TextError& error);

}  // namespace ssc::test
