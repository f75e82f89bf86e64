// Sees every block of the heap when it is freed: whatever a secret leaves behind is found here. The watch
// replaces operator new and delete of its program, and OpenSSL's allocator.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace ssc::test {

/// True when OpenSSL accepted our allocator (it does so only before its first allocation).
bool watchesOpenssl();

/// True when `region` holds `pattern` somewhere. The compiler cannot see through it.
bool holds(std::span<const std::uint8_t> region, std::span<const std::uint8_t> pattern);

/// Looks for one pattern while it lives; one watch at a time. The pattern is not copied: keep it off the
/// heap.
class MemoryWatch {
 public:
  explicit MemoryWatch(std::span<const std::uint8_t> pattern);
  MemoryWatch(const MemoryWatch&) = delete;
  MemoryWatch& operator=(const MemoryWatch&) = delete;
  ~MemoryWatch();

  /// Blocks allocated since the watch began, not yet freed, that hold the pattern.
  [[nodiscard]] std::size_t liveHits() const;
  /// Blocks that held the pattern when they were freed: each one is a leak of the secret.
  [[nodiscard]] std::size_t freedHits() const { return freedHits_; }

  void allocated(void* block);
  void freeing(void* block);

 private:
  static constexpr std::size_t kMaximalBlocks = 4096;
  std::span<const std::uint8_t> pattern_;
  std::array<void*, kMaximalBlocks> live_{};
  std::size_t freedHits_ = 0;
};

}  // namespace ssc::test
