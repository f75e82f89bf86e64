// A slip: paper that the center knows already, or need not know. It is printed, and nobody is asked whether
// it was taken.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "hostlib/flows/office/paper.hpp"
#include "hostlib/flows/office/print_document.hpp"
#include "hostlib/printer/printer.hpp"

namespace ssc::flows {

class PrintSlip {
 public:
  /// `limits`: stalled, whole and look count.
  PrintSlip(printer::Printer& printer, office::Clock& clock, std::stop_token stop,
            const PrintLimits& limits = {})
      : printer_(printer), clock_(clock), stop_(std::move(stop)), limits_(limits) {}

  /// Returns when it is out. `job`: its name at the spooler: a number, nothing of a person. `show`: called
  /// with each new trouble, and with none when it is over. A job that does not end is taken back.
  Outcome<void> run(const RenderedPaper& slip, const std::string& job,
                    const std::function<void(printer::Trouble)>& show);

 private:
  Outcome<void> watch(printer::JobId job, const std::function<void(printer::Trouble)>& show);

  printer::Printer& printer_;
  office::Clock& clock_;
  std::stop_token stop_;
  PrintLimits limits_;
};

}  // namespace ssc::flows
