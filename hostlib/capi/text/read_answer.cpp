#include "hostlib/capi/text/read_answer.hpp"

#include <algorithm>
#include <array>

#include "hostlib/capi/text/value.hpp"

namespace ssc::capi {
namespace {

using cardspec::FileType;
using cardspec::Generation;

constexpr std::array kGenerations{Generation::one, Generation::two, Generation::three};

void appendFile(std::string& text, const FileItem& file, const FileValues& values) {
  text += file.asked;
  text += '|';
  for (const crypto::Personal& value : values) {
    text += value.reveal();
    text += '|';
  }
  text += '$';
}

std::size_t sizeOf(const FileItem& file, const FileValues& values) {
  std::size_t size = file.asked.size() + 2;
  for (const crypto::Personal& value : values)
    size += value.reveal().size() + 1;
  return size;
}

std::size_t longestWhole(const cardspec::File& file, const FileItem& asked, Encoding encoding) {
  if (file.type == FileType::transparent) return file.size * std::size_t{2} + 1;
  if (file.type != FileType::cyclicRecord) return 0;
  const std::size_t records = asked.record ? 1 : file.records;
  return records * (longestRecordText(file, encoding) + 1);
}

std::size_t longestItem(const cardspec::File& file, std::uint8_t tag, Encoding encoding) {
  const auto* field = cardspec::findField(file, tag);
  return (field == nullptr ? 0 : longestText(*field, encoding)) + 1;
}

/// Values and their bars.
std::size_t longestValues(const FileItem& asked, Generation generation, Encoding encoding) {
  const auto* file = cardspec::findFile(generation, asked.df, asked.fid);
  if (file == nullptr) return asked.items.size();
  if (asked.items.empty()) return longestWhole(*file, asked, encoding);
  std::size_t size = 0;
  for (const AddressItem& item : asked.items)
    size += longestItem(*file, item.tag, encoding);
  return size;
}

std::size_t largestReplyOf(const Address& address, Generation generation, Encoding encoding) {
  std::size_t size = 1;  // NUL
  for (const FileItem& file : address)
    size += file.asked.size() + 2 + longestValues(file, generation, encoding);
  return size;
}

}  // namespace

crypto::Personal readAnswer(const Address& address, std::span<const FileValues> values) {
  const std::size_t files = std::min(address.size(), values.size());
  std::size_t size = 0;
  for (std::size_t i = 0; i < files; ++i)
    size += sizeOf(address[i], values[i]);
  std::string text;
  text.reserve(size);
  for (std::size_t i = 0; i < files; ++i)
    appendFile(text, address[i], values[i]);
  return crypto::Personal(std::move(text));
}

std::size_t largestReply(const Address& address, std::optional<Generation> generation, Encoding encoding) {
  if (generation) return largestReplyOf(address, *generation, encoding);
  std::size_t largest = 0;
  for (const Generation each : kGenerations)
    largest = std::max(largest, largestReplyOf(address, each, encoding));
  return largest;
}

}  // namespace ssc::capi
