// A journal as text, for whoever has to check it elsewhere: no fees and no persons in it, and nothing secret.
//
//   SSC-OFFLINE-JOURNAL|1|terminal|institution
//   epoch|number|first offlineSeq|since
//   record|epoch|h|MAC|canonical record
//   head|signature|text
//   number|number of the security module|ONLINE or BURNT|time|reference
//   end|how many records
//
// One line each, LF, UTF-8, hexadecimal in upper case.
#pragma once

#include <filesystem>
#include <istream>
#include <ostream>
#include <string_view>

#include "hostlib/journal/fault.hpp"
#include "hostlib/journal/sqlite.hpp"

namespace ssc::journal {

inline constexpr std::string_view kExportTitle = "SSC-OFFLINE-JOURNAL|1|";

/// Reads beside a writer.
Result<void> exportTo(const std::filesystem::path& file, std::ostream& out);
/// A journal of the same rows, in a place of SQLite's own that goes with it. broken names the line.
Result<Database> importFrom(std::istream& in);

}  // namespace ssc::journal
