#include "keys-sim/card/file_content.hpp"

#include <array>
#include <charconv>

#include "card-spec/text.hpp"

namespace ssc::sim {
namespace {

using apdu::Bytes;
using cardspec::Coding;
using cardspec::Field;

constexpr std::string_view kHexPrefix = "hex:";

// A value as people write it: digits for cn, text for an, `hex:…` for anything.
std::optional<Bytes> encodeValue(const std::string& text, const Field& field) {
  if (text.starts_with(kHexPrefix)) return apdu::fromHex(std::string_view(text).substr(kHexPrefix.size()));
  if (field.coding == Coding::cn) return cardspec::packDigits(text, field.length);
  if (field.coding == Coding::an) return cardspec::toGb18030(text);
  return std::nullopt;
}

Bytes readValue(Section& section, const std::string& key, const std::string& text, const Field& field) {
  auto value = encodeValue(text, field);
  if (value && value->size() <= field.length) return std::move(*value);
  section.fail(key, value ? "longer than " + std::to_string(field.length) + " bytes"
                          : "not a value of this field (digits, text, or hex:…)");
  return {};
}

Bytes readPadded(Section& section, const std::string& key, const Field& field, std::uint8_t textPadding) {
  Bytes value = section.has(key) ? readValue(section, key, section.string(key), field) : Bytes{};
  value.resize(field.length, paddingOf(field.coding, textPadding));
  return value;
}

std::string tagText(std::uint8_t tag) {
  return apdu::toHex(std::array{tag});
}

// A B-TLV item as a table: its inner fields by tag; what is not mentioned is blank.
Bytes readNested(Section section, const Field& field, std::uint8_t textPadding) {
  Bytes value;
  for (const auto& inner : field.inner) {
    apdu::append(value, std::array{inner.tag, static_cast<std::uint8_t>(inner.length)});
    apdu::append(value, readPadded(section, tagText(inner.tag), inner, textPadding));
  }
  section.rejectUnknown();
  return value;
}

// A record of a cyclic file as a table: its parts by name.
Bytes readRow(Section section, const cardspec::File& file, std::uint8_t textPadding) {
  Bytes row;
  for (const auto& part : file.fields)
    apdu::append(row, readPadded(section, std::string(part.name), part, textPadding));
  section.rejectUnknown();
  return row;
}

std::vector<Bytes> readOccurrences(Section& section, const std::string& key, const Field& field,
                                   std::uint8_t textPadding) {
  std::vector<Bytes> values;
  for (auto& item : section.tables(key))
    values.push_back(readNested(std::move(item), field, textPadding));
  if (!values.empty()) return values;
  for (const auto& text : section.stringsOr(key))
    values.push_back(readValue(section, key, text, field));
  return values;
}

void readField(Section& section, const std::string& key, const cardspec::File& file, std::uint8_t textPadding,
               FileContent& content) {
  const auto tag = parseHexNumber(key);
  const auto* field =
      key.size() == 2 && tag ? cardspec::findField(file, static_cast<std::uint8_t>(*tag)) : nullptr;
  if (!field) return section.fail(key, "this file has no such tag");
  auto values = readOccurrences(section, key, *field, textPadding);
  if (values.size() > field->occurrences) return section.fail(key, "more occurrences than the file has");
  content.values[field->tag] = std::move(values);
}

void readRows(Section& section, const cardspec::File& file, std::uint8_t textPadding, FileContent& content) {
  for (auto& item : section.tables("rows"))
    content.rows.push_back(readRow(std::move(item), file, textPadding));
  if (content.rows.empty()) {
    for (const auto& text : section.stringsOr("rows")) {
      const auto row = apdu::fromHex(text);
      if (!row || row->size() != file.size)
        return section.fail("rows",
                            "each row must be " + std::to_string(file.size) + " bytes in hexadecimal");
      content.rows.push_back(*row);
    }
  }
  if (content.rows.size() > file.records) section.fail("rows", "more rows than the file keeps");
}

void readData(Section& section, const cardspec::File& file, FileContent& content) {
  const auto data = apdu::fromHex(section.stringOr("data", ""));
  if (!data || data->size() > file.size)
    return section.fail("data", "must be at most " + std::to_string(file.size) + " bytes in hexadecimal");
  content.data = *data;
}

}  // namespace

FileContent readFileContent(Section section, const cardspec::File& file, std::uint8_t textPadding) {
  FileContent content;
  if (file.type == cardspec::FileType::cyclicRecord) {
    readRows(section, file, textPadding, content);
  } else if (file.type == cardspec::FileType::transparent) {
    readData(section, file, content);
  } else {
    for (const auto& key : section.keys())
      readField(section, key, file, textPadding, content);
  }
  section.rejectUnknown();
  return content;
}

std::optional<unsigned> parseHexNumber(std::string_view text) {
  unsigned value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (text.empty() || fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::uint8_t paddingOf(Coding coding, std::uint8_t textPadding) {
  if (coding == Coding::cn) return 0xFF;
  return coding == Coding::an ? textPadding : std::uint8_t{0x00};
}

}  // namespace ssc::sim
