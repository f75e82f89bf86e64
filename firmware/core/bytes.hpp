// Byte views and the one container of the firmware: a buffer of fixed capacity that refuses what does not
// fit.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace ssc::fw {

using ByteView = std::span<const std::uint8_t>;

/// Overwrites what may have been a PIN; the compiler may not leave it out.
inline void wipe(std::span<std::uint8_t> bytes) {
  volatile std::uint8_t* const first = bytes.data();
  for (std::size_t i = 0; i < bytes.size(); ++i)
    first[i] = 0;
}

template <std::size_t Capacity>
class Buffer {
 public:
  /// False, and nothing is stored, when the byte does not fit.
  constexpr bool append(std::uint8_t byte) {
    if (size_ == Capacity) return false;
    bytes_[size_++] = byte;
    return true;
  }

  /// All of `bytes` or nothing.
  constexpr bool append(ByteView bytes) {
    if (bytes.size() > Capacity - size_) return false;
    for (const std::uint8_t byte : bytes)
      bytes_[size_++] = byte;
    return true;
  }

  constexpr void clear() { size_ = 0; }

  /// Forgets the bytes and overwrites them: an exchange may have carried a PIN.
  void wipe() {
    fw::wipe(std::span(bytes_).first(size_));
    size_ = 0;
  }

  [[nodiscard]] constexpr ByteView view() const { return {bytes_.data(), size_}; }
  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  [[nodiscard]] constexpr bool empty() const { return size_ == 0; }
  [[nodiscard]] constexpr std::uint8_t operator[](std::size_t index) const { return bytes_[index]; }

 private:
  std::array<std::uint8_t, Capacity> bytes_{};
  std::size_t size_ = 0;
};

}  // namespace ssc::fw
