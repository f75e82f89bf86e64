// Personal cells of an answer under the terminal's session key.
#pragma once

#include <vector>

#include "center/gate/call.hpp"
#include "wire/office/query.hpp"

namespace ssc::center {

/// Each cell of a sensitive column, bound to the column's id. 1112 for rows of another center that are
/// shorter than their columns.
Answered<void> sealCells(const Message& message, const std::vector<wire::office::QueryColumn>& cols,
                         std::vector<wire::office::QueryRow>& rows);

}  // namespace ssc::center
