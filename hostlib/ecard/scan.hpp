// What a scanned text is. A terminal holds no key: a code that looks right goes to the center, which decides.
// What cannot be right is told apart here, so that a person learns at once that this is no code for here.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "wire/document_code.hpp"

namespace ssc::ecard {

/// A code of a phone, well-formed: goes to the center as it is. A single-use handle of a person's card: not
/// for logs.
struct PhoneCodeScan {
  std::string text;
};

/// The code on a printed document, its check symbol right.
struct DocumentCodeScan {
  wire::DocumentText document;
};

enum class NotACode : std::uint8_t {
  otherText,     ///< not an e-card code: a web address, a payment code, nothing
  damaged,       ///< begins like one of ours and is not well-formed
  terminalCode,  ///< shown by a terminal for a phone to scan
};

/// Go on scanning after NotACode.
using Scan = std::variant<PhoneCodeScan, DocumentCodeScan, NotACode>;

Scan classifyScan(std::string_view text);

/// English, for a log; never what was scanned.
std::string_view toText(NotACode why);

}  // namespace ssc::ecard
