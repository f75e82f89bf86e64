#include "hostlib/capi/text/write_data.hpp"

#include <algorithm>

#include "hostlib/capi/text/scanner.hpp"

namespace ssc::capi {
namespace {

/// Takes characters of a value up to its bar. A value holds neither $ nor control characters; ^ joins parts.
TextResult<std::string_view> takeValue(Scanner& scanner, Encoding encoding) {
  const std::string_view from = scanner.rest();
  const std::size_t start = scanner.offset();
  while (!scanner.atEnd() && !scanner.sees('|')) {
    const std::size_t length = characterLength(scanner.rest(), encoding);
    if (length == 0 || isControl(scanner.rest().front()))
      return refuse(TextFault::badCharacter, scanner.offset());
    if (scanner.sees('$')) return scanner.refuseHere(TextFault::separator);
    scanner.take(length);
  }
  const std::string_view value = from.substr(0, scanner.offset() - start);
  if (!scanner.skip('|')) return scanner.refuseHere(TextFault::noEnd);
  return value;
}

/// One value and its bar, as the card keeps text.
TextResult<crypto::Personal> takeCardText(Scanner& scanner, Encoding encoding) {
  if (scanner.sees('$')) return scanner.refuseHere(TextFault::otherShape);
  const std::size_t start = scanner.offset();
  const auto value = takeValue(scanner, encoding);
  if (!value) return tl::unexpected(value.error());
  auto text = toCardText(*value, encoding);
  if (!text) return refuse(TextFault::badCharacter, start);
  return std::move(*text);
}

/// The name that must be the asked file's, and its bar.
TextResult<void> takeSameFile(Scanner& scanner, const FileItem& asked) {
  const std::size_t start = scanner.offset();
  const auto file = takeFile(scanner);
  if (!file) return tl::unexpected(file.error());
  if (!file->isSameFile(asked)) return refuse(TextFault::otherShape, start);
  if (!scanner.skip('|')) return scanner.refuseHere(TextFault::otherShape);
  return {};
}

TextResult<FileValues> takeFileValues(Scanner& scanner, const FileItem& asked, Encoding encoding) {
  if (const auto same = takeSameFile(scanner, asked); !same) return tl::unexpected(same.error());
  const std::size_t count = std::max<std::size_t>(asked.items.size(), 1);
  FileValues values;
  values.reserve(count);
  while (values.size() < count) {
    auto value = takeCardText(scanner, encoding);
    if (!value) return refuse(value.error().fault, value.error().offset, asked.itemName(values.size()));
    values.push_back(std::move(*value));
  }
  if (!scanner.skip('$')) return scanner.refuseHere(TextFault::otherShape);
  return values;
}

}  // namespace

TextResult<std::vector<FileValues>> parseWriteData(std::string_view text, const Address& address,
                                                   Encoding encoding) {
  Scanner scanner(text);
  std::vector<FileValues> data;
  data.reserve(address.size());
  for (const FileItem& file : address) {
    auto values = takeFileValues(scanner, file, encoding);
    if (!values) return tl::unexpected(values.error());
    data.push_back(std::move(*values));
  }
  if (!scanner.atEnd()) return scanner.refuseHere(TextFault::otherShape);
  return data;
}

}  // namespace ssc::capi
