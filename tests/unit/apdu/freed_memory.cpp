#include "tests/unit/apdu/freed_memory.hpp"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <new>

namespace ssc::test {
namespace {

// A replaced operator delete has nobody to ask: these three are the only globals.
std::atomic<const std::uint8_t*> needleBytes{nullptr};
std::atomic<std::size_t> needleSize{0};
std::atomic<std::size_t> hitCount{0};

constexpr std::size_t kHead = alignof(std::max_align_t);  // room for the size before each block

void* allocate(std::size_t size) {
  void* const block = std::malloc(size + kHead);
  if (block == nullptr) throw std::bad_alloc();
  std::memcpy(block, &size, sizeof size);
  return static_cast<std::uint8_t*>(block) + kHead;
}

void release(void* pointer) noexcept {
  if (pointer == nullptr) return;
  auto* const block = static_cast<std::uint8_t*>(pointer) - kHead;
  const std::uint8_t* const needle = needleBytes;
  if (needle != nullptr) {
    std::size_t size = 0;
    std::memcpy(&size, block, sizeof size);
    const auto* const bytes = static_cast<const std::uint8_t*>(pointer);
    if (std::search(bytes, bytes + size, needle, needle + needleSize) != bytes + size) ++hitCount;
  }
  std::free(block);
}

}  // namespace

FreedMemoryWatch::FreedMemoryWatch(apdu::ByteView needle) {
  hitCount = 0;
  needleSize = needle.size();
  needleBytes = needle.data();
}

FreedMemoryWatch::~FreedMemoryWatch() {
  needleBytes = nullptr;
}

std::size_t FreedMemoryWatch::hits() const {
  return hitCount;
}

}  // namespace ssc::test

void* operator new(std::size_t size) {
  return ssc::test::allocate(size);
}
void* operator new[](std::size_t size) {
  return ssc::test::allocate(size);
}
void operator delete(void* pointer) noexcept {
  ssc::test::release(pointer);
}
void operator delete[](void* pointer) noexcept {
  ssc::test::release(pointer);
}
void operator delete(void* pointer, std::size_t /*size*/) noexcept {
  ssc::test::release(pointer);
}
void operator delete[](void* pointer, std::size_t /*size*/) noexcept {
  ssc::test::release(pointer);
}
