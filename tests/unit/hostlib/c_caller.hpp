// A caller of the C interface: a machine without smart-card service, and buffers full of canaries. What is
// refused before any device is touched is told apart from what is not (-14 and -11).
#pragma once

#include <array>
#include <cstring>
#include <optional>
#include <string>

#include "card-spec/text.hpp"
#include "tests/unit/hostlib/temporary_folder.hpp"

namespace ssc::test {

inline constexpr unsigned char kCanary = 0xA5;

// No service answers here, and no configuration of this machine is read.
struct Machine {
  TemporaryFolder folder;
  Environment service{"PCSCLITE_CSOCK_NAME", (folder.path() / "no-service").string()};
  Environment configuration;
  explicit Machine(std::string_view toml = "")
      : configuration("SSC_CONFIG", folder.write("ssc.toml", toml).string()) {}
};

// A caller's buffer, full of canaries.
template <std::size_t Size>
struct BufferOf {
  std::array<char, Size> bytes{};
  BufferOf() { bytes.fill(static_cast<char>(kCanary)); }
  [[nodiscard]] char* data() { return bytes.data(); }
  [[nodiscard]] std::string text() const { return {bytes.data(), ::strnlen(bytes.data(), bytes.size())}; }
  [[nodiscard]] bool intactBehindNul() const { return intactFrom(text().size() + 1); }
  [[nodiscard]] bool intactFrom(std::size_t place) const {
    for (std::size_t i = place; i < bytes.size(); ++i) {
      if (static_cast<unsigned char>(bytes[i]) != kCanary) return false;
    }
    return true;
  }
};
using Buffer = BufferOf<2048>;

inline std::optional<std::string> utf8Of(const std::string& gb) {
  return cardspec::toUtf8({reinterpret_cast<const std::uint8_t*>(gb.data()), gb.size()});
}

}  // namespace ssc::test
