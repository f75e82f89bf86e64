// Values to write, as programs give them: JSON in the shape in which files are read.
#pragma once

#include <string_view>
#include <vector>

#include "hostlib/flows/file_request.hpp"

namespace ssc::render {

/// [{"file": "DF01/EF07", "fields": [{"tag": "29", "occurrence": 1, "value": "1"}]}, {"file": "DF04/EF15",
/// "append":
/// ["0001", "1"]}, {"file": "DF01/EF16", "hex": "00FF"}], UTF-8. Other names (labels) are passed over.
/// badInput, noSuchFile, noSuchField name the place, never a value.
flows::Outcome<std::vector<flows::FileWrite>> parseWrites(std::string_view text,
                                                          cardspec::Generation generation);

}  // namespace ssc::render
