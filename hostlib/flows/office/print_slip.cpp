#include "hostlib/flows/office/print_slip.hpp"

#include <algorithm>

#include "hostlib/flows/office/printer_failure.hpp"

namespace ssc::flows {

using printer::Phase;
using printer::PrinterError;

Outcome<void> PrintSlip::run(const RenderedPaper& slip, const std::string& job,
                             const std::function<void(printer::Trouble)>& show) {
  if (auto ready = paperFor(printer_, slip.pages, stop_); !ready) return ready;
  const auto given = printer_.submit(slip.pdf.reveal(), job, stop_);
  if (!given) return tl::unexpected(printerFailure(given.error(), "submit"));
  auto printed = watch(*given, show);
  if (!printed) static_cast<void>(printer_.cancel(*given));
  return printed;
}

Outcome<void> PrintSlip::watch(printer::JobId job, const std::function<void(printer::Trouble)>& show) {
  const auto wholeUntil = clock_.steady() + limits_.whole;
  printer::JobState last;
  for (auto stalledAt = clock_.steady() + limits_.stalled;;) {
    const auto seen = printer_.state(job, stop_);
    if (!seen && seen.error() == PrinterError::cancelled)
      return tl::unexpected(printerFailure(seen.error(), "printing"));
    if (seen && *seen != last) {
      stalledAt = clock_.steady() + limits_.stalled;
      if (seen->trouble != last.trouble && show) show(seen->trouble);
      last = *seen;
    }
    if (last.phase == Phase::completed) return {};
    if (last.phase > Phase::completed) return tl::unexpected(troubleFailure(last));
    if (clock_.steady() >= std::min(stalledAt, wholeUntil))
      return tl::unexpected(seen ? troubleFailure(last) : printerFailure(seen.error(), "printing"));
    if (!clock_.wait(limits_.look, stop_)) return tl::unexpected(Failure{Reason::cancelled, "slip", {}});
  }
}

}  // namespace ssc::flows
