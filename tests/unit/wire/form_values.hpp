// Values for a form, made of its rules: right ones, and for each rule one that breaks it.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "wire/form/form.hpp"

namespace ssc::test {

inline constexpr std::string_view kFormDay = "2026-01-05";

/// A text of a mask: 1 for a digit, a for a letter.
inline std::string textOfMask(std::string_view mask) {
  std::string text;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i] == '*') continue;
    text += mask[i] == 'd' ? '1' : mask[i] == 'w' ? 'a' : mask[i];
  }
  return text;
}

inline std::string numberFor(const form::Rule& rule) {
  const std::int64_t unit = rule.shape == form::Shape::decimal ? 100 : 1;
  return std::to_string(rule.min == form::kNoMin ? 1 : std::max<std::int64_t>(rule.min / unit, 1));
}

inline std::string validValue(const form::Rule& rule) {
  using form::Shape;
  static const std::map<Shape, std::string> kPlain{
      {Shape::text, "测试"},     {Shape::code, "other"}, {Shape::date, "2026-01-05"},
      {Shape::month, "2026-01"}, {Shape::year, "2026"},  {Shape::time, "2026-01-05 09:30"},
      {Shape::flag, "yes"}};
  if (!rule.masks.empty()) return textOfMask(rule.masks.front());
  if (!rule.codes.empty()) return std::string(rule.codes.front());
  if (rule.shape == Shape::count || rule.shape == Shape::decimal) return numberFor(rule);
  return kPlain.at(rule.shape);
}

inline std::vector<form::Value> validValues(const form::Form& form) {
  std::vector<form::Value> values;
  for (const form::Rule& rule : form.fields)
    values.push_back({std::string(rule.id), validValue(rule)});
  return values;
}

struct WrongValues {
  std::string field;
  form::Fault fault;
  std::vector<form::Value> values;
};

/// One set for each rule of each field, and the three that every form has.
inline std::vector<WrongValues> wrongValues(const form::Form& form) {
  using form::Fault;
  using form::Shape;
  const auto right = validValues(form);
  std::vector<WrongValues> wrong;
  const auto with = [&](const std::string& field, Fault fault, std::string value) {
    auto values = right;
    std::ranges::find(values, field, &form::Value::id)->value = std::move(value);
    wrong.push_back({field, fault, std::move(values)});
  };
  wrong.push_back({"no_such_field", Fault::unknown, right});
  wrong.back().values.push_back({"no_such_field", "1"});
  wrong.push_back({right.front().id, Fault::twice, right});
  wrong.back().values.push_back(right.front());
  for (const form::Rule& rule : form.fields) {
    const std::string field(rule.id);
    const bool number = rule.shape == Shape::count || rule.shape == Shape::decimal;
    const std::int64_t unit = rule.shape == Shape::decimal ? 100 : 1;
    if (rule.required) with(field, Fault::missing, "");
    if (rule.shape == Shape::text) with(field, Fault::tooLong, std::string(rule.most + 1U, '1'));
    if (!rule.masks.empty()) with(field, Fault::form, "?");
    if (!rule.codes.empty()) with(field, Fault::notListed, "no_such_code");
    if (number) with(field, Fault::form, "一");
    if (rule.min != form::kNoMin && rule.min > 0)
      with(field, Fault::tooSmall, std::to_string(rule.min / unit - 1));
    if (rule.max != form::kNoMax) with(field, Fault::tooLarge, std::to_string(rule.max / unit + 1));
    if (rule.shape == Shape::date) with(field, Fault::form, "2026-02-30");
    if (rule.shape == Shape::month) with(field, Fault::form, "2026-13");
    if (rule.shape == Shape::time) with(field, Fault::form, "2026-01-05 25:00");
    if (rule.past)
      with(field, Fault::inFuture, rule.shape == Shape::time ? "2026-01-06 00:00" : "2026-01-06");
  }
  for (const form::Order& order : form.orders) {
    with(std::string(order.after), Fault::order, "1990-01-01");
  }
  return wrong;
}

}  // namespace ssc::test
