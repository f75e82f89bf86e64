#include "hostlib/catalogue/codes.hpp"

#include <algorithm>

#include "hostlib/catalogue/find_row.hpp"

namespace ssc::catalogue {
namespace {

const Field* findPrinted(std::string_view print, std::string_view id) {
  const auto found = std::ranges::find_if(
      printedFields(), [&](const PrintedField& row) { return row.print == print && row.field.id == id; });
  return found == printedFields().end() ? nullptr : &found->field;
}

}  // namespace

const CodeList* findCodeList(std::string_view id) {
  return findRow(codeLists(), id);
}

Text codeText(const CodeList* list, std::string_view code) {
  const Term* found = list == nullptr ? nullptr : findRow(list->codes, code);
  return found == nullptr ? Text{code, code} : found->name;
}

Text codeText(const Field& field, std::string_view code) {
  return codeText(field.codes, code);
}

Text codeText(std::string_view field, std::string_view code) {
  const Field* found = findRow(fields(), field);
  return codeText(found == nullptr ? nullptr : found->codes, code);
}

const Field* findColumn(const Item& item, std::string_view id) {
  if (const Field* own = findRow(item.fields, id)) return own;
  return findColumn(std::string_view(), id);
}

const Field* findColumn(std::string_view print, std::string_view id) {
  if (const Field* narrow = findPrinted(print, id)) return narrow;
  if (const Field* any = findPrinted({}, id)) return any;
  return findRow(fields(), id);
}

}  // namespace ssc::catalogue
