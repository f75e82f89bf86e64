#include "apdu/pcsc/reader_info.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <reader.h>

namespace ssc::pcsc {
namespace {

using apdu::ChannelError;

struct Attribute {
  DWORD id;
  void (*store)(ReaderInfo&, apdu::ByteView);
};

constexpr std::array kAttributes{
    Attribute{SCARD_ATTR_VENDOR_NAME,
              [](ReaderInfo& info, apdu::ByteView v) { info.vendor = attributeText(v); }},
    Attribute{SCARD_ATTR_VENDOR_IFD_TYPE,
              [](ReaderInfo& info, apdu::ByteView v) { info.model = attributeText(v); }},
    Attribute{SCARD_ATTR_VENDOR_IFD_SERIAL_NO,
              [](ReaderInfo& info, apdu::ByteView v) { info.serial = attributeText(v); }},
    Attribute{SCARD_ATTR_VENDOR_IFD_VERSION,
              [](ReaderInfo& info, apdu::ByteView v) { info.version = attributeVersion(v); }},
    Attribute{SCARD_ATTR_CHANNEL_ID, [](ReaderInfo& info, apdu::ByteView v) { info.bus = attributeBus(v); }},
};

/// What a driver answers for an attribute it does not have: PC/SC Lite passes several codes on.
bool isMissing(ChannelError error) {
  return error == ChannelError::unsupported || error == ChannelError::communication ||
         error == ChannelError::internal || error == ChannelError::malformedAnswer;
}

std::optional<std::uint32_t> attributeDword(apdu::ByteView value) {
  if (value.size() != sizeof(std::uint32_t) && value.size() != sizeof(std::uint64_t)) return std::nullopt;
  std::uint32_t number = 0;
  std::memcpy(&number, value.data(), sizeof number);
  return number;
}

}  // namespace

std::string attributeText(apdu::ByteView value) {
  return {value.begin(), std::ranges::find(value, std::uint8_t{0})};
}

std::optional<ReaderVersion> attributeVersion(apdu::ByteView value) {
  const auto version = attributeDword(value);
  if (!version) return std::nullopt;
  return ReaderVersion{static_cast<std::uint8_t>(*version >> 24), static_cast<std::uint8_t>(*version >> 16),
                       static_cast<std::uint16_t>(*version)};
}

std::optional<ReaderBus> attributeBus(apdu::ByteView value) {
  const auto channel = attributeDword(value);
  if (!channel) return std::nullopt;
  return static_cast<ReaderBus>(*channel >> 16);
}

tl::expected<ReaderInfo, ChannelError> readerInfo(const CardHandle& handle) {
  ReaderInfo info;
  for (const Attribute& attribute : kAttributes) {
    const auto value = handle.attribute(attribute.id);
    if (value) attribute.store(info, *value);
    if (!value && !isMissing(value.error())) return tl::unexpected(value.error());
  }
  return info;
}

}  // namespace ssc::pcsc
