#include "hostlib/render/write_text.hpp"

#include <algorithm>
#include <array>

#include "hostlib/render/item_text.hpp"
#include "hostlib/render/json.hpp"

namespace ssc::render {
namespace {

using flows::Failure;
using flows::FileRequest;
using flows::FileWrite;
using flows::Outcome;
using flows::Reason;

tl::unexpected<Failure> notUnderstood(const std::string& place, std::string_view what) {
  return tl::unexpected(Failure{Reason::badInput, place + ": " + std::string(what), {}});
}

const std::string* textOf(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : found->get_ptr<const std::string*>();
}

// "29", or "40:2" for a later occurrence.
std::optional<std::string> itemText(const Json& field) {
  if (!field.is_object()) return std::nullopt;
  const std::string* tag = textOf(field, "tag");
  if (tag == nullptr || textOf(field, "value") == nullptr) return std::nullopt;
  const auto occurrence = field.find("occurrence");
  if (occurrence == field.end()) return *tag;
  if (!occurrence->is_number_unsigned()) return std::nullopt;
  return *tag + ":" + std::to_string(occurrence->get<unsigned>());
}

// The file and its items as text: what names them elsewhere names them here.
Outcome<FileRequest> request(const std::string& place, const std::string& items) {
  auto requests = parseItems(items.empty() ? place : place + " " + items);
  if (!requests) return tl::unexpected(requests.error());
  if (requests->size() != 1) return notUnderstood(place, "one file");
  return std::move(requests->front());
}

Outcome<const cardspec::File*> fileOf(cardspec::Generation generation, const FileRequest& where) {
  return flows::resolve(generation, where).map([](const flows::ResolvedFile& found) { return found.file; });
}

Outcome<FileWrite> fields(const std::string& place, const Json& list, cardspec::Generation generation) {
  if (!list.is_array() || list.empty())
    return notUnderstood(place, "\"fields\" is an array of tags and values");
  std::string items;
  for (const Json& field : list) {
    const auto item = itemText(field);
    if (!item) return notUnderstood(place, "a field has a \"tag\" and a \"value\", both texts");
    items += (items.empty() ? "" : ",") + *item;
  }
  const auto where = request(place, items);
  if (!where) return tl::unexpected(where.error());
  const auto file = fileOf(generation, *where);
  if (!file) return tl::unexpected(file.error());
  if (where->items.size() != list.size()) return notUnderstood(place, "one tag for each field");
  FileWrite write{*where, {}};
  for (std::size_t i = 0; i < list.size(); ++i) {
    auto bytes = valueBytes(**file, where->items[i], *textOf(list[i], "value"));
    if (!bytes) return tl::unexpected(bytes.error());
    write.values.push_back(std::move(*bytes));
  }
  return write;
}

Outcome<FileWrite> whole(const std::string& place, const std::string& text, cardspec::FileType type,
                         cardspec::Generation generation) {
  const auto where = request(place, {});
  if (!where) return tl::unexpected(where.error());
  const auto file = fileOf(generation, *where);
  if (!file) return tl::unexpected(file.error());
  if ((*file)->type != type) return notUnderstood(place, "not a file of this kind");
  auto bytes = wholeBytes(**file, text);
  if (!bytes) return tl::unexpected(bytes.error());
  FileWrite write{*where, {}};
  write.values.push_back(std::move(*bytes));
  return write;
}

// The parts of a record, which stand between ^ on the card's side of the texts: a part has none.
Outcome<FileWrite> append(const std::string& place, const Json& parts, cardspec::Generation generation) {
  if (!parts.is_array() || parts.empty()) return notUnderstood(place, "\"append\" is an array of texts");
  std::string joined;
  for (const Json& part : parts) {
    const auto* text = part.get_ptr<const std::string*>();
    if (text == nullptr || text->find('^') != std::string::npos)
      return notUnderstood(place, "\"append\" is an array of texts without ^");
    if (&part != &parts.front()) joined += '^';
    joined += *text;
  }
  return whole(place, joined, cardspec::FileType::cyclicRecord, generation);
}

Outcome<FileWrite> hex(const std::string& place, const Json& text, cardspec::Generation generation) {
  if (!text.is_string()) return notUnderstood(place, "\"hex\" is a text");
  return whole(place, *text.get_ptr<const std::string*>(), cardspec::FileType::transparent, generation);
}

struct Way {
  const char* name;
  Outcome<FileWrite> (*parse)(const std::string&, const Json&, cardspec::Generation);
};
constexpr std::array kWays{Way{"fields", fields}, Way{"append", append}, Way{"hex", hex}};

Outcome<FileWrite> write(const Json& json, cardspec::Generation generation) {
  const std::string* place = json.is_object() ? textOf(json, "file") : nullptr;
  if (place == nullptr) return notUnderstood("values", "each is an object with a \"file\"");
  const auto has = [&](const Way& way) { return json.contains(way.name); };
  if (std::ranges::count_if(kWays, has) != 1)
    return notUnderstood(*place, "one of \"fields\", \"append\", \"hex\"");
  const auto* way = std::ranges::find_if(kWays, has);
  return way->parse(*place, json.at(way->name), generation);
}

}  // namespace

Outcome<std::vector<FileWrite>> parseWrites(std::string_view text, cardspec::Generation generation) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_array() || json.empty()) return notUnderstood("values", "not a JSON array of files");
  std::vector<FileWrite> writes;
  for (const Json& entry : json) {
    auto next = write(entry, generation);
    if (!next) return tl::unexpected(next.error());
    writes.push_back(std::move(*next));
  }
  return writes;
}

}  // namespace ssc::render
