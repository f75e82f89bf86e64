#include "hostlib/capi/ssse32/device_name.hpp"

#include <algorithm>
#include <array>

namespace ssc::capi::ssse32 {
namespace {

struct PortRow {
  std::string_view name;
  Port port;
  bool hasNumber;
};
constexpr std::array kPorts{
    PortRow{"AUTO", Port::automatic, false},
    PortRow{"COM", Port::serial, true},
    PortRow{"USB", Port::usb, true},
    PortRow{"LPT", Port::parallel, true},
};

// Not std::toupper: that depends on the caller's locale.
constexpr char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool beginsWith(std::string_view text, std::string_view name) {
  return text.size() >= name.size() && std::ranges::equal(text.substr(0, name.size()), name, {}, upper);
}

std::optional<DeviceName> numbered(std::string_view digits, Port port) {
  if (digits.size() != 1 || digits[0] < '1' || digits[0] > '9') return std::nullopt;
  return DeviceName{port, static_cast<std::uint8_t>(digits[0] - '0')};
}

}  // namespace

std::optional<DeviceName> parseDeviceName(std::string_view text) {
  const auto* const row =
      std::ranges::find_if(kPorts, [&](const PortRow& r) { return beginsWith(text, r.name); });
  if (row == kPorts.end()) return std::nullopt;
  const std::string_view rest = text.substr(row->name.size());
  if (row->hasNumber) return numbered(rest, row->port);
  return rest.empty() ? std::optional(DeviceName{row->port, 0}) : std::nullopt;
}

}  // namespace ssc::capi::ssse32
