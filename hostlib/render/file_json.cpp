#include <algorithm>

#include "apdu/bytes.hpp"
#include "hostlib/capi/text/value.hpp"
#include "hostlib/render/json.hpp"

namespace ssc::render {
namespace {

using cardspec::Field;
using cardspec::FileType;

// A value that does not parse is shown as what it is.
crypto::Personal valueText(const Field& field, apdu::ByteView value) {
  auto text = capi::encodeValue(field, value, capi::Encoding::utf8);
  return text ? std::move(*text) : crypto::Personal(apdu::toHex(value));
}

// A nested item is its parts joined with ^: each is masked by itself, so that one sees which are there.
std::string shownParts(const crypto::Personal& text, Shown shown) {
  std::string out;
  std::string_view rest = text.reveal();
  for (;;) {
    const std::size_t end = std::min(rest.find('^'), rest.size());
    out += shownText(crypto::Personal(std::string(rest.substr(0, end))), true, shown);
    if (end == rest.size()) return out;
    out += '^';
    rest.remove_prefix(end + 1);
  }
}

std::string shownValue(const Field& field, apdu::ByteView value, Shown shown) {
  const crypto::Personal text = valueText(field, value);
  const bool byParts = !field.inner.empty() && field.personal;
  return byParts ? shownParts(text, shown) : shownText(text, field.personal, shown);
}

Json leaf(const Field& field, apdu::ByteView value, Shown shown) {
  Json json = Json::object();
  if (field.tag != 0) json["tag"] = apdu::toHex(std::array{field.tag});
  json["name"] = field.name;
  json["label"] = field.label;
  json["value"] = shownValue(field, value, shown);
  return json;
}

Json record(const flows::FileContent& content, std::size_t index, Shown shown) {
  const card::RecordKey key = content.items[index];
  const Field& field = *cardspec::findField(*content.file, key.tag);
  Json json = leaf(field, content.values[index].reveal(), shown);
  if (field.occurrences > 1) json["occurrence"] = key.occurrence;
  return json;
}

Json cyclicRecord(const cardspec::File& file, apdu::ByteView record, std::size_t number, Shown shown) {
  Json json = {{"number", number}};
  const auto parts = capi::recordFields(file, record);
  if (!parts) {
    json["hex"] = shownText(crypto::Personal(apdu::toHex(record)), true, shown);
    return json;
  }
  Json fields = Json::array();
  for (std::size_t i = 0; i < parts->size(); ++i)
    fields.push_back(leaf(file.fields[i], (*parts)[i], shown));
  json["fields"] = std::move(fields);
  return json;
}

Json head(const cardspec::File& file) {
  return {{"file", card::placeOf(file)}, {"label", file.label}};
}

void addTransparent(Json& json, const flows::FileContent& content, Shown shown) {
  const apdu::ByteView bytes = content.values.front().reveal();
  json["size"] = bytes.size();
  if (shown == Shown::full) json["hex"] = apdu::toHex(bytes);
}

}  // namespace

std::string shownText(const crypto::Personal& text, bool personal, Shown shown) {
  if (!personal || shown == Shown::full || text.empty()) return text.reveal();
  return text.masked(1, 1);
}

Json file(const flows::FileContent& content, Shown shown) {
  Json json = head(*content.file);
  if (content.file->type == FileType::transparent) {
    addTransparent(json, content, shown);
    return json;
  }
  const bool cyclic = content.file->type == FileType::cyclicRecord;
  Json list = Json::array();
  for (std::size_t i = 0; i < content.values.size(); ++i)
    list.push_back(cyclic ? cyclicRecord(*content.file, content.values[i].reveal(), i + 1, shown)
                          : record(content, i, shown));
  json[cyclic ? "records" : "fields"] = std::move(list);
  return json;
}

Json dump(const flows::Dump& dump, Shown shown) {
  Json tree = Json::array();
  std::string_view current;
  for (const flows::DumpedFile& entry : dump.files) {
    if (entry.file->df != current) {
      current = entry.file->df;
      const auto* application = cardspec::findApplication(current);
      tree.push_back({{"application", current},
                      {"label", application == nullptr ? std::string_view() : application->label},
                      {"files", Json::array()}});
    }
    Json json = head(*entry.file);
    if (entry.content) {
      json = file(*entry.content, shown);
    } else {
      json["notRead"] = failure(entry.content.error());
    }
    tree.back()["files"].push_back(std::move(json));
  }
  return tree;
}

}  // namespace ssc::render
