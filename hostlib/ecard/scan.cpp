#include "hostlib/ecard/scan.hpp"

#include <algorithm>
#include <array>

#include "wire/code_text.hpp"

namespace ssc::ecard {
namespace {

Scan phoneCode(std::string_view text) {
  if (!wire::parsePhoneCode(text)) return NotACode::damaged;
  return PhoneCodeScan{std::string(text)};
}

Scan documentCode(std::string_view text) {
  auto document = wire::parseDocumentText(text);
  if (!document) return NotACode::damaged;
  return DocumentCodeScan{std::move(*document)};
}

Scan terminalCode(std::string_view text) {
  return wire::parseLoginCode(text) ? NotACode::terminalCode : NotACode::damaged;
}

struct KindRow {
  std::string_view prefix;
  Scan (*read)(std::string_view text);
};
constexpr std::array<KindRow, 3> kKinds{{
    {wire::kPhoneCodePrefix, phoneCode},
    {wire::kDocumentTextPrefix, documentCode},
    {wire::kLoginCodePrefix, terminalCode},
}};

constexpr std::array<std::string_view, 3> kTexts{
    "not an e-card code",
    "a damaged e-card code",
    "a code of a terminal, which a phone scans",
};
static_assert(kTexts.size() == static_cast<std::size_t>(NotACode::terminalCode) + 1);

}  // namespace

Scan classifyScan(std::string_view text) {
  const auto kind =
      std::ranges::find_if(kKinds, [&](const KindRow& row) { return text.starts_with(row.prefix); });
  return kind == kKinds.end() ? NotACode::otherText : kind->read(text);
}

std::string_view toText(NotACode why) {
  return kTexts.at(static_cast<std::size_t>(why));
}

}  // namespace ssc::ecard
