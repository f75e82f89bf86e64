// Forms of the catalogue as a person sees them: label and help of every field, where a value is known
// already, and in words what is wrong with one. What may stand in a field is wire/form, which the center uses
// too.
#pragma once

#include <string>

#include "hostlib/catalogue/catalogue.hpp"
#include "wire/form/form.hpp"

namespace ssc::catalogue {

/// A query of the back office that knows a value already. Empty: there is none.
struct KnownFrom {
  std::string_view item, view, column;
  [[nodiscard]] bool empty() const { return item.empty(); }
};

struct FormField {
  const Field* field = nullptr;  ///< with the item's own label and codes
  Text help;
  KnownFrom from;
};

struct Form {
  const Item* item = nullptr;
  std::span<const FormField> fields;  ///< without what the office fills in
};
/// One for every item of the flow identity_form.
std::span<const Form> forms();
/// nullptr: the item has none.
const Form* formOf(const Item& item);
/// The rule of a form's field.
const form::Rule& ruleOf(const Form& form, const FormField& field);

/// Of a fault, with {n} where the bound stands.
const Text& textOf(form::Fault fault);

struct FormProblem {
  std::string field;  ///< id
  form::Fault fault;
  std::string zh, en;  ///< what a person reads
};
/// Everything that is wrong; empty: the form can be handed in. `today`: yyyy-MM-dd.
std::vector<FormProblem> checkForm(const Item& item, std::span<const form::Value> values,
                                   std::string_view today);
/// The same of a correction of a record: row, field, text.
std::vector<FormProblem> checkCorrection(std::span<const form::Value> values, std::string_view today);

}  // namespace ssc::catalogue
