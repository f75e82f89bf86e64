// What goes wrong, at each moment: before the document has a number it fails, afterwards it is void and the
// center knows.
#include "tests/unit/flows_print/print_rig.hpp"

using namespace ssc;
using flows::PrintEnd;
using flows::PrintState;
using flows::Reason;
using printer::Phase;
using printer::PrinterError;
using printer::Trouble;
using test::Act;
using test::checkFailed;
using test::checkVoid;
using test::PrintRig;
using Where = printer::Presented::Where;
using Names = std::vector<std::string>;

// ---- before it has a number

TEST_CASE("facts that cannot be had are no document") {
  for (const test::Mishap& mishap : test::mishaps()) {
    PrintRig rig;
    rig.center().script("8202", mishap.acts);
    test::failureOf(rig.prepare(), mishap.reason);
    CHECK(rig.maker.made.empty());
  }
}

TEST_CASE("facts without a layout are no document") {
  PrintRig rig;
  rig.maker.draftFault = flows::Failure{Reason::internalError, "type 02", {}};
  test::failureOf(rig.prepare(), Reason::internalError);
  rig.maker.draftFault.reset();
  rig.maker.draftPages = 0;
  test::failureOf(rig.prepare(), Reason::internalError);
}

TEST_CASE("without paper for all pages nothing is registered") {
  struct Row {
    printer::Result<printer::PaperState> paper;
    Reason reason;
  };
  const std::vector<Row> rows{
      {printer::PaperState{Trouble::none, true, 1}, Reason::paperOut},
      {printer::PaperState{Trouble::paperLow, true, 0}, Reason::paperOut},
      {printer::PaperState{Trouble::paperOut, true, {}}, Reason::paperOut},
      {printer::PaperState{Trouble::jam, true, 100}, Reason::paperJam},
      {printer::PaperState{Trouble::coverOpen, true, 100}, Reason::printerOpen},
      {printer::PaperState{Trouble::offline, true, {}}, Reason::printerGone},
      {printer::PaperState{Trouble::other, true, {}}, Reason::printerFault},
      {printer::PaperState{Trouble::none, false, {}}, Reason::printerFault},
      {tl::unexpected(PrinterError::gone), Reason::printerGone},
      {tl::unexpected(PrinterError::timedOut), Reason::printerGone},
      {tl::unexpected(PrinterError::refused), Reason::printerFault},
      {tl::unexpected(PrinterError::badAnswer), Reason::printerFault},
      {tl::unexpected(PrinterError::badAddress), Reason::badConfiguration},
      {tl::unexpected(PrinterError::cancelled), Reason::cancelled},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(flows::rowOf(row.reason).id));
    PrintRig rig;
    rig.printer.paperState = row.paper;
    const PrintEnd end = rig.print();
    checkFailed(rig, end, row.reason);
    CHECK_EQ(rig.messages(), Names{"8202"});
    CHECK_FALSE(end.paperOpen);
  }
}

TEST_CASE("pages that somebody left are cleared before anything else is printed") {
  for (const Where left : {Where::presented, Where::stuck}) {
    PrintRig rig;
    rig.usePresenter();
    rig.presenter.now = {left, 4};
    const PrintEnd end = rig.print();
    checkFailed(rig, end, Reason::paperNotCleared);
    CHECK(end.paperOpen);
  }
  PrintRig rig;
  rig.hasTray = true;
  rig.tray.lies = true;
  const PrintEnd end = rig.print();
  checkFailed(rig, end, Reason::paperNotCleared);
  CHECK(end.paperOpen);
}

TEST_CASE("a presenter that is gone prints nothing; a sensor that is gone is done without") {
  PrintRig rig;
  rig.usePresenter();
  rig.presenter.unplugged = true;
  checkFailed(rig, rig.print(), Reason::printerGone);
  PrintRig other;
  other.hasTray = true;
  other.tray.lies = tl::unexpected(PrinterError::gone);
  CHECK(other.print().isTaken());
}

TEST_CASE("the monthly limit is the center's word, and its own text") {
  PrintRig rig;
  rig.center().refuse("8203", wire::office::ErrorCode::monthlyLimit, 3);
  const PrintEnd end = rig.print();
  checkFailed(rig, end, Reason::officeRefused);
  test::checkRefusal(*end.failure,
                     {wire::office::ErrorCode::monthlyLimit, 3, "本月打印次数已满，请下月再来或到窗口办理。",
                      "This month's limit for the document is reached. Please come next month "
                      "or go to the counter."});
}

TEST_CASE("a registration that got no answer prints nothing") {
  PrintRig rig;
  rig.center().script("8203", {Act::unreachable, Act::unreachable});
  checkFailed(rig, rig.print(), Reason::officeUnreachable);
  PrintRig other;
  other.center().script("8203", std::deque<Act>(12, Act::lostAnswer));
  other.center().script("9015", std::deque<Act>(12, Act::unreachable));
  checkFailed(other, other.print(), Reason::officeResultUnknown);
}

TEST_CASE("a number or a code that are none never reach paper or disk") {
  struct Row {
    const char *docNo, *qr;
  };
  const std::string good = PrintRig().registered.qr;
  for (const Row& row : {Row{"../../etc/passwd", ""}, Row{"SIM9999000320260105000001", ""},
                         Row{test::kDocNo, "SSV1.SIM9999000220260105000001.0000000000000"}}) {
    CAPTURE(row.docNo);
    PrintRig rig;
    rig.registered.docNo = row.docNo;
    rig.registered.qr = *row.qr == 0 ? good : row.qr;
    checkFailed(rig, rig.print(), Reason::officeBadAnswer);
  }
}

// ---- with a number, before paper

TEST_CASE("a registered document that cannot be made is void") {
  PrintRig rig;
  rig.maker.finalFault = flows::Failure{Reason::internalError, "no font", {}};
  checkVoid(rig, rig.print(), Reason::internalError);
  PrintRig other;
  other.maker.finalPages = 3;
  const PrintEnd end = other.print();
  checkVoid(other, end, Reason::internalError);
  CHECK(other.printer.jobs.empty());
  CHECK_FALSE(end.paperOpen);
}

TEST_CASE("a printer that does not take the job leaves it void") {
  for (const auto& [error, reason] : {std::pair{PrinterError::gone, Reason::printerGone},
                                      {PrinterError::timedOut, Reason::printerGone},
                                      {PrinterError::refused, Reason::printerFault},
                                      {PrinterError::cancelled, Reason::cancelled}}) {
    PrintRig rig;
    rig.printer.accepted = tl::unexpected(error);
    const PrintEnd end = rig.print();
    checkVoid(rig, end, reason);
    CHECK_FALSE(end.paperOpen);
    CHECK_EQ(rig.printer.cancelled, 0);
  }
}

TEST_CASE("a disk that takes no record voids the document at once") {
  for (int write = 1; write <= 3; ++write) {
    CAPTURE(write);
    PrintRig rig;
    rig.registry.plan(test::CrashingRegistry::At::diskFull, write);
    checkVoid(rig, rig.print(), Reason::badConfiguration);
  }
}

// ---- while it is printed

TEST_CASE("a job that the printer ends is void, with its pages counted") {
  struct Row {
    printer::JobState last;
    Reason reason;
    bool paperOpen;
  };
  const std::vector<Row> rows{
      {test::job(Phase::aborted, 1), Reason::printerFault, true},
      {test::job(Phase::aborted, 0), Reason::printerFault, false},
      {test::job(Phase::aborted, 1, Trouble::jam), Reason::paperJam, true},
      {test::job(Phase::cancelled, 1), Reason::printerFault, true},
      {test::job(Phase::vanished, 0), Reason::printerFault, false},
  };
  for (const Row& row : rows) {
    PrintRig rig;
    rig.printer.looks = {test::job(Phase::queued), row.last};
    const PrintEnd end = rig.print();
    checkVoid(rig, end, row.reason);
    CHECK_EQ(end.pagesDone, row.last.pagesDone);
    CHECK_EQ(end.paperOpen, row.paperOpen);
    CHECK_EQ(rig.printer.cancelled, 0);
  }
}

TEST_CASE("a printer that stands still is given up after its time, with what it said") {
  struct Row {
    test::FakePrinter::Look last;
    Reason reason;
  };
  const std::vector<Row> rows{
      {test::job(Phase::stopped, 1, Trouble::paperOut), Reason::paperOut},
      {test::job(Phase::stopped, 1, Trouble::jam), Reason::paperJam},
      {test::job(Phase::stopped, 1, Trouble::coverOpen), Reason::printerOpen},
      {test::job(Phase::printing, 1, Trouble::offline), Reason::printerGone},
      {test::job(Phase::printing, 1), Reason::printerFault},
      {tl::unexpected(PrinterError::gone), Reason::printerGone},
      {tl::unexpected(PrinterError::timedOut), Reason::printerGone},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(flows::rowOf(row.reason).id));
    PrintRig rig;
    rig.printer.looks = {test::job(Phase::printing, 1), row.last};
    const auto begun = rig.office.clock.steady();
    const PrintEnd end = rig.print();
    checkVoid(rig, end, row.reason);
    CHECK_EQ(rig.printer.cancelled, 1);
    CHECK(end.paperOpen);
    CHECK_EQ(end.pagesDone, 1);
    const auto took = rig.office.clock.steady() - begun;
    CHECK(took >= rig.limits.stalled);
    CHECK(took <= rig.limits.stalled + std::chrono::seconds(1));
  }
}

TEST_CASE("a printer that changes its mind for ever is given up too") {
  PrintRig rig;
  rig.printer.looks.clear();
  for (int i = 0; i < 10'000; ++i)
    rig.printer.looks.push_back(
        test::job(Phase::printing, 0, i % 2 == 0 ? Trouble::none : Trouble::coverOpen));
  rig.presenter.isFed = [] { return false; };
  const auto begun = rig.office.clock.steady();
  const PrintEnd end = rig.print();
  CHECK(end.state == PrintState::voided);
  CHECK(rig.office.clock.steady() - begun <= rig.limits.whole + std::chrono::seconds(1));
}

// ---- in the hand

TEST_CASE("pages that are not taken are drawn back and void; elders have more time") {
  for (const bool elder : {false, true}) {
    PrintRig rig;
    rig.usePresenter();
    rig.presenter.looksBeforeTaken = 1'000'000;
    if (elder) rig.limits = flows::PrintLimits::forElders();
    const auto begun = rig.office.clock.steady();
    const PrintEnd end = rig.print();
    checkVoid(rig, end, Reason::paperNotTaken);
    CHECK_EQ(rig.statesShown(),
             Names{"registered", "spooled", "printing", "presented", "retracted", "voided"});
    CHECK_EQ(rig.presenter.retractions, 1);
    CHECK_FALSE(end.paperOpen);
    const auto took = std::chrono::duration_cast<std::chrono::seconds>(rig.office.clock.steady() - begun);
    CHECK_EQ(took.count(), elder ? 90 : 30);
    CHECK_EQ(rig.shown.at(rig.shown.size() - 3).left.count(), 0);
  }
}

TEST_CASE("pages that get stuck lie open") {
  const auto stuckWhen = [](const std::function<void(PrintRig&)>& arrange) {
    PrintRig rig;
    rig.usePresenter();
    arrange(rig);
    const PrintEnd end = rig.print();
    checkVoid(rig, end, Reason::paperNotCleared);
    CHECK(end.paperOpen);
  };
  stuckWhen([](PrintRig& rig) { rig.presenter.atPresenting = Where::stuck; });
  stuckWhen([](PrintRig& rig) { rig.presenter.atPresenting = std::nullopt; });
  stuckWhen([](PrintRig& rig) {
    rig.presenter.looksBeforeTaken = 1'000'000;
    rig.presenter.atRetracting = Where::stuck;
  });
  stuckWhen([](PrintRig& rig) {
    rig.presenter.looksBeforeTaken = 1'000'000;
    rig.presenter.atRetracting = Where::presented;  // it does not move
  });
  stuckWhen([](PrintRig& rig) {
    rig.presenter.looksBeforeTaken = 1'000'000;
    rig.office.clock.onWait = [&rig] {
      if (rig.presenter.now.bundle == 5) rig.presenter.unplugged = true;
    };
  });
}

TEST_CASE("a presenter that draws back by itself ends the document as not taken") {
  PrintRig rig;
  rig.usePresenter();
  rig.presenter.atPresenting = Where::retracted;
  const PrintEnd end = rig.print();
  checkVoid(rig, end, Reason::paperNotTaken);
  CHECK_FALSE(end.paperOpen);
}

TEST_CASE("who says no gets the document void, and may print again") {
  PrintRig rig;
  rig.answer = false;
  const PrintEnd end = rig.print();
  checkVoid(rig, end, Reason::paperNotReceived);
  CHECK_FALSE(end.paperOpen);
  CHECK_EQ(end.pagesDone, 2);
}

TEST_CASE("who does not answer leaves a void document, and the terminal closed unless the tray is empty") {
  struct Row {
    bool hasTray;
    printer::Result<bool> lies;
    Reason reason;
  };
  for (const Row& row :
       {Row{false, false, Reason::paperNotCleared}, Row{true, false, Reason::paperNotReceived},
        Row{true, tl::unexpected(PrinterError::gone), Reason::paperNotCleared}}) {
    PrintRig rig;
    rig.hasTray = row.hasTray;
    rig.tray.lies = row.lies;
    rig.answer = std::nullopt;
    const auto begun = rig.office.clock.steady();
    const PrintEnd end = rig.print();
    checkVoid(rig, end, row.reason);
    CHECK_EQ(end.paperOpen, row.reason == Reason::paperNotCleared);
    const auto took = std::chrono::duration_cast<std::chrono::seconds>(rig.office.clock.steady() - begun);
    CHECK_EQ(took.count(), 30);
  }
}
