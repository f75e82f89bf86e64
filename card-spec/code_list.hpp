// Internal to card-spec: the named lists behind codeList().
#pragma once

#include <span>
#include <string_view>

#include "card-spec/tables.hpp"

namespace ssc::cardspec {

struct CodeList {
  std::string_view name;
  std::span<const Code> codes;
};
std::span<const CodeList> codeLists();

}  // namespace ssc::cardspec
