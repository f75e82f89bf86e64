// What must not stand in an error or a masked trace of the sample cards: the holder's name and numbers, in
// every form they could appear in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/unit/hostlib/transcript.hpp"

namespace ssc::test {

/// Personal texts of the transcript's card: field values, name in UTF-8 and GB 18030, and the hexadecimal of
/// each.
std::vector<std::string> personalTexts(const Transcript& transcript);

/// The ones that `text` contains.
std::vector<std::string> leaksIn(std::string_view text, const Transcript& transcript);

}  // namespace ssc::test
