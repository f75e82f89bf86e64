// What the codes of the back office mean, for people: "110" is 企业职工基本养老保险. One code means different
// things in different fields, so a code is looked up by its field, or by the list that the field names.
#pragma once

#include "hostlib/catalogue/catalogue.hpp"

namespace ssc::catalogue {

struct CodeList {
  std::string_view id;          ///< "insurance_type"
  std::span<const Term> codes;  ///< id: the code
};
std::span<const CodeList> codeLists();
/// nullptr when there is none.
const CodeList* findCodeList(std::string_view id);

/// The text of a code in both languages; both are the code itself, and live as long as it does, when the list
/// is nullptr or does not know it. Empty only for an empty code.
Text codeText(const CodeList* list, std::string_view code);
/// By a field of an item, which knows what the code means there.
Text codeText(const Field& field, std::string_view code);
/// By the usual meaning of a field, where no item is at hand.
Text codeText(std::string_view field, std::string_view code);

/// A column of printed documents and receipts that is no field of an item, or means something narrower on
/// paper.
struct PrintedField {
  std::string_view print;  ///< Print::type, "01" … "09"; empty: on any
  Field field;
};
std::span<const PrintedField> printedFields();

/// A column of a query or receipt of this item: the item's field, else the printed one, else the usual one.
/// nullptr when nobody knows it.
const Field* findColumn(const Item& item, std::string_view id);
/// A column of a document of this type: the type's, else the printed one, else the usual field.
const Field* findColumn(std::string_view print, std::string_view id);

}  // namespace ssc::catalogue
