#include "hostlib/capi/file_texts.hpp"

#include <algorithm>

#include "hostlib/capi/text/located_file.hpp"
#include "hostlib/capi/text/read_answer.hpp"
#include "hostlib/capi/text/value.hpp"

namespace ssc::capi {
namespace {

using cardspec::FileType;
using flows::Failure;
using flows::FileContent;
using flows::Reason;

flows::FileRequest requestFor(const FileItem& asked) {
  flows::FileRequest request{asked.df, asked.fid, asked.record, {}};
  for (const AddressItem& item : asked.items)
    request.items.push_back({item.tag, item.occurrence});
  return request;
}

bool hasIdentifiers(const cardspec::File& file) {
  return file.type == FileType::variableRecord || file.type == FileType::fixedRecord;
}

Outcome<LocatedFile> locatedFor(const FileItem& asked, cardspec::Generation generation) {
  auto located = understood(locate(asked, generation), kFileAddressArgument.name);
  if (!located) return located;
  if (asked.items.empty() && hasIdentifiers(*located->file))
    return tl::unexpected(Failure{Reason::badInput, "pFileAddr: no item (" + asked.name() + ")", {}});
  return located;
}

Outcome<flows::FileWrite> writeFor(const FileItem& asked, const FileValues& values,
                                   cardspec::Generation generation) {
  const auto located = locatedFor(asked, generation);
  if (!located) return tl::unexpected(located.error());
  if (located->file->write.kind == cardspec::AccessRule::Kind::never)
    return tl::unexpected(Failure{Reason::neverWritten, flows::placeOf(*located->file), {}});
  auto bytes = understood(decodeValues(asked, *located, values), kWriteDataArgument.name);
  if (!bytes) return tl::unexpected(bytes.error());
  return flows::FileWrite{requestFor(asked), std::move(*bytes)};
}

TextResult<crypto::Personal> valueText(const FileContent& content, std::size_t index, Encoding encoding) {
  const apdu::ByteView value = content.values[index].reveal();
  if (content.file->type == FileType::transparent) return encodeBinary(value);
  if (content.file->type == FileType::cyclicRecord) return encodeRecord(*content.file, value, encoding);
  return encodeValue(*cardspec::findField(*content.file, content.items[index].tag), value, encoding);
}

bool isLeftOut(const FileItem& asked, const FileContent& content, std::size_t index) {
  const bool wholeCyclic = content.file->type == FileType::cyclicRecord && !asked.record;
  return wholeCyclic && isNeverWritten(content.values[index].reveal());
}

Outcome<FileValues> textsOf(const FileItem& asked, const FileContent& content, Encoding encoding) {
  FileValues texts;
  for (std::size_t i = 0; i < content.values.size(); ++i) {
    if (isLeftOut(asked, content, i)) continue;
    auto text = understood(valueText(content, i, encoding), asked.name());
    if (!text) return tl::unexpected(text.error());
    texts.push_back(std::move(*text));
  }
  return texts;
}

}  // namespace

bool isNeverWritten(apdu::ByteView record) {
  const auto are = [&](std::uint8_t value) {
    return std::ranges::all_of(record, [=](std::uint8_t byte) { return byte == value; });
  };
  return are(0x00) || are(0xFF);
}

std::vector<flows::FileRequest> requestsFor(const Address& address) {
  std::vector<flows::FileRequest> requests;
  std::ranges::transform(address, std::back_inserter(requests), requestFor);
  return requests;
}

Outcome<void> checkAddress(const Address& address, cardspec::Generation generation) {
  for (const FileItem& asked : address) {
    if (const auto located = locatedFor(asked, generation); !located) return tl::unexpected(located.error());
  }
  return {};
}

Outcome<std::vector<flows::FileWrite>> writesFor(const Address& address, std::span<const FileValues> values,
                                                 cardspec::Generation generation) {
  std::vector<flows::FileWrite> writes;
  for (std::size_t i = 0; i < address.size(); ++i) {
    auto write = writeFor(address[i], values[i], generation);
    if (!write) return tl::unexpected(write.error());
    writes.push_back(std::move(*write));
  }
  return writes;
}

Outcome<crypto::Personal> readReply(const Address& address, std::span<const FileContent> contents,
                                    Encoding encoding) {
  std::vector<FileValues> values;
  for (std::size_t i = 0; i < contents.size(); ++i) {
    auto texts = textsOf(address[i], contents[i], encoding);
    if (!texts) return tl::unexpected(texts.error());
    values.push_back(std::move(*texts));
  }
  return readAnswer(address, values);
}

}  // namespace ssc::capi
