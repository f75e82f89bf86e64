#include "hostlib/flows/file_request.hpp"

#include <array>

#include "apdu/bytes.hpp"
#include "hostlib/card/card.hpp"

namespace ssc::flows {
namespace {

using cardspec::FileType;

bool hasIdentifiers(const cardspec::File& file) {
  return file.type == FileType::variableRecord || file.type == FileType::fixedRecord;
}

std::string fidText(std::uint16_t fid) {
  const std::array<std::uint8_t, 2> bytes{static_cast<std::uint8_t>(fid >> 8),
                                          static_cast<std::uint8_t>(fid & 0xFF)};
  return apdu::toHex(bytes);
}

std::vector<card::RecordKey> allItems(const cardspec::File& file) {
  std::vector<card::RecordKey> items;
  for (const cardspec::Field& field : file.fields) {
    for (std::uint8_t occurrence = 1; occurrence <= field.occurrences; ++occurrence)
      items.push_back({field.tag, occurrence});
  }
  return items;
}

Outcome<void> checkItem(const cardspec::File& file, card::RecordKey item) {
  const cardspec::Field* field = cardspec::findField(file, item.tag);
  const bool exists = field != nullptr && item.occurrence >= 1 && item.occurrence <= field->occurrences;
  if (!exists) return tl::unexpected(Failure{Reason::noSuchField, placeOf(file, item), {}});
  return {};
}

// Tags belong to record files, record numbers to cyclic ones.
bool fitsStructure(const cardspec::File& file, const FileRequest& request) {
  if (!hasIdentifiers(file) && !request.items.empty()) return false;
  return !request.record || file.type == FileType::cyclicRecord;
}

}  // namespace

std::string placeOf(const cardspec::File& file, std::optional<card::RecordKey> item) {
  std::string place = card::placeOf(file);
  if (!item) return place;
  place += " " + apdu::toHex(std::array{item->tag});
  if (item->occurrence > 1) place += ":" + std::to_string(item->occurrence);
  return place;
}

Outcome<ResolvedFile> resolve(cardspec::Generation generation, const FileRequest& request) {
  const cardspec::File* file = cardspec::findFile(generation, request.df, request.fid);
  if (file == nullptr)
    return tl::unexpected(Failure{Reason::noSuchFile, request.df + "/" + fidText(request.fid), {}});
  // A tag of a file without tags is an item the card does not have.
  if (!hasIdentifiers(*file) && !request.items.empty())
    return tl::unexpected(Failure{Reason::noSuchField, placeOf(*file, request.items.front()), {}});
  if (!fitsStructure(*file, request)) return tl::unexpected(Failure{Reason::badInput, placeOf(*file), {}});
  for (const card::RecordKey item : request.items) {
    if (const auto there = checkItem(*file, item); !there) return tl::unexpected(there.error());
  }
  const bool whole = request.items.empty() && hasIdentifiers(*file);
  return ResolvedFile{file, request.record, whole ? allItems(*file) : request.items};
}

Outcome<std::vector<ResolvedFile>> resolveAll(cardspec::Generation generation,
                                              std::span<const FileRequest> requests) {
  std::vector<ResolvedFile> files;
  for (const FileRequest& request : requests) {
    auto file = resolve(generation, request);
    if (!file) return tl::unexpected(file.error());
    files.push_back(std::move(*file));
  }
  return files;
}

}  // namespace ssc::flows
