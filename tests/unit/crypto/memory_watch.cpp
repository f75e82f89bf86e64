#include "tests/unit/crypto/memory_watch.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <malloc.h>
#include <new>
#include <openssl/crypto.h>

namespace {

ssc::test::MemoryWatch* activeWatch = nullptr;  // allocators have no argument to pass it in

void* watchedMalloc(std::size_t size) {
  void* block = std::malloc(size == 0 ? 1 : size);
  if (activeWatch != nullptr && block != nullptr) activeWatch->allocated(block);
  return block;
}

void watchedFree(void* block) {
  if (activeWatch != nullptr && block != nullptr) activeWatch->freeing(block);
  std::free(block);
}

void* opensslMalloc(std::size_t size, const char* /*file*/, int /*line*/) {
  return watchedMalloc(size);
}
void opensslFree(void* block, const char* /*file*/, int /*line*/) {
  watchedFree(block);
}

/// Always moves, so that the old block is looked at too.
void* opensslRealloc(void* block, std::size_t size, const char* /*file*/, int /*line*/) {
  if (size == 0) return watchedFree(block), nullptr;
  void* moved = watchedMalloc(size);
  if (moved == nullptr || block == nullptr) return moved;
  std::memcpy(moved, block, std::min(size, malloc_usable_size(block)));
  watchedFree(block);
  return moved;
}

// OpenSSL takes other allocators only before its first use; libcpp-httplib uses it as it is loaded, before
// any constructor of the program. What stands in .preinit_array runs before the libraries'.
bool opensslIsWatched = false;
void watchOpenssl() {
  opensslIsWatched = CRYPTO_set_mem_functions(opensslMalloc, opensslRealloc, opensslFree) == 1;
}
[[gnu::section(".preinit_array"), gnu::used]] void (*const runsFirst)() = watchOpenssl;

std::span<const std::uint8_t> contentOf(void* block) {
  return {static_cast<const std::uint8_t*>(block), malloc_usable_size(block)};
}

}  // namespace

void* operator new(std::size_t size) {
  if (void* block = watchedMalloc(size)) return block;
  throw std::bad_alloc();
}
void operator delete(void* block) noexcept {
  watchedFree(block);
}
void operator delete(void* block, std::size_t /*size*/) noexcept {
  watchedFree(block);
}

namespace ssc::test {

bool watchesOpenssl() {
  return opensslIsWatched;
}

bool holds(std::span<const std::uint8_t> region, std::span<const std::uint8_t> pattern) {
  return memmem(region.data(), region.size(), pattern.data(), pattern.size()) != nullptr;
}

MemoryWatch::MemoryWatch(std::span<const std::uint8_t> pattern) : pattern_(pattern) {
  activeWatch = this;
}
MemoryWatch::~MemoryWatch() {
  activeWatch = nullptr;
}

std::size_t MemoryWatch::liveHits() const {
  return static_cast<std::size_t>(std::count_if(live_.begin(), live_.end(), [this](void* block) {
    return block != nullptr && holds(contentOf(block), pattern_);
  }));
}

void MemoryWatch::allocated(void* block) {
  auto* slot = std::find(live_.begin(), live_.end(), nullptr);
  if (slot == live_.end()) std::abort();  // a block that is not watched would be a blind spot
  *slot = block;
}

void MemoryWatch::freeing(void* block) {
  if (holds(contentOf(block), pattern_)) ++freedHits_;
  std::replace(live_.begin(), live_.end(), block, static_cast<void*>(nullptr));
}

}  // namespace ssc::test
