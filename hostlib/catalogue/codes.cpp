#include "hostlib/catalogue/codes.hpp"

#include <algorithm>

namespace ssc::catalogue {
namespace {

template <typename Row>
const Row* findById(std::span<const Row> rows, std::string_view id) {
  const auto found = std::ranges::find(rows, id, &Row::id);
  return found == rows.end() ? nullptr : &*found;
}

const Field* findPrinted(std::string_view print, std::string_view id) {
  const auto found = std::ranges::find_if(
      printedFields(), [&](const PrintedField& row) { return row.print == print && row.field.id == id; });
  return found == printedFields().end() ? nullptr : &found->field;
}

}  // namespace

const CodeList* findCodeList(std::string_view id) {
  return findById(codeLists(), id);
}

Text codeText(const CodeList* list, std::string_view code) {
  const Term* found = list == nullptr ? nullptr : findById(list->codes, code);
  return found == nullptr ? Text{code, code} : found->name;
}

Text codeText(const Field& field, std::string_view code) {
  return codeText(field.codes, code);
}

Text codeText(std::string_view field, std::string_view code) {
  const Field* found = findById(fields(), field);
  return codeText(found == nullptr ? nullptr : found->codes, code);
}

const Field* findColumn(const Item& item, std::string_view id) {
  if (const Field* own = findById(item.fields, id)) return own;
  return findColumn(std::string_view(), id);
}

const Field* findColumn(std::string_view print, std::string_view id) {
  if (const Field* narrow = findPrinted(print, id)) return narrow;
  if (const Field* any = findPrinted({}, id)) return any;
  return findById(fields(), id);
}

}  // namespace ssc::catalogue
