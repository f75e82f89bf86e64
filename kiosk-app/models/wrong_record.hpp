// Which records and lines a correction can name, of what a query showed.
#pragma once

#include "hostlib/flows/office/query.hpp"
#include "kiosk-app/models/question.hpp"

namespace ssc::kiosk {

/// Of one row, or where `row` is none of them, of all. Rows are named by what tells them from each other:
/// names and numbers of persons only where there is nothing else.
WrongRecord wrongRecordOf(const catalogue::Item& item, const flows::Table& table, int row);

}  // namespace ssc::kiosk
