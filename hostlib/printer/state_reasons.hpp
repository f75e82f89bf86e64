// What printers say of themselves, in IPP's words (RFC 8011 §5.4.12, PWG 5100.13 printer-input-tray).
#pragma once

#include <optional>
#include <string_view>

#include "hostlib/printer/printer.hpp"

namespace ssc::printer {

/// One keyword of printer-state-reasons, with or without its severity: "media-empty-error". What no row names
/// is no trouble: printers report much that keeps them from nothing.
Trouble troubleOf(std::string_view keyword);

/// Sheets in one tray, of its line "type=…;level=100;status=0;…"; nothing where it does not count or is no
/// tray of sheets that are fed by themselves.
std::optional<unsigned> sheetsIn(std::string_view tray);

}  // namespace ssc::printer
