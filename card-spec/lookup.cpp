// Searches in the generated tables. All of them are short; a linear search is the clearest and fast enough.
#include <algorithm>

#include "card-spec/code_list.hpp"
#include "card-spec/tables.hpp"

namespace ssc::cardspec {
namespace {

template <typename Row, typename Fits>
const Row* find(std::span<const Row> rows, Fits fits) {
  const auto found = std::find_if(rows.begin(), rows.end(), fits);
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

const File* findFile(Generation generation, std::string_view df, std::uint16_t fid) {
  return find(files(generation), [&](const File& file) { return file.df == df && file.fid == fid; });
}

const Field* findField(const File& file, std::uint8_t tag) {
  if (tag == 0) return nullptr;  // the parts of cyclic records carry 00 and cannot be addressed
  return find(file.fields, [&](const Field& field) { return field.tag == tag; });
}

const Application* findApplication(std::string_view df) {
  return find(applications(), [&](const Application& application) { return application.df == df; });
}

const Key* findKey(std::string_view name) {
  return find(keys(), [&](const Key& key) { return key.name == name; });
}

const Key* findKeyByKid(std::string_view df, std::uint8_t kid) {
  if (kid == 0) return nullptr;  // ISO 7816-4: 00 refers to no key; the card specification reserves it
  return find(keys(), [&](const Key& key) { return key.hasKid && key.kid == kid && key.df == df; });
}

std::span<const Code> codeList(std::string_view list) {
  const auto* found = find(codeLists(), [&](const CodeList& row) { return row.name == list; });
  return found == nullptr ? std::span<const Code>{} : found->codes;
}

std::string_view codeText(std::string_view list, std::string_view code) {
  const auto* found = find(codeList(list), [&](const Code& row) { return row.code == code; });
  return found == nullptr ? std::string_view{} : found->zh;
}

}  // namespace ssc::cardspec
