// Sees what a program leaves behind in the heap: while a watch lives, every block that is freed is searched.
// Works by replacing operator new and delete of the test program.
#pragma once

#include <cstddef>

#include "apdu/bytes.hpp"

namespace ssc::test {

/// One at a time. `needle` must outlive the watch and must not lie in the heap.
class FreedMemoryWatch {
 public:
  explicit FreedMemoryWatch(apdu::ByteView needle);
  FreedMemoryWatch(const FreedMemoryWatch&) = delete;
  FreedMemoryWatch& operator=(const FreedMemoryWatch&) = delete;
  ~FreedMemoryWatch();

  /// Blocks freed since the watch began that still held the needle.
  [[nodiscard]] std::size_t hits() const;
};

}  // namespace ssc::test
