// What the keeper decides, as values: the loop carries them out, tests compare them.
#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "kiosk-app/keeper/crash_loop.hpp"
#include "kiosk-app/keeper/words.hpp"

namespace ssc::kiosk::keeper {

/// A visit, by a number that is never used again.
enum class VisitId : std::uint32_t {};

/// What the operator reads (`systemctl status`).
enum class Status { starting, free, inUse, blocked, replacing, backingOff, stopping };

enum class Cause {
  crashed,      ///< ended by a signal: `number`
  ended,        ///< ended without having said that it leaves: exit code `number`
  cannotStart,  ///< the program could not be executed: errno `number`
  slow,         ///< not ready in time
  hung,         ///< not alive for too long
  garbled,      ///< said what is not agreed on, or too much
  closed,       ///< closed its end of the socket
  said,         ///< said that it cannot work: `reason`
  stuck,        ///< killed, but still there
};

/// The program's exit codes.
enum class ExitCode { done = 0, defect = 1, arguments = 2, noVisit = 3 };

struct Start {
  VisitId visit{};
  bool isAwaited = false;  ///< nothing is on the screen: it will be shown as soon as it is ready
  bool operator==(const Start&) const = default;
};
struct Show {
  VisitId visit{};
  bool operator==(const Show&) const = default;
};
struct End {
  VisitId visit{};
  bool operator==(const End&) const = default;
};
struct Kill {
  VisitId visit{};
  bool operator==(const Kill&) const = default;
};
/// To the service manager: READY=1, WATCHDOG=1, STOPPING=1.
enum class Notice { ready, watchdog, stopping };
/// One line on standard error.
struct Failure {
  Cause cause{};
  int number = 0;
  Reason reason = Reason::none;
  bool operator==(const Failure&) const = default;
};
struct Quit {
  ExitCode code = ExitCode::done;
  bool operator==(const Quit&) const = default;
};

using Action = std::variant<Start, Show, End, Kill, Notice, Status, Failure, CrashLoop::Alarm, Quit>;

std::string_view toText(Status status);
std::string_view toText(Cause cause);

}  // namespace ssc::kiosk::keeper
