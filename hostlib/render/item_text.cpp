#include "hostlib/render/item_text.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "hostlib/capi/text/encoding.hpp"
#include "hostlib/capi/text/value.hpp"

namespace ssc::render {
namespace {

using flows::Failure;
using flows::FileRequest;
using flows::Outcome;
using flows::Reason;

tl::unexpected<Failure> notUnderstood(std::string_view part) {
  return tl::unexpected(Failure{Reason::badInput, "items: '" + std::string(part) + "'", {}});
}

std::string_view trimmed(std::string_view text) {
  const auto isBlank = [](char c) { return c == ' ' || c == '\t' || c == '\n'; };
  while (!text.empty() && isBlank(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && isBlank(text.back()))
    text.remove_suffix(1);
  return text;
}

// What stands before `end`; `text` keeps what stands behind it.
std::string_view take(std::string_view& text, char end) {
  const auto at = std::min(text.find(end), text.size());
  const std::string_view part = trimmed(text.substr(0, at));
  text = at < text.size() ? text.substr(at + 1) : std::string_view();
  return part;
}

template <class Number>
std::optional<Number> number(std::string_view text, int base, Number least, Number most) {
  unsigned value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  const bool whole = !text.empty() && fault == std::errc() && end == text.data() + text.size();
  if (!whole || value < least || value > most) return std::nullopt;
  return static_cast<Number>(value);
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return std::toupper(c); });
  return out;
}

// "40:2"
std::optional<card::RecordKey> item(std::string_view text) {
  const std::string_view tagText = take(text, ':');
  const auto tag = tagText.size() == 2 ? number<std::uint8_t>(tagText, 16, 1, 0xFE) : std::nullopt;
  const auto occurrence =
      text.empty() ? std::optional<std::uint8_t>(1) : number<std::uint8_t>(trimmed(text), 10, 1, 254);
  if (!tag || !occurrence) return std::nullopt;
  return card::RecordKey{*tag, *occurrence};
}

// "20,21" or "#1"
bool addSelection(FileRequest& request, std::string_view text) {
  if (text.starts_with('#')) {
    request.record = number<std::uint8_t>(trimmed(text.substr(1)), 10, 1, 254);
    return request.record.has_value();
  }
  while (!text.empty()) {
    const auto next = item(take(text, ','));
    if (!next) return false;
    request.items.push_back(*next);
  }
  return true;
}

// "DF01/EF05 20,21"
Outcome<FileRequest> file(std::string_view text) {
  std::string_view rest = text;
  FileRequest request;
  request.df = upper(take(rest, '/'));
  const auto fidEnd = std::min(rest.find_first_of(" #"), rest.size());
  const std::string_view fidText = trimmed(rest.substr(0, fidEnd));
  const auto fid = fidText.size() == 4 ? number<std::uint16_t>(fidText, 16, 0, 0xFFFF) : std::nullopt;
  if (request.df.empty() || !fid) return notUnderstood(text);
  request.fid = *fid;
  if (!addSelection(request, trimmed(rest.substr(fidEnd)))) return notUnderstood(text);
  return request;
}

Failure valueFailure(const std::string& place, const capi::TextError& error) {
  return {Reason::badInput, place + ": " + std::string(capi::toText(error.fault)), {}};
}

Outcome<crypto::Personal> cardText(const std::string& place, std::string_view text) {
  auto converted = capi::toCardText(text, capi::Encoding::utf8);
  if (!converted)
    return tl::unexpected(Failure{Reason::badInput, place + ": not UTF-8 that GB 18030 can hold", {}});
  return std::move(*converted);
}

}  // namespace

Outcome<std::vector<FileRequest>> parseItems(std::string_view text) {
  std::vector<FileRequest> requests;
  while (!text.empty()) {
    const std::string_view part = take(text, ';');
    if (part.empty()) continue;
    auto request = file(part);
    if (!request) return tl::unexpected(request.error());
    requests.push_back(std::move(*request));
  }
  if (requests.empty()) return notUnderstood("");
  return requests;
}

Outcome<crypto::SecretBytes> valueBytes(const cardspec::File& file, card::RecordKey item,
                                        std::string_view text) {
  const std::string place = flows::placeOf(file, item);
  const cardspec::Field* field = cardspec::findField(file, item.tag);
  if (field == nullptr) return tl::unexpected(Failure{Reason::noSuchField, place, {}});
  const auto converted = cardText(place, text);
  if (!converted) return tl::unexpected(converted.error());
  return capi::decodeValue(*field, converted->reveal()).map_error([&](const capi::TextError& error) {
    return valueFailure(place, error);
  });
}

Outcome<crypto::SecretBytes> wholeBytes(const cardspec::File& file, std::string_view text) {
  const std::string place = flows::placeOf(file);
  const bool cyclic = file.type == cardspec::FileType::cyclicRecord;
  const auto converted = cardText(place, text);
  if (!converted) return tl::unexpected(converted.error());
  auto bytes =
      cyclic ? capi::decodeRecord(file, converted->reveal()) : capi::decodeBinary(file, converted->reveal());
  return std::move(bytes).map_error([&](const capi::TextError& error) { return valueFailure(place, error); });
}

}  // namespace ssc::render
