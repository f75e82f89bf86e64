// What [printer] of ssc.toml names, made: the printers, and what is fitted around the tray.
#pragma once

#include <memory>
#include <string>

#include "hostlib/flows/failure.hpp"
#include "hostlib/printer/cups_printer.hpp"
#include "hostlib/printer/paper_ports.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::kiosk {

/// `url`: the one for A4 or the one for slips. badConfiguration where it is no address.
flows::Outcome<std::unique_ptr<printer::CupsPrinter>> printerAt(const profile::PrinterConfig& config,
                                                                const std::string& url);
/// Null where none is fitted.
std::unique_ptr<printer::PresenterPort> presenterOf(const profile::PrinterConfig& config);
std::unique_ptr<printer::TrayPort> trayOf(const profile::PrinterConfig& config);

}  // namespace ssc::kiosk
