// A visit as a process: started with nothing but what it needs, and gone for sure when it is killed.
#pragma once

#include <string>
#include <sys/types.h>
#include <tl/expected.hpp>
#include <vector>

#include "kiosk-app/keeper/unique_fd.hpp"

namespace ssc::kiosk::keeper {

struct Process {
  pid_t pid = -1;  ///< of it, and of its process group
  UniqueFd link;   ///< our end of the socket; does not block
};

/// The number of the visit's end of the socket, which it learns by `--keeper-fd`.
inline constexpr int kLinkFd = 3;

/// Executes `command` (path of the program, then its arguments) in a process group of its own. It inherits
/// standard output and error, the socket and nothing else; it dies with this process; it leaves no core.
/// Error: errno of the start.
tl::expected<Process, int> startProcess(const std::vector<std::string>& command);

/// The process and all of its group. Call it only while the process has not been waited for.
void killProcess(pid_t pid);

/// No core of this process and its children: neither as a file nor into a pipe.
void forbidCores();

}  // namespace ssc::kiosk::keeper
