// A record file of a made-up map: for tests of reading and writing.
#pragma once

#include "card-spec/tables.hpp"

namespace ssc::test {

constexpr cardspec::Field field(std::uint8_t tag, std::uint16_t length, std::uint8_t occurrences = 1) {
  return {tag, "field", "项", cardspec::Coding::an, length, occurrences, false, {}};
}

inline cardspec::File fileOf(std::span<const cardspec::Field> fields) {
  return {"DF01",
          0xEF05,
          "文件",
          cardspec::FileType::variableRecord,
          cardspec::FileClass::enabled,
          {cardspec::AccessRule::Kind::free, {}},
          {cardspec::AccessRule::Kind::never, {}},
          0,
          0,
          fields};
}

}  // namespace ssc::test
