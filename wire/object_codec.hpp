// One JSON object, member by member. Writer and reader have the same functions, so that a message's
// members are listed once for both directions. Bytes are upper-case hexadecimal text. What passes through
// here may be secret: the texts are overwritten when writer or reader die.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "crypto/secret.hpp"
#include "wire/bad_message.hpp"

namespace ssc::wire {

/// What a text member must look like.
struct TextRule {
  bool (*accepts)(std::string_view);
  std::string_view what;  ///< "must be …"
};

/// A value of an enumeration and the text it travels as.
struct CodeText {
  std::uint8_t value;
  std::string_view text;
};

class ObjectWriter {
 public:
  ObjectWriter() : object_(nlohmann::ordered_json::object()) {}
  ObjectWriter(const ObjectWriter&) = delete;
  ObjectWriter& operator=(const ObjectWriter&) = delete;
  ~ObjectWriter();

  void text(std::string_view name, const std::string& value, const TextRule& rule);
  void optionalText(std::string_view name, const std::string& value, const TextRule& rule);
  void flag(std::string_view name, bool value);
  void texts(std::string_view name, const std::vector<std::string>& values, const TextRule& rule,
             std::size_t most);
  void number(std::string_view name, std::uint64_t value, std::uint64_t least, std::uint64_t most);
  /// Not written where it is 0.
  void optionalNumber(std::string_view name, std::uint64_t value, std::uint64_t most);
  void bytes(std::string_view name, std::span<const std::uint8_t> value);
  void secret(std::string_view name, const crypto::SecretBytes& value, std::size_t most);
  template <class Code>
  void code(std::string_view name, Code value, std::span<const CodeText> codes) {
    codeValue(name, static_cast<std::uint8_t>(value), codes);
  }
  /// A list of objects; `members(writer, item)` writes one.
  template <class Item, class Members>
  void list(std::string_view name, const std::vector<Item>& items, std::size_t /*most*/, Members members) {
    auto& array = object_[std::string(name)] = nlohmann::ordered_json::array();
    for (const Item& item : items) {
      ObjectWriter writer;
      members(writer, item);
      array.push_back(std::move(writer.object_));
    }
  }

  /// The object as text; `limit` is its greatest length, more is cut off (and refused by every reader).
  [[nodiscard]] crypto::SecretBytes finish(std::size_t limit) const;

 private:
  void codeValue(std::string_view name, std::uint8_t value, std::span<const CodeText> codes);

  nlohmann::ordered_json object_;
};

/// Keeps the first mistake; later reads leave their targets alone.
class ObjectReader {
 public:
  /// Fails for a text that is too long, is no JSON, is no object, or names a member twice.
  static tl::expected<ObjectReader, BadMessage> parse(crypto::ByteView text, std::size_t limit);
  ObjectReader(const ObjectReader&) = delete;
  ObjectReader& operator=(const ObjectReader&) = delete;
  ObjectReader(ObjectReader&& other) noexcept = default;
  ObjectReader& operator=(ObjectReader&&) = delete;
  ~ObjectReader();

  void text(std::string_view name, std::string& value, const TextRule& rule);
  /// A member that is not there leaves an empty text, which needs no rule's consent.
  void optionalText(std::string_view name, std::string& value, const TextRule& rule);
  void flag(std::string_view name, bool& value);
  void texts(std::string_view name, std::vector<std::string>& values, const TextRule& rule, std::size_t most);
  template <class Number>
  void number(std::string_view name, Number& value, std::uint64_t least, std::uint64_t most) {
    if (const auto given = unsignedNumber(name, least, most)) value = static_cast<Number>(*given);
  }
  /// A member that is not there leaves 0.
  template <class Number>
  void optionalNumber(std::string_view name, Number& value, std::uint64_t most) {
    known_.emplace(name);
    if (object_.contains(name)) number(name, value, 0, most);
  }
  /// Exactly as many bytes as `value` has.
  void bytes(std::string_view name, std::span<std::uint8_t> value);
  void secret(std::string_view name, crypto::SecretBytes& value, std::size_t most);
  template <class Code>
  void code(std::string_view name, Code& value, std::span<const CodeText> codes) {
    if (const auto given = codeValue(name, codes)) value = static_cast<Code>(*given);
  }

  template <class Item, class Members>
  void list(std::string_view name, std::vector<Item>& items, std::size_t most, Members members) {
    nlohmann::json* array = arrayMember(name, most);
    if (array == nullptr) return;
    items.clear();
    for (auto& element : *array) {
      if (!element.is_object()) return fail(name, "must hold objects");
      ObjectReader reader(std::move(element));
      Item item;
      members(reader, item);
      if (const auto error = reader.finish())
        return fail(std::string(name) + "." + error->place, error->what);
      items.push_back(std::move(item));
    }
  }

  /// Called last: a member nobody asked for is a mistake too.
  [[nodiscard]] std::optional<BadMessage> finish();

 private:
  explicit ObjectReader(nlohmann::json object) : object_(std::move(object)) {}
  const std::string* textMember(std::string_view name);
  nlohmann::json* arrayMember(std::string_view name, std::size_t most);
  std::optional<std::uint64_t> unsignedNumber(std::string_view name, std::uint64_t least, std::uint64_t most);
  std::optional<std::uint8_t> codeValue(std::string_view name, std::span<const CodeText> codes);
  void fail(std::string_view name, std::string what);

  nlohmann::json object_;
  std::set<std::string, std::less<>> known_;
  std::optional<BadMessage> error_;
};

}  // namespace ssc::wire
