#include "wire/form/form.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>

namespace ssc::form {
namespace {

constexpr std::size_t kMostDigits = 12;  // of a number, before its point
constexpr std::int64_t kHundred = 100;

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

bool fitsOne(char mask, char c) {
  if (mask == 'd') return isDigit(c);
  if (mask == 'w') return isDigit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
  return mask == c;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool isPlain(std::string_view text) {
  return std::ranges::none_of(
      text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F; });
}

/// Blanks and line ends alone say nothing.
bool isEmpty(std::string_view text) {
  return text.find_first_not_of(" \n") == std::string_view::npos;
}

bool isWord(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return isDigit(c) || (c >= 'a' && c <= 'z') || c == '_'; });
}

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const bool digits = !text.empty() && text.size() <= kMostDigits && std::ranges::all_of(text, isDigit);
  if (!digits) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// In hundredths.
std::optional<std::int64_t> decimal(std::string_view text) {
  const auto point = text.find('.');
  const auto units = whole(text.substr(0, point));
  if (!units) return std::nullopt;
  if (point == std::string_view::npos) return *units * kHundred;
  const std::string_view rest = text.substr(point + 1);
  const auto part = rest.size() > 2 ? std::nullopt : whole(rest);
  if (!part) return std::nullopt;
  return *units * kHundred + (rest.size() == 1 ? *part * 10 : *part);
}

bool isDay(std::string_view text) {
  if (!fitsMask("dddd-dd-dd", text)) return false;
  const auto number = [&](std::size_t at, std::size_t size) {
    return static_cast<unsigned>(whole(text.substr(at, size)).value_or(0));
  };
  const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(number(0, 4))),
                                        std::chrono::month(number(5, 2)), std::chrono::day(number(8, 2))};
  return day.ok() && number(0, 4) >= 1900;
}

bool isTime(std::string_view text) {
  constexpr std::size_t kDay = 10;
  return text.size() == 16 && isDay(text.substr(0, kDay)) && fitsMask(" dd:dd", text.substr(kDay)) &&
         text.substr(11, 2) < "24" && text.substr(14, 2) < "60";
}

bool isMonth(std::string_view text) {
  return isDay(std::string(text) + "-01");
}

// ---- one field

std::optional<Fault> checkText(const Rule& rule, std::string_view value) {
  if (characters(value) > rule.most) return Fault::tooLong;
  const bool fits = rule.masks.empty() || std::ranges::any_of(rule.masks, [&](std::string_view mask) {
                      return fitsMask(mask, value);
                    });
  return fits && isPlain(value) ? std::nullopt : std::optional(Fault::form);
}

std::optional<Fault> checkCode(const Rule& rule, std::string_view value) {
  if (rule.codes.empty())
    return isWord(value) && value.size() <= rule.most ? std::nullopt : std::optional(Fault::form);
  return std::ranges::find(rule.codes, value) != rule.codes.end() ? std::nullopt
                                                                  : std::optional(Fault::notListed);
}

std::optional<Fault> checkNumber(const Rule& rule, std::optional<std::int64_t> number) {
  if (!number) return Fault::form;
  if (*number < rule.min) return Fault::tooSmall;
  return *number > rule.max ? std::optional(Fault::tooLarge) : std::nullopt;
}

std::optional<Fault> checkShape(const Rule& rule, std::string_view value) {
  const auto form = [](bool fits) { return fits ? std::nullopt : std::optional(Fault::form); };
  switch (rule.shape) {
    case Shape::text:
      return checkText(rule, value);
    case Shape::code:
    case Shape::flag:
      return checkCode(rule, value);
    case Shape::count:
      return checkNumber(rule, whole(value));
    case Shape::decimal:
      return checkNumber(rule, decimal(value));
    case Shape::date:
      return form(isDay(value));
    case Shape::month:
      return form(isMonth(value));
    case Shape::year:
      return form(isMonth(std::string(value) + "-01"));
    case Shape::time:
      return form(isTime(value));
  }
  return Fault::form;
}

std::optional<Fault> checkValue(const Rule& rule, std::string_view value, std::string_view today) {
  if (auto fault = checkShape(rule, value)) return fault;
  if (rule.past && value.substr(0, today.size()) > today) return Fault::inFuture;
  return std::nullopt;
}

std::string boundOf(const Rule& rule, Fault fault) {
  if (fault == Fault::tooLong) return std::to_string(rule.most);
  if (fault != Fault::tooSmall && fault != Fault::tooLarge) return {};
  const std::int64_t bound = fault == Fault::tooSmall ? rule.min : rule.max;
  return std::to_string(rule.shape == Shape::decimal ? bound / kHundred : bound);
}

// ---- a form

const Value* valueOf(std::span<const Value> values, std::string_view field) {
  const auto found = std::ranges::find(values, field, &Value::id);
  return found == values.end() ? nullptr : &*found;
}

void checkNames(const Form& form, std::span<const Value> values, std::vector<Problem>& problems) {
  for (const Value& value : values) {
    if (findRule(form, value.id) == nullptr) problems.push_back({value.id, Fault::unknown, {}});
    if (valueOf(values, value.id) != &value) problems.push_back({value.id, Fault::twice, {}});
  }
}

void checkOrders(const Form& form, std::span<const Value> values, std::vector<Problem>& problems) {
  for (const Order& order : form.orders) {
    const Value *before = valueOf(values, order.before), *after = valueOf(values, order.after);
    const bool both = before != nullptr && after != nullptr && !isEmpty(after->value);
    if (both && after->value < before->value) problems.push_back({after->id, Fault::order, {}});
  }
}

}  // namespace

const Form* findForm(std::string_view item) {
  const auto all = forms();
  const auto found = std::ranges::find(all, item, &Form::item);
  return found == all.end() ? nullptr : &*found;
}

const Rule* findRule(const Form& form, std::string_view field) {
  const auto found = std::ranges::find(form.fields, field, &Rule::id);
  return found == form.fields.end() ? nullptr : &*found;
}

bool fitsMask(std::string_view mask, std::string_view text) {
  while (!mask.empty()) {
    const bool repeats = mask.size() > 1 && mask[1] == '*';
    if (!repeats && (text.empty() || !fitsOne(mask[0], text[0]))) return false;
    while (repeats && !text.empty() && fitsOne(mask[0], text[0]))
      text.remove_prefix(1);
    if (!repeats) text.remove_prefix(1);
    mask.remove_prefix(repeats ? 2 : 1);
  }
  return text.empty();
}

std::vector<Problem> check(const Form& form, std::span<const Value> values, std::string_view today) {
  std::vector<Problem> problems;
  checkNames(form, values, problems);
  for (const Rule& rule : form.fields) {
    const Value* value = valueOf(values, rule.id);
    if (value == nullptr || isEmpty(value->value)) {
      if (rule.required) problems.push_back({std::string(rule.id), Fault::missing, {}});
    } else if (const auto fault = checkValue(rule, value->value, today)) {
      problems.push_back({std::string(rule.id), *fault, boundOf(rule, *fault)});
    }
  }
  if (problems.empty()) checkOrders(form, values, problems);
  return problems;
}

}  // namespace ssc::form
