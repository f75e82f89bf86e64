// Reader names of PC/SC Lite: "Model [interface] (serial) 00 02", the last two numbers hexadecimal: which
// reader of this service, and which slot of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssc::pcsc {

struct ReaderName {
  std::string base;     ///< what the driver calls the device, the same for all its slots
  std::uint8_t reader;  ///< the number of the device in this service, changes with plugging
  std::uint8_t slot;    ///< the slot of the device, from 0
  friend bool operator==(const ReaderName&, const ReaderName&) = default;
};

/// Empty where the text does not end in two numbers of two hexadecimal digits.
std::optional<ReaderName> parseReaderName(std::string_view text);

/// The text the service uses.
std::string toText(const ReaderName& name);

}  // namespace ssc::pcsc
