#include "wire/object_schema.hpp"

#include <utility>

namespace ssc::wire {

using nlohmann::ordered_json;

namespace {

ordered_json textSchema(const TextRule& rule) {
  return {{"type", "string"}, {"x-rule", rule.what}};
}

}  // namespace

ObjectDescriber::ObjectDescriber()
    : schema_({{"type", "object"},
               {"additionalProperties", false},
               {"required", ordered_json::array()},
               {"properties", ordered_json::object()}}) {}

void ObjectDescriber::add(std::string_view name, ordered_json schema, bool required) {
  if (required) schema_["required"].push_back(name);
  schema_["properties"][std::string(name)] = std::move(schema);
}

void ObjectDescriber::text(std::string_view name, const std::string& /*value*/, const TextRule& rule) {
  add(name, textSchema(rule), true);
}

void ObjectDescriber::optionalText(std::string_view name, const std::string& /*value*/,
                                   const TextRule& rule) {
  add(name, textSchema(rule), false);
}

void ObjectDescriber::flag(std::string_view name, bool /*value*/) {
  add(name, {{"type", "boolean"}}, true);
}

void ObjectDescriber::number(std::string_view name, std::uint64_t /*value*/, std::uint64_t least,
                             std::uint64_t most) {
  add(name, {{"type", "integer"}, {"minimum", least}, {"maximum", most}}, true);
}

void ObjectDescriber::optionalNumber(std::string_view name, std::uint64_t /*value*/, std::uint64_t most) {
  add(name, {{"type", "integer"}, {"minimum", 0}, {"maximum", most}}, false);
}

void ObjectDescriber::texts(std::string_view name, const std::vector<std::string>& /*values*/,
                            const TextRule& rule, std::size_t most) {
  array(name, textSchema(rule), most);
}

void ObjectDescriber::array(std::string_view name, ordered_json items, std::size_t most) {
  add(name, {{"type", "array"}, {"maxItems", most}, {"items", std::move(items)}}, true);
}

}  // namespace ssc::wire
