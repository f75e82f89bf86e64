// Who is on the screen, who comes next, and who has to go. No processes and no clock here: events come in
// with their time, decisions come out (actions.hpp), the loop carries them out.
//
// At most two visits live: the one that is shown, and the next one, painted and hidden.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

#include "kiosk-app/keeper/actions.hpp"

namespace ssc::kiosk::keeper {

struct Limits {
  std::chrono::milliseconds start{20'000};  ///< from its start until it is ready
  std::chrono::milliseconds alive{5'000};   ///< between two signs of life, once ready
  std::chrono::milliseconds handOver{
      1'000};  ///< from its leaving until it is told to end, though nothing covers it
  std::chrono::milliseconds end{1'000};    ///< from being told to end until it is killed
  std::chrono::milliseconds stop{3'000};   ///< the same when the keeper itself ends
  std::chrono::milliseconds dying{2'000};  ///< after which one that was killed is not counted any more
};

/// How a process ended: by a signal, or with an exit code.
struct Exit {
  bool bySignal = false;
  int number = 0;
};

class Keeper {
 public:
  /// `watchdog`: how often the service manager wants to hear that all is well.
  explicit Keeper(const Limits& limits, std::optional<std::chrono::microseconds> watchdog = std::nullopt)
      : limits_(limits), watchdog_(watchdog) {}

  // ---- events

  void begin(Time now);
  void said(VisitId id, Message message, Time now);
  void garbled(VisitId id, Time now);
  void closed(VisitId id, Time now);
  void exited(VisitId id, Exit exit, Time now);
  void cannotStart(VisitId id, int error, Time now);
  /// The configuration changed: a new visit takes the place of the shown one as soon as nobody uses that.
  void reload(Time now);
  /// The first time politely, the second time at once.
  void stop(Time now);
  /// Time passed.
  void tick(Time now);

  // ---- decisions

  /// Those made since the last call, in the order in which they are to be carried out.
  std::vector<Action> take();
  /// When tick() is needed at the latest; nothing while no time limit runs.
  [[nodiscard]] std::optional<Time> nextDue() const;

 private:
  enum class State {
    starting,  // not painted yet
    waiting,   // painted, hidden
    shown,
    parted,   // closed its socket; its exit is awaited
    leaving,  // gives way: wiped, but still on the screen until the next one covers it
    ending,   // told to end
    killed,
  };
  struct Visit {
    VisitId id{};
    State state = State::starting;
    Time since{};  // of the state; of waiting and shown: of the last sign of life
    unsigned configuration = 0;
    bool painted = false, busy = false, blocked = false;
  };
  struct Hearing {
    State first, last;  // of the states in which the word may come
    void (Keeper::*effect)(Visit&, Message, Time);
  };
  static const Hearing& hearingOf(Word word);

  Visit* find(VisitId id);
  [[nodiscard]] const Visit* inState(State state) const;
  Visit* inState(State state);
  [[nodiscard]] bool mayStart() const;
  [[nodiscard]] Time deadlineOf(const Visit& visit) const;

  void hearReady(Visit& visit, Message message, Time now);
  void hearAlive(Visit& visit, Message message, Time now);
  void hearShown(Visit& visit, Message message, Time now);
  void hearUse(Visit& visit, Message message, Time now);
  void hearLeft(Visit& visit, Message message, Time now);
  void hearFailed(Visit& visit, Message message, Time now);

  void fail(Visit& visit, Failure failure, Time now);
  void count(const Failure& failure, Time now);
  void end(Visit& visit, Time now);
  void kill(Visit& visit, Time now);
  void forget(VisitId id);
  void expire(Visit& visit, Time now);
  void quit(ExitCode code);
  template <class Decision>
  void decide(Decision decision) {
    actions_.emplace_back(decision);
  }

  void settle(Time now);
  void endOutdated(Time now);
  void giveWay(Time now);
  void showNext();
  void endCovered(Time now);
  void startNext(Time now);
  void pingWatchdog(Time now);
  void tellStatus(Time now);
  [[nodiscard]] Status statusAt(Time now) const;

  Limits limits_;
  std::optional<std::chrono::microseconds> watchdog_;
  std::vector<Visit> visits_;
  std::vector<Action> actions_;
  CrashLoop loop_;
  std::uint32_t lastId_ = 0;
  unsigned configuration_ = 0;
  std::optional<Time> pingAt_;
  std::optional<Status> told_;
  bool everReady_ = false, stopping_ = false, quit_ = false;
};

}  // namespace ssc::kiosk::keeper
