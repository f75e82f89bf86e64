// A file of the tables in the notation of tests/vectors/card-spec/file-map.txt.
#pragma once

#include <string>

#include "card-spec/tables.hpp"

namespace ssc::cardspec::test {

/// "DF01EF0A V PIN|RK1DF01 UK5DF01 37:an03 38:an02 39:cn04"
std::string describe(const File& file);
/// Upper-case hexadecimal, at least `digits` of them.
std::string hex(unsigned value, unsigned digits);

}  // namespace ssc::cardspec::test
