// The keeper with real processes: waits for signals, sockets and time, and carries out what Keeper decides.
#pragma once

#include <map>
#include <poll.h>
#include <string>
#include <vector>

#include "kiosk-app/keeper/keeper.hpp"
#include "kiosk-app/keeper/line_reader.hpp"
#include "kiosk-app/keeper/process.hpp"
#include "kiosk-app/keeper/service_manager.hpp"

namespace ssc::kiosk::keeper {

class Loop {
 public:
  /// `command`: the visit's program by its path, and its arguments.
  Loop(Keeper keeper, ServiceManager manager, std::vector<std::string> command);

  /// Until SIGTERM or SIGINT, or until the visit's program shows that it cannot work here at all.
  ExitCode run();

 private:
  struct Running {
    Process process;
    LineReader lines;
  };

  bool prepare();
  void wait();
  void readSignals(Time now);
  void readLinks(Time now);
  void readLink(VisitId visit, Running& running, Time now);
  bool hear(VisitId visit, Running& running, std::string_view bytes, Time now);
  void reap(Time now);
  void reapOne(pid_t pid, Exit exit, Time now);
  void carryOut();

  void perform(const Start& start);
  void perform(const Show& show);
  void perform(const End& end);
  void perform(const Kill& kill);
  void perform(Notice notice);
  void perform(Status status);
  void perform(const Failure& failure);
  void perform(const CrashLoop::Alarm& alarm);
  void perform(const Quit& quit);
  void say(VisitId visit, std::string_view line);

  Keeper keeper_;
  ServiceManager manager_;
  std::vector<std::string> command_;
  UniqueFd signals_;
  std::map<VisitId, Running> running_;
  std::vector<pollfd> waiting_;
  std::optional<ExitCode> exit_;
};

}  // namespace ssc::kiosk::keeper
