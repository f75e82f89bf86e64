#include "kiosk-app/keeper/report.hpp"

#include <system_error>

namespace ssc::kiosk::keeper {
namespace {

std::string detailOf(const Failure& failure) {
  switch (failure.cause) {
    case Cause::crashed:
      return " signal=" + std::to_string(failure.number);
    case Cause::ended:
      return " code=" + std::to_string(failure.number);
    case Cause::cannotStart:
      return " error=\"" + std::generic_category().message(failure.number) + "\"";
    case Cause::said:
      return " reason=" + std::string(toText(failure.reason));
    default:
      return {};
  }
}

}  // namespace

std::string lineOf(const Failure& failure) {
  return "ssc-kiosk: event=visit-failed cause=" + std::string(toText(failure.cause)) + detailOf(failure);
}

std::string lineOf(const CrashLoop::Alarm& alarm) {
  return "ssc-kiosk: alarm=crash-loop failures=" + std::to_string(alarm.failures) +
         " within=" + std::to_string(CrashLoop::kWindow.count()) +
         "s next-in=" + std::to_string(alarm.wait.count()) + "s";
}

std::string lineOf(Status status) {
  return "STATUS=" + std::string(toText(status));
}

std::string lineOf(Notice notice) {
  switch (notice) {
    case Notice::ready:
      return "READY=1";
    case Notice::watchdog:
      return "WATCHDOG=1";
    case Notice::stopping:
      return "STOPPING=1";
  }
  return {};
}

}  // namespace ssc::kiosk::keeper
