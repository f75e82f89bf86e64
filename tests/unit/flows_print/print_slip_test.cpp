// Slips: printed and not asked about; why one does not come.
#include "hostlib/flows/office/print_slip.hpp"

#include "tests/unit/flows_print/print_rig.hpp"

using namespace ssc;
using flows::Reason;
using printer::Phase;
using printer::PrinterError;
using printer::Trouble;

namespace {

struct Bench : test::PrintRig {
  Bench() : slip{crypto::SecretBytes(crypto::bytesOf("%PDF")), 1} {}

  flows::Outcome<void> print() {
    return flows::PrintSlip(printer, desk->clock(), {}).run(slip, test::kDocNo, [this](Trouble trouble) {
      troubles.push_back(trouble);
    });
  }

  flows::RenderedPaper slip;
  std::vector<Trouble> troubles;
};

}  // namespace

TEST_CASE("a slip is one job under its number, and the center hears nothing of it") {
  Bench bench;
  bench.printer.looks = {test::job(Phase::queued), test::job(Phase::printing),
                         test::job(Phase::completed, 1)};
  CHECK(bench.print());
  REQUIRE_FALSE(bench.printer.jobs.empty());
  CHECK(bench.printer.jobs.front().find(test::kDocNo) != std::string::npos);
  CHECK(bench.printer.cancelled == 0);
  CHECK(bench.closed().empty());
  CHECK(bench.kept().empty());
}

TEST_CASE("a printer without paper gets no slip") {
  Bench bench;
  bench.printer.paperState = printer::PaperState{Trouble::paperOut, true, {}};
  test::failureOf(bench.print(), Reason::paperOut);
  bench.printer.paperState = printer::PaperState{Trouble::none, true, 0};
  test::failureOf(bench.print(), Reason::paperOut);
  bench.printer.paperState = tl::unexpected(PrinterError::gone);
  test::failureOf(bench.print(), Reason::printerGone);
  CHECK(bench.printer.jobs.empty());
}

TEST_CASE("a trouble is shown while it lasts; one that stays takes the slip back") {
  Bench bench;
  bench.printer.looks = {test::job(Phase::stopped, 0, Trouble::coverOpen), test::job(Phase::printing),
                         test::job(Phase::completed, 1)};
  CHECK(bench.print());
  CHECK(bench.troubles == std::vector{Trouble::coverOpen, Trouble::none});
  bench.printer.looks = {test::job(Phase::stopped, 0, Trouble::jam)};
  test::failureOf(bench.print(), Reason::paperJam);
  CHECK(bench.printer.cancelled == 1);
  bench.printer.looks = {test::job(Phase::aborted)};
  test::failureOf(bench.print(), Reason::printerFault);
}
