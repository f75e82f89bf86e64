#include "hostlib/flows/office/printer_failure.hpp"

#include <algorithm>
#include <array>

namespace ssc::flows {

using printer::PrinterError;
using printer::Trouble;

namespace {

struct ErrorRow {
  PrinterError error;
  Reason reason;
};
constexpr std::array kErrors{
    ErrorRow{PrinterError::badAddress, Reason::badConfiguration},
    ErrorRow{PrinterError::gone, Reason::printerGone},
    ErrorRow{PrinterError::timedOut, Reason::printerGone},
    ErrorRow{PrinterError::cancelled, Reason::cancelled},
    ErrorRow{PrinterError::refused, Reason::printerFault},
    ErrorRow{PrinterError::badAnswer, Reason::printerFault},
};

struct TroubleRow {
  Trouble trouble;
  Reason reason;
};
constexpr std::array kTroubles{
    TroubleRow{Trouble::none, Reason::printerFault},  TroubleRow{Trouble::paperLow, Reason::printerFault},
    TroubleRow{Trouble::other, Reason::printerFault}, TroubleRow{Trouble::offline, Reason::printerGone},
    TroubleRow{Trouble::paperOut, Reason::paperOut},  TroubleRow{Trouble::coverOpen, Reason::printerOpen},
    TroubleRow{Trouble::jam, Reason::paperJam},
};

Reason reasonFor(PrinterError error) {
  return std::ranges::find(kErrors, error, &ErrorRow::error)->reason;
}

}  // namespace

Reason reasonFor(Trouble trouble) {
  return std::ranges::find(kTroubles, trouble, &TroubleRow::trouble)->reason;
}

Failure printerFailure(PrinterError error, const char* where) {
  return {reasonFor(error), std::string(where) + ": " + std::string(toText(error)), {}};
}

Failure troubleFailure(const printer::JobState& job) {
  constexpr std::array<std::string_view, 7> kPhases{"queued",  "printing",  "stopped", "completed",
                                                    "aborted", "cancelled", "vanished"};
  return {reasonFor(job.trouble), std::string(kPhases.at(static_cast<std::size_t>(job.phase))), {}};
}

Outcome<void> paperFor(printer::Printer& printer, std::size_t pages, const std::stop_token& stop) {
  const auto paper = printer.paper(stop);
  if (!paper) return tl::unexpected(printerFailure(paper.error(), "paper"));
  if (paper->isEnoughFor(static_cast<unsigned>(pages))) return {};
  const bool tooFew = paper->trouble <= Trouble::paperLow && paper->accepting;
  return tl::unexpected(
      Failure{tooFew ? Reason::paperOut : reasonFor(paper->trouble), "before printing", {}});
}

}  // namespace ssc::flows
