#include "hostlib/flows/office/print_job.hpp"

#include <algorithm>
#include <array>

#include "hostlib/flows/office/printer_failure.hpp"
#include "wire/beijing_time.hpp"
#include "wire/document_code.hpp"
#include "wire/office/document.hpp"

namespace ssc::flows {

using printer::Phase;
using printer::PrinterError;
using printer::Trouble;
using Where = printer::Presented::Where;

namespace {

std::string timeText(office::Clock& clock) {
  return wire::compactTime(std::chrono::floor<std::chrono::milliseconds>(clock.now()));
}

tl::unexpected<Failure> failed(Reason reason, std::string where) {
  return tl::unexpected(Failure{reason, std::move(where), {}});
}

/// The printer will do nothing more for it.
bool isOver(Phase phase) {
  return phase >= Phase::completed;
}

/// Its number becomes the name of a file, its code goes on paper: both must be what they say.
Outcome<PaperMarks> marksOf(const wire::office::DocumentRegistered& given, const std::string& type) {
  const auto bad = [](const char* what) {
    return failed(Reason::officeBadAnswer, std::string("8203 ") + what);
  };
  const auto number = wire::parseDocumentNumber(given.docNo);
  if (!number || number->type != type) return bad("docNo");
  const auto text = wire::makeDocumentText({given.docNo, given.code});
  if (!text || *text != given.qr) return bad("code");
  return PaperMarks{given.docNo, given.code, wire::printedDocumentCode(given.code), given.qr, given.issuedAt};
}

}  // namespace

PrintJob::PrintJob(const PrintJobParts& parts, const PrintDraft& draft) : parts_(parts), draft_(draft) {}

PrintEnd PrintJob::run(const SignedInPerson& person) {
  for (const Step step : {&PrintJob::checkHand, &PrintJob::checkPaper}) {
    if (const auto done = (this->*step)(); !done) return fail(done.error());
  }
  if (const auto done = registerIt(person); !done) return fail(done.error());
  for (const Step step : {&PrintJob::spool, &PrintJob::watch, &PrintJob::handOver}) {
    if (const auto done = (this->*step)(); !done) return fail(done.error());
  }
  return take();
}

// ---- before it has a number

/// What another person left behind must be gone first.
Outcome<void> PrintJob::checkHand() {
  const PrintDevices& devices = parts_.devices;
  if (devices.presenter != nullptr) {
    const auto seen = devices.presenter->look();
    if (!seen) return tl::unexpected(printerFailure(seen.error(), "presenter"));
    bundleBefore_ = seen->bundle;
    if (seen->where == Where::presented || seen->where == Where::stuck)
      return failed(Reason::paperNotCleared, "presenter");
  }
  if (devices.tray != nullptr && devices.tray->paperLies().value_or(false))
    return failed(Reason::paperNotCleared, "tray");
  return {};
}

Outcome<void> PrintJob::checkPaper() {
  return paperFor(parts_.devices.printer, draft_.preview.pages, parts_.stop);
}

Outcome<void> PrintJob::registerIt(const SignedInPerson& person) {
  const wire::office::RegisterDocument body{person.sessionId, draft_.facts.draftNo, draft_.facts.bodyHash,
                                            static_cast<std::uint32_t>(draft_.preview.pages)};
  const auto given = lift(parts_.desk.client().call(body, {person.insuredArea, parts_.stop}));
  if (!given) return tl::unexpected(given.error());
  auto marks = marksOf(*given, draft_.facts.paper.type);
  if (!marks) return tl::unexpected(marks.error());
  marks_ = std::move(*marks);
  return succeed();
}

// ---- on paper

Outcome<void> PrintJob::spool() {
  const auto paper = parts_.maker.make(draft_.facts.paper, marks_, draft_.language);
  if (!paper) return tl::unexpected(paper.error());
  if (paper->pages != draft_.preview.pages) return failed(Reason::internalError, "pages of the draft");
  if (parts_.stop.stop_requested()) return failed(Reason::cancelled, "before printing");
  if (auto kept = succeed(); !kept) return kept;  // a crash must know that there may be paper
  const auto job = parts_.devices.printer.submit(paper->pdf.reveal(), marks_.docNo, parts_.stop);
  if (!job) return tl::unexpected(printerFailure(job.error(), "submit"));
  job_ = *job;
  return succeed();
}

Outcome<void> PrintJob::watch() {
  const Moment wholeUntil = after(parts_.limits.whole);
  for (Moment stalledAt = after(parts_.limits.stalled);;) {
    const auto seen = parts_.devices.printer.state(*job_, parts_.stop);
    if (!seen && seen.error() == PrinterError::cancelled)
      return tl::unexpected(printerFailure(seen.error(), "printing"));
    if (seen && *seen != lastSeen_) {
      stalledAt = after(parts_.limits.stalled);
      lastSeen_ = *seen;
      show(lastSeen_);
    }
    jobEnded_ = isOver(lastSeen_.phase);
    if (lastSeen_.phase == Phase::completed) return {};
    if (jobEnded_) return tl::unexpected(troubleFailure(lastSeen_));
    if (isPast(std::min(stalledAt, wholeUntil)))
      return tl::unexpected(seen ? troubleFailure(lastSeen_) : printerFailure(seen.error(), "printing"));
    if (auto more = pause(); !more) return more;
  }
}

// ---- in the hand

Outcome<void> PrintJob::handOver() {
  if (parts_.devices.presenter == nullptr) return ask();
  if (auto presented = present(); !presented) return presented;
  return awaitTaken();
}

Outcome<void> PrintJob::present() {
  const Moment until = after(parts_.limits.presenting);
  for (;;) {
    const auto seen = parts_.devices.presenter->look();
    if (seen && isNew(*seen) && seen->where != Where::none) return succeed();
    if ((seen && seen->where == Where::stuck) || isPast(until))
      return failed(Reason::paperNotCleared, "presenter");
    if (auto more = pause(); !more) return more;
  }
}

Outcome<void> PrintJob::awaitTaken() {
  const Moment until = after(parts_.limits.taking);
  for (;;) {
    showLeft(until);
    const auto seen = parts_.devices.presenter->look();
    if (seen && seen->where == Where::taken) return {};
    if (seen && seen->where == Where::retracted) return failed(Reason::paperNotTaken, "presenter");
    if (seen && seen->where == Where::stuck) return failed(Reason::paperNotCleared, "presenter");
    if (isPast(until)) break;
    if (auto more = pause(); !more) return more;
  }
  const Where where = retract();
  if (where == Where::taken) return {};  // in the last moment
  return failed(where == Where::retracted ? Reason::paperNotTaken : Reason::paperNotCleared, "retract");
}

Outcome<void> PrintJob::ask() {
  if (auto asked = succeed(); !asked) return asked;
  const Moment until = after(parts_.limits.taking);
  for (;;) {
    showLeft(until);
    const auto answer = parts_.face.gotAllPages();
    if (answer && *answer) return {};
    if (answer) return failed(Reason::paperNotReceived, "the holder says no");
    if (isPast(until)) break;
    if (auto more = pause(); !more) return more;
  }
  printer::TraySensor* tray = parts_.devices.tray;
  const bool lies = tray == nullptr || tray->paperLies().value_or(true);
  return failed(lies ? Reason::paperNotCleared : Reason::paperNotReceived, "no answer");
}

Where PrintJob::retract() {
  printer::Presenter& presenter = *parts_.devices.presenter;
  const auto begun = presenter.retract();
  const Moment until = after(parts_.limits.retracting);
  for (;;) {
    const auto seen = presenter.look();
    const Where where = seen ? seen->where : Where::stuck;
    if (begun && where != Where::presented) return where;
    if (!begun || isPast(until)) return where == Where::taken ? where : Where::stuck;
    static_cast<void>(parts_.desk.clock().wait(parts_.limits.look, {}));
  }
}

// ---- the state

Outcome<void> PrintJob::succeed() {
  return enter(nextOf(state_, parts_.devices.presenter != nullptr));
}

// The disk knows before anybody else does.
Outcome<void> PrintJob::enter(PrintState state, const std::string& reason) {
  const auto now = timeText(parts_.desk.clock());
  state_ = state;
  const auto kept =
      parts_.turn.keep({marks_.docNo, state, static_cast<unsigned>(draft_.preview.pages), now, reason});
  if (kept) show(lastSeen_);
  return kept;
}

PrintEnd PrintJob::take() {
  PrintEnd end;
  tell(end, PrintState::taken, {});
  return end;
}

// Nothing in here waits for the caller's stop: what has a number must not stay valid.
PrintEnd PrintJob::fail(const Failure& failure) {
  PrintEnd end;
  end.failure = failure;
  end.failure->number = failure.number != 0 ? failure.number : lastSeen_.pagesDone;
  end.paperOpen = failure.reason == Reason::paperNotCleared;
  if (marks_.docNo.empty()) {
    state_ = end.state = rowOf(state_).onFailure;
    end.pages = static_cast<unsigned>(draft_.preview.pages);
    show();
    return end;
  }
  clearDevices(end, failure);
  if (const PrintState next = rowOf(state_).onFailure; next != PrintState::voided)
    static_cast<void>(enter(next, {}));
  tell(end, PrintState::voided, std::string(flows::rowOf(failure.reason).id));
  return end;
}

void PrintJob::clearDevices(PrintEnd& end, const Failure& failure) {
  if (job_ && !jobEnded_) static_cast<void>(parts_.devices.printer.cancel(*job_));
  if (state_ < PrintState::printing || end.paperOpen || failure.reason == Reason::paperNotReceived) return;
  const bool anyPage = state_ != PrintState::printing || lastSeen_.pagesDone > 0 || !jobEnded_;
  if (parts_.devices.presenter != nullptr) {
    const Where where = failure.reason == Reason::paperNotTaken ? Where::retracted : retract();
    const bool isClear = where == Where::retracted || where == Where::taken;
    end.paperOpen = !isClear && (where != Where::none || anyPage);
  } else if (parts_.devices.tray != nullptr) {
    end.paperOpen = parts_.devices.tray->paperLies().value_or(true);
  } else {
    end.paperOpen = anyPage;
  }
}

void PrintJob::tell(PrintEnd& end, PrintState state, const std::string& reason) {
  // Even where the disk is full, the center is told.
  static_cast<void>(enter(state, reason));
  end.state = state;
  end.docNo = marks_.docNo;
  end.pages = static_cast<unsigned>(draft_.preview.pages);
  end.pagesDone = lastSeen_.pagesDone;
  const PrintRecord record{marks_.docNo, state, end.pages, {}, reason};
  end.told = tellCenter(parts_.desk, parts_.turn, record, {}).has_value();
}

// ---- waiting

Outcome<void> PrintJob::pause() {
  if (parts_.desk.clock().wait(parts_.limits.look, parts_.stop)) return {};
  return failed(Reason::cancelled, std::string(rowOf(state_).name));
}

void PrintJob::show(const printer::JobState& job, std::chrono::seconds left) {
  if (!parts_.face.show) return;
  const auto pages = static_cast<unsigned>(draft_.preview.pages);
  parts_.face.show({state_, std::min(job.pagesDone, pages), pages, job.trouble, left});
}

void PrintJob::showLeft(Moment until) {
  const auto left = std::chrono::ceil<std::chrono::seconds>(until - parts_.desk.clock().steady());
  if (left == leftShown_) return;
  leftShown_ = left;
  show(lastSeen_, std::max(left, std::chrono::seconds(0)));
}

}  // namespace ssc::flows
