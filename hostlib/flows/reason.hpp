// The reasons for which a flow ends, with what each person concerned is told. Rows: reasons.toml.
#pragma once

#include <string_view>

#include "hostlib/flows/reason_rows.hpp"

namespace ssc::flows {

const ReasonRow& rowOf(Reason reason);

}  // namespace ssc::flows
