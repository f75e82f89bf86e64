#include "hostlib/capi/text/located_file.hpp"

#include "hostlib/capi/text/value.hpp"

namespace ssc::capi {
namespace {

using cardspec::FileType;
using crypto::SecretBytes;

const cardspec::Field* fieldOf(const cardspec::File& file, const AddressItem& item) {
  const auto* field = cardspec::findField(file, item.tag);
  return field != nullptr && item.occurrence <= field->occurrences ? field : nullptr;
}

TextResult<SecretBytes> decodeOne(const LocatedFile& located, std::size_t index, std::string_view text) {
  if (index < located.fields.size()) return decodeValue(*located.fields[index], text);
  if (located.file->type == FileType::cyclicRecord) return decodeRecord(*located.file, text);
  if (located.file->type == FileType::transparent) return decodeBinary(*located.file, text);
  return refuse(TextFault::otherShape);
}

}  // namespace

TextResult<LocatedFile> locate(const FileItem& asked, cardspec::Generation generation) {
  LocatedFile located{cardspec::findFile(generation, asked.df, asked.fid), {}};
  if (located.file == nullptr) return refuse(TextFault::unknownFile, 0, asked.name());
  if (asked.record && located.file->type != FileType::cyclicRecord)
    return refuse(TextFault::badNumber, 0, asked.name());
  for (std::size_t i = 0; i < asked.items.size(); ++i) {
    const auto* field = fieldOf(*located.file, asked.items[i]);
    if (field == nullptr) return refuse(TextFault::unknownItem, 0, asked.itemName(i));
    located.fields.push_back(field);
  }
  return located;
}

TextResult<std::vector<SecretBytes>> decodeValues(const FileItem& asked, const LocatedFile& located,
                                                  const FileValues& values) {
  std::vector<SecretBytes> bytes;
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto one = decodeOne(located, i, values[i].reveal());
    if (!one) return refuse(one.error().fault, one.error().offset, asked.itemName(i));
    bytes.push_back(std::move(*one));
  }
  return bytes;
}

}  // namespace ssc::capi
