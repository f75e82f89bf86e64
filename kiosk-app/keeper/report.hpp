// What the keeper says to those who run the kiosk: lines of name=value on standard error, and to the service
// manager.
#pragma once

#include <string>

#include "kiosk-app/keeper/actions.hpp"

namespace ssc::kiosk::keeper {

/// "ssc-kiosk: event=visit-failed cause=crashed signal=11", without a line feed.
std::string lineOf(const Failure& failure);
/// "ssc-kiosk: alarm=crash-loop failures=6 within=60s next-in=1s"
std::string lineOf(const CrashLoop::Alarm& alarm);
/// "STATUS=…", "READY=1" …
std::string lineOf(Status status);
std::string lineOf(Notice notice);

}  // namespace ssc::kiosk::keeper
