// The names of readers in the low-level interface: AUTO, COMn, USBn, LPTn.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace ssc::capi::ssse32 {

enum class Port : std::uint8_t { automatic, serial, usb, parallel };

struct DeviceName {
  Port port;
  std::uint8_t number;  ///< 1 to 9; 0 with `automatic`
  friend bool operator==(const DeviceName&, const DeviceName&) = default;
};

inline constexpr std::size_t kMaxDeviceName = 4;  ///< characters

/// Upper or lower case; empty for anything else.
std::optional<DeviceName> parseDeviceName(std::string_view text);

}  // namespace ssc::capi::ssse32
