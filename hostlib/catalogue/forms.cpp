#include "hostlib/catalogue/forms.hpp"

#include <algorithm>

namespace ssc::catalogue {
namespace {

constexpr std::string_view kBound = "{n}";

std::string withBound(std::string_view text, const std::string& bound) {
  std::string result(text);
  if (const auto at = result.find(kBound); at != std::string::npos) result.replace(at, kBound.size(), bound);
  return result;
}

std::vector<FormProblem> inWords(const std::vector<form::Problem>& problems) {
  std::vector<FormProblem> result;
  for (const form::Problem& problem : problems) {
    const Text& text = textOf(problem.fault);
    result.push_back(
        {problem.field, problem.fault, withBound(text.zh, problem.bound), withBound(text.en, problem.bound)});
  }
  return result;
}

}  // namespace

const Form* formOf(const Item& item) {
  const auto all = forms();
  const auto found = std::ranges::find(all, &item, &Form::item);
  return found == all.end() ? nullptr : &*found;
}

const form::Rule& ruleOf(const Form& form, const FormField& field) {
  return *form::findRule(*form::findForm(form.item->id), field.field->id);
}

std::vector<FormProblem> checkForm(const Item& item, std::span<const form::Value> values,
                                   std::string_view today) {
  const form::Form* rules = form::findForm(item.id);
  if (rules == nullptr) return {{std::string(item.id), form::Fault::unknown, {}, {}}};
  return inWords(form::check(*rules, values, today));
}

std::vector<FormProblem> checkCorrection(std::span<const form::Value> values, std::string_view today) {
  return inWords(form::check(form::recordForm(), values, today));
}

}  // namespace ssc::catalogue
