#include "kiosk-app/keeper/keeper.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ssc::kiosk::keeper {
namespace {

constexpr std::size_t kMostVisits = 2;
// Between the end of its socket and the end of a process that dies lies next to nothing.
constexpr std::chrono::milliseconds kParting{200};
// The exit code of programs of this project for a wrong command line or configuration.
constexpr int kWrongArguments = static_cast<int>(ExitCode::arguments);

Failure failureOf(const Exit& exit) {
  return {exit.bySignal ? Cause::crashed : Cause::ended, exit.number};
}

}  // namespace

// ---- events

void Keeper::begin(Time now) {
  settle(now);
}

const Keeper::Hearing& Keeper::hearingOf(Word word) {
  using enum State;
  static constexpr std::array<Hearing, 8> kHearings = {{
      {starting, starting, &Keeper::hearReady},  // ready
      {starting, shown, &Keeper::hearAlive},     // alive
      {shown, shown, &Keeper::hearShown},        // shown
      {shown, shown, &Keeper::hearUse},          // busy
      {shown, shown, &Keeper::hearUse},          // free
      {shown, shown, &Keeper::hearLeft},         // left
      {shown, shown, &Keeper::hearUse},          // blocked
      {starting, shown, &Keeper::hearFailed},    // failed
  }};
  return kHearings.at(static_cast<std::size_t>(word));
}

void Keeper::said(VisitId id, Message message, Time now) {
  Visit* const visit = find(id);
  // What it said before it knew that it has to go is of no interest any more.
  if (visit == nullptr || visit->state > State::shown) return;
  const Hearing& hearing = hearingOf(message.word);
  if (visit->state < hearing.first || visit->state > hearing.last) return garbled(id, now);
  (this->*hearing.effect)(*visit, message, now);
  settle(now);
}

void Keeper::garbled(VisitId id, Time now) {
  Visit* const visit = find(id);
  if (visit == nullptr || visit->state > State::shown) return;
  fail(*visit, {Cause::garbled}, now);
  settle(now);
}

void Keeper::closed(VisitId id, Time now) {
  Visit* const visit = find(id);
  if (visit == nullptr || visit->state > State::shown) return;
  visit->state = State::parted;
  visit->since = now;
  settle(now);
}

void Keeper::exited(VisitId id, Exit exit, Time now) {
  const Visit* const visit = find(id);
  if (visit == nullptr) return;
  const State state = visit->state;
  forget(id);
  if (state <= State::parted) {
    count(failureOf(exit), now);
  } else if (exit.bySignal && state != State::killed) {
    decide(failureOf(exit));  // it was on its way out anyway, so nothing is counted
  }
  const bool wrongArguments = !exit.bySignal && exit.number == kWrongArguments;
  if (wrongArguments && !everReady_ && !stopping_) return quit(ExitCode::arguments);
  settle(now);
}

void Keeper::cannotStart(VisitId id, int error, Time now) {
  if (find(id) == nullptr) return;
  forget(id);
  count({Cause::cannotStart, error}, now);
  if (!everReady_) return quit(ExitCode::noVisit);
  settle(now);
}

void Keeper::reload(Time now) {
  ++configuration_;
  settle(now);
}

void Keeper::stop(Time now) {
  for (Visit& visit : visits_) {
    if (stopping_) kill(visit, now);
    if (visit.state < State::ending) end(visit, now);
  }
  if (!std::exchange(stopping_, true)) decide(Notice::stopping);
  settle(now);
}

void Keeper::tick(Time now) {
  std::vector<VisitId> due;
  for (const Visit& visit : visits_) {
    if (deadlineOf(visit) <= now) due.push_back(visit.id);
  }
  for (const VisitId id : due)
    expire(*find(id), now);
  settle(now);
  pingWatchdog(now);
}

// ---- what visits say

void Keeper::hearReady(Visit& visit, Message, Time now) {
  visit.state = State::waiting;
  visit.since = now;
  loop_.ready(now);
  if (!std::exchange(everReady_, true)) decide(Notice::ready);
}

void Keeper::hearAlive(Visit& visit, Message, Time now) {
  if (visit.state != State::starting) visit.since = now;
}

void Keeper::hearShown(Visit& visit, Message, Time) {
  visit.painted = true;
}

void Keeper::hearUse(Visit& visit, Message message, Time) {
  visit.busy = message.word == Word::busy;
  visit.blocked = message.word == Word::blocked;
}

void Keeper::hearLeft(Visit& visit, Message, Time now) {
  visit.state = State::leaving;
  visit.since = now;
}

void Keeper::hearFailed(Visit& visit, Message message, Time now) {
  end(visit, now);
  count({Cause::said, 0, message.reason}, now);
}

// ---- single visits

Keeper::Visit* Keeper::find(VisitId id) {
  const auto found = std::ranges::find(visits_, id, &Visit::id);
  return found == visits_.end() ? nullptr : &*found;
}

const Keeper::Visit* Keeper::inState(State state) const {
  const auto found = std::ranges::find(visits_, state, &Visit::state);
  return found == visits_.end() ? nullptr : &*found;
}

Keeper::Visit* Keeper::inState(State state) {
  const auto found = std::ranges::find(visits_, state, &Visit::state);
  return found == visits_.end() ? nullptr : &*found;
}

Time Keeper::deadlineOf(const Visit& visit) const {
  const auto ending = stopping_ ? limits_.stop : limits_.end;
  const std::array<std::chrono::milliseconds, 7> limits = {
      limits_.start, limits_.alive, limits_.alive, kParting, limits_.handOver, ending, limits_.dying};
  return visit.since + limits.at(static_cast<std::size_t>(visit.state));
}

void Keeper::expire(Visit& visit, Time now) {
  switch (visit.state) {
    case State::starting:
      return fail(visit, {Cause::slow}, now);
    case State::waiting:
    case State::shown:
      return fail(visit, {Cause::hung}, now);
    case State::parted:
      return fail(visit, {Cause::closed}, now);
    case State::leaving:
      return end(visit, now);
    case State::ending:
      decide(Failure{Cause::hung});
      return kill(visit, now);
    case State::killed:
      decide(Failure{Cause::stuck});
      return forget(visit.id);
  }
}

void Keeper::fail(Visit& visit, Failure failure, Time now) {
  kill(visit, now);
  count(failure, now);
}

void Keeper::count(const Failure& failure, Time now) {
  decide(failure);
  if (const auto alarm = loop_.failed(now)) decide(*alarm);
}

void Keeper::end(Visit& visit, Time now) {
  visit.state = State::ending;
  visit.since = now;
  decide(End{visit.id});
}

void Keeper::kill(Visit& visit, Time now) {
  if (visit.state == State::killed) return;
  visit.state = State::killed;
  visit.since = now;
  decide(Kill{visit.id});
}

void Keeper::forget(VisitId id) {
  std::erase_if(visits_, [id](const Visit& visit) { return visit.id == id; });
}

// ---- what follows: after every event the same questions in the same order

void Keeper::settle(Time now) {
  if (stopping_ && visits_.empty()) return quit(ExitCode::done);
  if (!stopping_) {
    endOutdated(now);
    giveWay(now);
    showNext();
    endCovered(now);
    startNext(now);
  }
  tellStatus(now);
}

// After a reload, what waits hidden has read the old configuration.
void Keeper::endOutdated(Time now) {
  for (Visit& visit : visits_) {
    if (visit.state <= State::waiting && visit.configuration != configuration_) end(visit, now);
  }
}

// After a reload, a shown visit that nobody uses leaves the screen to the new one.
void Keeper::giveWay(Time now) {
  Visit* const shown = inState(State::shown);
  if (shown == nullptr || shown->configuration == configuration_ || shown->busy || shown->blocked) return;
  if (inState(State::waiting) == nullptr) return;
  shown->state = State::leaving;
  shown->since = now;
}

// It keeps the time of its last sign of life: a visit that hung while it was hidden gets no second chance.
void Keeper::showNext() {
  Visit* const next = inState(State::waiting);
  if (next == nullptr || inState(State::shown) != nullptr) return;
  next->state = State::shown;
  decide(Show{next->id});
}

void Keeper::endCovered(Time now) {
  const Visit* const shown = inState(State::shown);
  Visit* const leaving = inState(State::leaving);
  if (leaving != nullptr && shown != nullptr && shown->painted) end(*leaving, now);
}

// Not before it is known how a visit that parted ended: it may be one failure too many.
bool Keeper::mayStart() const {
  const bool settled = inState(State::starting) == nullptr && inState(State::parted) == nullptr;
  return !stopping_ && settled && visits_.size() < kMostVisits;
}

void Keeper::startNext(Time now) {
  if (!mayStart() || now < loop_.notBefore()) return;
  visits_.push_back({VisitId{++lastId_}, State::starting, now, configuration_});
  decide(Start{visits_.back().id, inState(State::shown) == nullptr});
}

void Keeper::quit(ExitCode code) {
  if (std::exchange(quit_, true)) return;
  stopping_ = true;
  decide(Quit{code});
}

// ---- to the service manager

void Keeper::pingWatchdog(Time now) {
  if (!watchdog_) return;
  if (inState(State::shown) == nullptr) {
    pingAt_.reset();
  } else if (!pingAt_ || *pingAt_ <= now) {
    decide(Notice::watchdog);
    pingAt_ = now + *watchdog_ / 2;
  }
}

Status Keeper::statusAt(Time now) const {
  if (stopping_) return Status::stopping;
  if (mayStart() && now < loop_.notBefore()) return Status::backingOff;
  if (const Visit* const shown = inState(State::shown)) {
    if (shown->blocked) return Status::blocked;
    return shown->busy ? Status::inUse : Status::free;
  }
  return everReady_ ? Status::replacing : Status::starting;
}

void Keeper::tellStatus(Time now) {
  const Status status = statusAt(now);
  if (told_ == status) return;
  told_ = status;
  decide(status);
}

// ---- for the loop

std::vector<Action> Keeper::take() {
  return std::exchange(actions_, {});
}

std::optional<Time> Keeper::nextDue() const {
  std::optional<Time> next = pingAt_;
  const auto atLatest = [&next](Time time) { next = next ? std::min(*next, time) : time; };
  for (const Visit& visit : visits_)
    atLatest(deadlineOf(visit));
  if (mayStart()) atLatest(loop_.notBefore());
  return next;
}

}  // namespace ssc::kiosk::keeper
