// Ctrl-C as a stop token: the command ends what it is doing and releases the card.
#pragma once

#include <stop_token>

namespace ssc::cli {

/// Blocks SIGINT and SIGTERM in the calling thread and in all threads made later; a thread of its own waits
/// for them. The first signal requests the stop; a second one ends the program.
std::stop_token stopOnSignals();

}  // namespace ssc::cli
