#include "tests/fuzz/failing_allocation.hpp"

#include <cstdlib>

namespace {
thread_local unsigned left = 0;
}  // namespace

namespace ssc::fuzz {

void failAllocation(unsigned at) noexcept {
  left = at;
}

}  // namespace ssc::fuzz

// All of them: a sanitizer must not see one half of a pair.
#pragma GCC visibility push(default)
void* operator new(std::size_t size) {
  if (left > 0 && --left == 0) throw std::bad_alloc();
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void* operator new[](std::size_t size) {
  return operator new(size);
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return std::malloc(size == 0 ? 1 : size);
}
void* operator new[](std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return std::malloc(size == 0 ? 1 : size);
}
#pragma GCC visibility pop
