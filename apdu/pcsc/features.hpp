// What a reader can do beyond carrying APDUs (PC/SC part 10, "IFDs with Secure PIN Entry Capabilities").
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"
#include "apdu/pcsc/card_handle.hpp"

namespace ssc::pcsc {

/// The feature tags of PC/SC part 10 §2.3.
enum class FeatureTag : std::uint8_t {
  verifyPinStart = 0x01,
  verifyPinFinish = 0x02,
  modifyPinStart = 0x03,
  modifyPinFinish = 0x04,
  getKeyPressed = 0x05,
  verifyPinDirect = 0x06,
  modifyPinDirect = 0x07,
  mctReaderDirect = 0x08,
  mctUniversal = 0x09,
  ifdPinProperties = 0x0A,
  abort = 0x0B,
  setSpeMessage = 0x0C,
  verifyPinDirectAppId = 0x0D,
  modifyPinDirectAppId = 0x0E,
  writeDisplay = 0x0F,
  getKey = 0x10,
  ifdDisplayProperties = 0x11,
  getTlvProperties = 0x12,
  ccidEscCommand = 0x13,
  executePace = 0x20,
};

/// "FEATURE_VERIFY_PIN_DIRECT" …; "unknown feature" for a tag the standard does not define.
std::string_view nameOf(FeatureTag tag);

struct Feature {
  FeatureTag tag;             ///< may be one the standard does not define: vendors do
  std::uint32_t controlCode;  ///< what CardHandle::control takes for it
  friend bool operator==(const Feature&, const Feature&) = default;
};

class Features {
 public:
  Features() = default;
  explicit Features(std::vector<Feature> all) : all_(std::move(all)) {}

  [[nodiscard]] std::span<const Feature> all() const { return all_; }
  [[nodiscard]] std::optional<std::uint32_t> controlCode(FeatureTag tag) const;
  [[nodiscard]] bool has(FeatureTag tag) const { return controlCode(tag).has_value(); }

 private:
  std::vector<Feature> all_;
};

/// Reads the answer to CM_IOCTL_GET_FEATURE_REQUEST: entries of tag, length 04, control code (big-endian).
/// badLength: another length; badTag: a tag twice; the offset is that of the entry's field.
tl::expected<Features, apdu::ParseError> parseFeatures(apdu::ByteView answer);

/// Asks the reader. A reader without features has an empty list; `malformedAnswer` when its list does not
/// parse.
tl::expected<Features, apdu::ChannelError> featuresOf(const CardHandle& handle);

}  // namespace ssc::pcsc
