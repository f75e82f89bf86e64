// Internal: one document on its way through the states, with what each of them waits for.
#pragma once

#include <memory>

#include "hostlib/flows/office/print_document.hpp"

namespace ssc::flows {

struct PrintJobParts {
  OfficeDesk& desk;
  PaperMaker& maker;
  PrintTurn& turn;
  const PrintDevices& devices;
  const PrintFace& face;
  const PrintLimits& limits;
  std::stop_token stop;
};

class PrintJob {
 public:
  PrintJob(const PrintJobParts& parts, const PrintDraft& draft);

  PrintEnd run(const SignedInPerson& person);

 private:
  using Step = Outcome<void> (PrintJob::*)();

  // ---- the steps, in their order
  Outcome<void> checkHand();
  Outcome<void> checkPaper();
  Outcome<void> registerIt(const SignedInPerson& person);
  Outcome<void> spool();
  Outcome<void> watch();
  Outcome<void> handOver();

  Outcome<void> present();
  Outcome<void> awaitTaken();
  Outcome<void> ask();

  // ---- the state
  Outcome<void> succeed();
  Outcome<void> enter(PrintState state, const std::string& reason = {});
  PrintEnd take();
  PrintEnd fail(const Failure& failure);
  void clearDevices(PrintEnd& end, const Failure& failure);
  void tell(PrintEnd& end, PrintState state, const std::string& reason);

  // ---- waiting
  using Moment = office::Clock::Steady;
  [[nodiscard]] Moment after(std::chrono::seconds time) { return parts_.desk.clock().steady() + time; }
  [[nodiscard]] bool isPast(Moment until) { return parts_.desk.clock().steady() >= until; }
  Outcome<void> pause();
  void show(const printer::JobState& job = {}, std::chrono::seconds left = std::chrono::seconds(0));
  void showLeft(Moment until);
  [[nodiscard]] bool isNew(const printer::Presented& seen) const { return seen.bundle != bundleBefore_; }
  /// Where the pages are when a retraction has ended, or its time.
  printer::Presented::Where retract();

  const PrintJobParts& parts_;
  const PrintDraft& draft_;
  PrintState state_ = PrintState::rendered;
  PaperMarks marks_;
  std::optional<printer::JobId> job_;
  printer::JobState lastSeen_;
  bool jobEnded_ = false;
  unsigned bundleBefore_ = 0;  ///< of the presenter
  std::chrono::seconds leftShown_{-1};
};

}  // namespace ssc::flows
