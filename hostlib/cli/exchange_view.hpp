// Exchanges with card and PSAM, explained: for a person line by line, for programs as JSON.
#pragma once

#include "apdu/trace.hpp"
#include "hostlib/cli/output.hpp"

namespace ssc::cli {

Json exchangesJson(const std::vector<apdu::Exchange>& exchanges);
void printExchanges(const std::vector<apdu::Exchange>& exchanges);

}  // namespace ssc::cli
