#include "hostlib/capi/text/address.hpp"

#include <algorithm>
#include <array>

#include "hostlib/capi/text/reply_text.hpp"
#include "hostlib/capi/text/scanner.hpp"

namespace ssc::capi {
namespace {

constexpr std::size_t kDirectoryLength = 4, kFileLength = 4, kTagLength = 2, kMostNumberLength = 2;
constexpr std::string_view kFilePrefix = "EF";
constexpr std::uint16_t kFidBase = 0xEF00;

// Names that regional programs use for the social security environment.
struct Alias {
  std::string_view written, df;
};
constexpr std::array kAliases{Alias{"3F00", "SSSE"}, Alias{"MF", "SSSE"}};

std::string upperCase(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(), toUpper);
  return upper;
}

/// The directory that a name means; empty when it cannot be one.
std::string directoryOf(std::string_view written) {
  const std::string upper = upperCase(written);
  const auto* alias = std::ranges::find(kAliases, upper, &Alias::written);
  if (alias != kAliases.end()) return std::string(alias->df);
  return upper.size() == kDirectoryLength ? upper : std::string();
}

std::optional<std::uint16_t> fidOf(std::string_view written) {
  if (written.size() != kFileLength || upperCase(written.substr(0, 2)) != kFilePrefix) return std::nullopt;
  const std::string_view low = written.substr(2);
  if (!std::ranges::all_of(low, isHex)) return std::nullopt;
  return static_cast<std::uint16_t>(kFidBase | hexNumber(low));
}

std::optional<FileItem> fileNamed(std::string_view written) {
  if (written.size() < kFileLength) return std::nullopt;
  const std::size_t directoryLength = written.size() - kFileLength;
  FileItem file;
  file.df = directoryOf(written.substr(0, directoryLength));
  const auto fid = fidOf(written.substr(directoryLength));
  if (file.df.empty() || !fid) return std::nullopt;
  file.fid = *fid;
  return file;
}

/// What stands behind a colon; nothing when there is no colon.
TextResult<std::optional<std::uint8_t>> takeNumber(Scanner& scanner) {
  if (!scanner.skip(':')) return std::nullopt;
  const std::size_t place = scanner.offset();
  const auto digits = scanner.takeWhile(isHex, kMostNumberLength);
  if (digits.empty()) return scanner.refuseHere(TextFault::badNumber);
  const auto number = static_cast<std::uint8_t>(hexNumber(digits));
  if (number == 0) return scanner.refuseFrom(place, TextFault::badNumber);
  return number;
}

TextResult<AddressItem> takeItem(Scanner& scanner) {
  if (scanner.sees('|')) return scanner.refuseHere(TextFault::emptyItem);
  const std::size_t place = scanner.offset();
  const auto digits = scanner.takeWhile(isHex, kTagLength);
  if (digits.size() != kTagLength) return scanner.refuseFrom(place, TextFault::badTag);
  const auto occurrence = takeNumber(scanner);
  if (!occurrence) return tl::unexpected(occurrence.error());
  if (!scanner.skip('|')) return scanner.refuseHere(TextFault::badItemEnd);
  return AddressItem{static_cast<std::uint8_t>(hexNumber(digits)), occurrence->value_or(1)};
}

TextResult<FileItem> takeFileItem(Scanner& scanner) {
  auto file = takeFile(scanner);
  if (!file || scanner.skip('$')) return file;
  if (!scanner.skip('|')) return scanner.refuseHere(TextFault::badItemEnd);
  while (!scanner.skip('$')) {
    const auto item = takeItem(scanner);
    if (!item) return tl::unexpected(item.error());
    file->items.push_back(*item);
  }
  return file;
}

}  // namespace

std::string FileItem::name() const {
  return df + std::string(kFilePrefix) + hexOf(static_cast<std::uint8_t>(fid & 0xFF));
}

std::string FileItem::itemName(std::size_t index) const {
  return index < items.size() ? name() + '|' + hexOf(items[index].tag) : name();
}

TextResult<FileItem> takeFile(Scanner& scanner) {
  const std::string_view from = scanner.rest();
  const std::size_t place = scanner.offset();
  auto file = fileNamed(scanner.takeWhile(isAlphanumeric));
  if (!file) return scanner.refuseFrom(place, TextFault::badFileName);
  const auto record = takeNumber(scanner);
  if (!record) return tl::unexpected(record.error());
  file->record = *record;
  file->asked = from.substr(0, scanner.offset() - place);
  return std::move(*file);
}

TextResult<Address> parseAddress(std::string_view text) {
  Scanner scanner(text);
  Address address;
  do {
    auto file = takeFileItem(scanner);
    if (!file) return tl::unexpected(file.error());
    address.push_back(std::move(*file));
  } while (!scanner.atEnd());
  return address;
}

}  // namespace ssc::capi
