// SIGINT and SIGTERM as something to read, like everything else a loop waits for.
#pragma once

#include "keys-sim/device/unix_socket.hpp"

namespace ssc::sim {

/// Blocks both signals for this thread and those it starts: call it before any is started.
Socket signalSocket();

}  // namespace ssc::sim
