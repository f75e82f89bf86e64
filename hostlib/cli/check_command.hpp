// What `ssc check` takes, as the command line needs it.
#pragma once

#include <string>

namespace ssc::cli {

/// The quick checks, as a type that completion reads: "ITEM:{LP-HR-070,…}".
std::string gateItems();

/// Empty for NAME=VALUE, else what to tell.
std::string whyNoNamedValue(const std::string& text);

}  // namespace ssc::cli
