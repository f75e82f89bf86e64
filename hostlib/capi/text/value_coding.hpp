// Internal: how a field stands in texts of the interface.
#pragma once

#include "card-spec/tables.hpp"

namespace ssc::capi {

/// The field's coding, but binary for the card identification code (see value.hpp).
inline cardspec::Coding textCoding(const cardspec::Field& field) {
  return field.name == "cardIdentificationCode" ? cardspec::Coding::binary : field.coding;
}

}  // namespace ssc::capi
