// What `ssc catalogue` lets one choose from, as the command line needs it.
#pragma once

#include <string>
#include <vector>

namespace ssc::cli {

std::vector<std::string> serviceClasses();
std::vector<std::string> serviceFlows();
std::vector<std::string> districtNames();

/// Empty when there is such an item, else what to tell.
std::string whyNoItem(const std::string& id);

}  // namespace ssc::cli
