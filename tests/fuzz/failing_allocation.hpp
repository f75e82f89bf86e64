// Memory that ends: the first byte of an input says at which allocation (0: never). A target then must give
// its error or let std::bad_alloc through, and leave nothing broken behind.
#pragma once

#include <cstdint>
#include <new>

namespace ssc::fuzz {

/// The `at`-th allocation from now fails, once; 0: none.
void failAllocation(unsigned at) noexcept;

/// Runs `body` with the failure; what it throws for want of memory ends here.
template <class Body>
void withFailingAllocation(unsigned at, const Body& body) {
  failAllocation(at);
  try {
    body();
  } catch (const std::bad_alloc&) {
    failAllocation(0);
    return;
  }
  failAllocation(0);
}

}  // namespace ssc::fuzz
