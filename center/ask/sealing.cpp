#include "center/ask/sealing.hpp"

namespace ssc::center {

using namespace wire::office;

Answered<void> sealCells(const Message& message, const std::vector<QueryColumn>& cols,
                         std::vector<QueryRow>& rows) {
  for (std::size_t column = 0; column < cols.size(); ++column) {
    if (!cols[column].sensitive) continue;
    for (QueryRow& row : rows) {
      if (column >= row.cells.size()) return refuse(ErrorCode::peer);
      auto sealed = message.seal(cols[column].id, row.cells[column]);
      if (!sealed) return tl::unexpected(sealed.error());
      row.cells[column] = std::move(sealed->text);
    }
  }
  return {};
}

}  // namespace ssc::center
