#include "hostlib/capi/text/debit_text.hpp"

#include <vector>

#include "apdu/cursor.hpp"
#include "hostlib/capi/text/reply_text.hpp"
#include "hostlib/capi/text/value.hpp"

namespace ssc::capi {
namespace {

constexpr std::size_t kAmountBytes = 4;
constexpr std::uint32_t kFenInYuan = 100;

/// Numbers of this list are decimal and its amounts yuan; elsewhere both are hexadecimal.
TextResult<crypto::Personal> recordPart(const cardspec::Field& field, apdu::ByteView bytes) {
  if (bytes.empty()) return crypto::Personal();
  if (field.coding != cardspec::Coding::binary) return encodeValue(field, bytes, Encoding::gb18030);
  const auto number = apdu::Cursor(bytes).takeNumber(bytes.size());
  const auto value = static_cast<std::uint32_t>(number.value_or(0));
  return crypto::Personal(field.length == kAmountBytes ? yuan(value) : std::to_string(value));
}

TextResult<crypto::Personal> recordText(const cardspec::File& file, apdu::ByteView record) {
  const auto values = recordFields(file, record);
  if (!values) return tl::unexpected(values.error());
  std::vector<crypto::Personal> parts;
  for (std::size_t i = 0; i < values->size(); ++i) {
    auto part = recordPart(file.fields[i], (*values)[i]);
    if (!part) return part;
    parts.push_back(std::move(*part));
  }
  return joined(parts, '^');
}

}  // namespace

crypto::Personal debitResult(const DebitResult& result) {
  std::string amounts;
  for (const std::uint32_t amount : result.amounts)
    amounts += hexOf(amount);
  using apdu::toHex;
  return barred({toHex(result.tac), result.mac2 ? toHex(*result.mac2) : "", toHex(result.cardSequence),
                 amounts, hexOf(result.type), result.terminalNumber, toHex(result.terminalSequence),
                 toHex(result.time), hexOf(result.algorithm), result.keyReference});
}

std::string yuan(std::uint32_t fen) {
  const std::uint32_t rest = fen % kFenInYuan;
  return std::to_string(fen / kFenInYuan) + (rest < 10 ? ".0" : ".") + std::to_string(rest);
}

TextResult<crypto::Personal> debitRecords(const cardspec::File& file, std::span<const apdu::ByteView> records,
                                          std::size_t limit) {
  std::string list;
  list.reserve(limit);
  for (const apdu::ByteView record : records) {
    auto text = recordText(file, record);
    if (!text) return text;
    if (list.size() + text->reveal().size() + 1 > limit) break;
    list += text->reveal();
    list += '|';
  }
  return crypto::Personal(std::move(list));
}

}  // namespace ssc::capi
