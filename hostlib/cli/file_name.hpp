// Files named as people name them.
#pragma once

#include <string>

#include "hostlib/flows/failure.hpp"

namespace ssc::cli {

/// "户籍" and "户籍 20" as "DF01/EF05" and "DF01/EF05 20"; what has a slash stays as it is. noSuchFile where
/// no generation of cards has a file of that name; badInput where several have it, with their places.
flows::Outcome<std::string> placeOf(const std::string& name);

}  // namespace ssc::cli
