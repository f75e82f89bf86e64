// nlohmann/json needs memory to destroy a list or an object, in a destructor: where it gets none it ends the
// process. The product cannot mend that, so those allocations are left in peace, and counted.
#pragma once

namespace ssc::stress {

/// Reads the names of this process's functions. False where there are none to read: nothing is left in peace
/// then.
bool findJsonDestruction();
/// Whether this thread is destroying JSON. Counts the places of which it says so.
bool isDestroyingJson() noexcept;
/// How often it said so since the last time this was asked.
long destructionsLeftInPeace();

}  // namespace ssc::stress
