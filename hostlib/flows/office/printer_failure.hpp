// What a printer says, as a failure that a face can show.
#pragma once

#include <cstddef>
#include <stop_token>

#include "hostlib/flows/failure.hpp"
#include "hostlib/printer/printer.hpp"

namespace ssc::flows {

/// printerFault for a printer that names no trouble.
Reason reasonFor(printer::Trouble trouble);
/// Before anything is given to it: whether so many pages will come out.
Outcome<void> paperFor(printer::Printer& printer, std::size_t pages, const std::stop_token& stop);
/// `where`: what was asked of it.
Failure printerFailure(printer::PrinterError error, const char* where);
/// Of a job that will not end well.
Failure troubleFailure(const printer::JobState& job);

}  // namespace ssc::flows
