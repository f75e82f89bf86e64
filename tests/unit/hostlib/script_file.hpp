// Scripts of a card or module in a text file under tests/vectors/hostlib: `section NAME` begins one.
#pragma once

#include <string>
#include <string_view>

namespace ssc::test {

/// One section after the other, as ScriptedChannel reads them; a missing one fails the test.
std::string scriptOf(std::string_view file, std::initializer_list<std::string_view> sections);

}  // namespace ssc::test
