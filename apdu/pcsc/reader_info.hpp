// What a reader says of itself: vendor, model, serial number, version, bus (PC/SC part 3, reader attributes).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"
#include "apdu/pcsc/card_handle.hpp"

namespace ssc::pcsc {

/// SCARD_ATTR_VENDOR_IFD_VERSION, 0xMMmmbbbb.
struct ReaderVersion {
  std::uint8_t major;
  std::uint8_t minor;
  std::uint16_t build;
  friend bool operator==(const ReaderVersion&, const ReaderVersion&) = default;
};

/// How the reader is attached: the channel types of SCARD_ATTR_CHANNEL_ID, 0xDDDDCCCC, high half. Others
/// exist and are kept as their number.
enum class ReaderBus : std::uint16_t {
  serial = 0x0001,
  parallel = 0x0002,
  usb = 0x0020,
};

/// Each part is empty when the reader does not tell it.
struct ReaderInfo {
  std::string vendor;
  std::string model;
  std::string serial;
  std::optional<ReaderVersion> version;
  std::optional<ReaderBus> bus;  ///< libccid tells it of USB readers only
};

/// A text attribute: up to its first NUL, if it has one.
std::string attributeText(apdu::ByteView value);

/// A version attribute: a DWORD in the byte order of this machine, 4 or 8 bytes.
std::optional<ReaderVersion> attributeVersion(apdu::ByteView value);

/// The channel attribute: a DWORD as above.
std::optional<ReaderBus> attributeBus(apdu::ByteView value);

/// Attributes the driver does not know are left empty; the error is one of the connection itself.
tl::expected<ReaderInfo, apdu::ChannelError> readerInfo(const CardHandle& handle);

}  // namespace ssc::pcsc
