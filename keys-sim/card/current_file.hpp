// The file a read or write means: the current EF, or the one a short identifier names, which then becomes
// current (ISO/IEC 7816-4 §7.3.1).
#pragma once

#include <tl/expected.hpp>

#include "apdu/status_word.hpp"
#include "keys-sim/card/card_os.hpp"

namespace ssc::sim {

/// sfi 0 means the current EF. Errors: 6A82 no such file, 6986 no current EF, 6981 record file or not, 6982.
tl::expected<ElementaryFile*, apdu::StatusWord> fileToRead(CardOs& card, std::uint8_t sfi, bool recordFile);
/// The same under the file's write rule.
tl::expected<ElementaryFile*, apdu::StatusWord> fileToWrite(CardOs& card, std::uint8_t sfi, bool recordFile);

/// Everything durable as it would be with `content` in a file of the current directory: records, or one byte
/// string for a transparent file.
PersistentState withContent(const CardOs& card, const ElementaryFile& file, Image content);

}  // namespace ssc::sim
