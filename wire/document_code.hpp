// Number and check code of a printed document. The code binds the printed facts to the number under the
// center's key; anyone can have it checked, nobody can guess it (60 bits). The QR code on the paper holds the
// two and never the facts.
//
//   SIM<area 6><type 2><yyyymmdd><serial 6>          the number, 25 characters
//   12 symbols of base 32 and Luhn's check symbol    the code, printed 4-4-5
//   SSV1.<number>.<code>                             the QR code, 44 characters
//
// SIM: every document of this project is simulated and says so.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "crypto/digest.hpp"
#include "crypto/secret.hpp"
#include "wire/bad_message.hpp"

namespace ssc::wire {

inline constexpr std::string_view kDocumentTextPrefix = "SSV1.";
inline constexpr std::size_t kDocumentTextLength = 44;
inline constexpr std::size_t kDocumentNumberLength = 25;
inline constexpr std::size_t kDocumentCodeLength = 13;

struct DocumentNumber {
  std::string area;                  ///< six digits
  std::string type;                  ///< two digits
  std::chrono::year_month_day date;  ///< years 1 to 9999
  std::uint32_t serial = 0;          ///< of that day, at most 999999
};

/// The 25 characters; refuses what parseDocumentNumber would refuse.
tl::expected<std::string, BadMessage> makeDocumentNumber(const DocumentNumber& number);
/// Strict; the date must exist.
tl::expected<DocumentNumber, BadMessage> parseDocumentNumber(std::string_view text);

/// The 13 symbols. `bodyHash`: SM3 of the printed facts in the order that the document's type sets.
tl::expected<std::string, BadMessage> makeDocumentCode(const crypto::Key& key,
                                                       std::string_view documentNumber,
                                                       const crypto::Sm3Digest& bodyHash);
/// The code is that of number, facts and key; compared in constant time.
bool isDocumentCode(const crypto::Key& key, std::string_view documentNumber,
                    const crypto::Sm3Digest& bodyHash, std::string_view code);

/// `8SC7-MGCM-7151H`, as it stands on paper. `code`: 13 symbols.
std::string printedDocumentCode(std::string_view code);
/// What a person typed: upper or lower case, blanks and hyphens anywhere, I and L meant as 1, O as 0. Gives
/// the 13 symbols when the check symbol fits: a slip is found before anybody is asked.
tl::expected<std::string, BadMessage> readTypedDocumentCode(std::string_view typed);

/// Number and code as the QR code on the paper has them.
struct DocumentText {
  std::string number;  ///< 25 characters
  std::string code;    ///< 13 symbols, check symbol right
};
tl::expected<std::string, BadMessage> makeDocumentText(const DocumentText& document);
/// Strict: exactly 44 characters.
tl::expected<DocumentText, BadMessage> parseDocumentText(std::string_view text);

}  // namespace ssc::wire
