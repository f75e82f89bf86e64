// The members of a message as a JSON schema: the third use of the functions that ObjectWriter and
// ObjectReader have, so that what is published about a message is what its code says.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "wire/object_codec.hpp"

namespace ssc::wire {

/// Collects members; their values do not matter. The words of a text's rule stand in "x-rule".
class ObjectDescriber {
 public:
  ObjectDescriber();

  void text(std::string_view name, const std::string& value, const TextRule& rule);
  void optionalText(std::string_view name, const std::string& value, const TextRule& rule);
  void flag(std::string_view name, bool value);
  void texts(std::string_view name, const std::vector<std::string>& values, const TextRule& rule,
             std::size_t most);
  void number(std::string_view name, std::uint64_t value, std::uint64_t least, std::uint64_t most);
  void optionalNumber(std::string_view name, std::uint64_t value, std::uint64_t most);
  template <class Item, class Members>
  void list(std::string_view name, const std::vector<Item>& /*items*/, std::size_t most, Members members) {
    ObjectDescriber inner;
    Item item;
    members(inner, item);
    array(name, inner.schema_, most);
  }

  [[nodiscard]] std::string finish() const { return schema_.dump(); }

 private:
  void add(std::string_view name, nlohmann::ordered_json schema, bool required);
  void array(std::string_view name, nlohmann::ordered_json items, std::size_t most);

  nlohmann::ordered_json schema_;
};

}  // namespace ssc::wire
