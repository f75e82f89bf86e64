// The other half of an operator new that takes its memory from malloc: for programs that replace it to let it
// fail. All forms, so that a sanitizer does not see one half of a pair; of the whole process, the shared
// libraries' too.
#include <cstddef>
#include <cstdlib>
#include <new>

#pragma GCC visibility push(default)
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}
#pragma GCC visibility pop
