#include "apdu/pcsc/features.hpp"

#include <algorithm>
#include <array>
#include <reader.h>

namespace ssc::pcsc {
namespace {

using apdu::ChannelError;
using apdu::ParseError;
using apdu::ParseFault;

struct FeatureName {
  std::uint8_t tag;
  std::string_view name;
};

constexpr std::array kNames{
    FeatureName{FEATURE_VERIFY_PIN_START, "FEATURE_VERIFY_PIN_START"},
    FeatureName{FEATURE_VERIFY_PIN_FINISH, "FEATURE_VERIFY_PIN_FINISH"},
    FeatureName{FEATURE_MODIFY_PIN_START, "FEATURE_MODIFY_PIN_START"},
    FeatureName{FEATURE_MODIFY_PIN_FINISH, "FEATURE_MODIFY_PIN_FINISH"},
    FeatureName{FEATURE_GET_KEY_PRESSED, "FEATURE_GET_KEY_PRESSED"},
    FeatureName{FEATURE_VERIFY_PIN_DIRECT, "FEATURE_VERIFY_PIN_DIRECT"},
    FeatureName{FEATURE_MODIFY_PIN_DIRECT, "FEATURE_MODIFY_PIN_DIRECT"},
    FeatureName{FEATURE_MCT_READER_DIRECT, "FEATURE_MCT_READER_DIRECT"},
    FeatureName{FEATURE_MCT_UNIVERSAL, "FEATURE_MCT_UNIVERSAL"},
    FeatureName{FEATURE_IFD_PIN_PROPERTIES, "FEATURE_IFD_PIN_PROPERTIES"},
    FeatureName{FEATURE_ABORT, "FEATURE_ABORT"},
    FeatureName{FEATURE_SET_SPE_MESSAGE, "FEATURE_SET_SPE_MESSAGE"},
    FeatureName{FEATURE_VERIFY_PIN_DIRECT_APP_ID, "FEATURE_VERIFY_PIN_DIRECT_APP_ID"},
    FeatureName{FEATURE_MODIFY_PIN_DIRECT_APP_ID, "FEATURE_MODIFY_PIN_DIRECT_APP_ID"},
    FeatureName{FEATURE_WRITE_DISPLAY, "FEATURE_WRITE_DISPLAY"},
    FeatureName{FEATURE_GET_KEY, "FEATURE_GET_KEY"},
    FeatureName{FEATURE_IFD_DISPLAY_PROPERTIES, "FEATURE_IFD_DISPLAY_PROPERTIES"},
    FeatureName{FEATURE_GET_TLV_PROPERTIES, "FEATURE_GET_TLV_PROPERTIES"},
    FeatureName{FEATURE_CCID_ESC_COMMAND, "FEATURE_CCID_ESC_COMMAND"},
    FeatureName{FEATURE_EXECUTE_PACE, "FEATURE_EXECUTE_PACE"},
};

constexpr std::size_t kTagLength = 2;
constexpr std::size_t kCodeLength = 4;
constexpr std::size_t kEntry = kTagLength + kCodeLength;

std::uint32_t bigEndian(apdu::ByteView bytes) {
  std::uint32_t value = 0;
  for (const std::uint8_t byte : bytes)
    value = (value << 8) | byte;
  return value;
}

tl::expected<Feature, ParseError> parseEntry(apdu::ByteView answer, std::size_t at) {
  const apdu::ByteView rest = answer.subspan(at);
  if (rest.size() < kTagLength) return tl::unexpected(ParseError{ParseFault::truncated, answer.size()});
  if (rest[1] != kCodeLength) return tl::unexpected(ParseError{ParseFault::badLength, at + 1});
  if (rest.size() < kEntry) return tl::unexpected(ParseError{ParseFault::truncated, answer.size()});
  return Feature{static_cast<FeatureTag>(rest[0]), bigEndian(rest.subspan(kTagLength, kCodeLength))};
}

}  // namespace

std::string_view nameOf(FeatureTag tag) {
  const auto* const row = std::ranges::find(kNames, static_cast<std::uint8_t>(tag), &FeatureName::tag);
  return row == kNames.end() ? "unknown feature" : row->name;
}

std::optional<std::uint32_t> Features::controlCode(FeatureTag tag) const {
  const auto found = std::ranges::find(all_, tag, &Feature::tag);
  if (found == all_.end()) return std::nullopt;
  return found->controlCode;
}

tl::expected<Features, ParseError> parseFeatures(apdu::ByteView answer) {
  std::vector<Feature> all;
  for (std::size_t at = 0; at < answer.size(); at += kEntry) {
    const auto entry = parseEntry(answer, at);
    if (!entry) return tl::unexpected(entry.error());
    if (std::ranges::find(all, entry->tag, &Feature::tag) != all.end()) {
      return tl::unexpected(ParseError{ParseFault::badTag, at});
    }
    all.push_back(*entry);
  }
  return Features(std::move(all));
}

tl::expected<Features, ChannelError> featuresOf(const CardHandle& handle) {
  std::array<std::uint8_t, MAX_BUFFER_SIZE> answer{};
  const auto size = handle.control(CM_IOCTL_GET_FEATURE_REQUEST, {}, answer);
  if (!size && size.error() == ChannelError::unsupported) return Features{};
  if (!size) return tl::unexpected(size.error());
  auto features = parseFeatures(apdu::ByteView(answer).first(*size));
  if (!features) return tl::unexpected(ChannelError::malformedAnswer);
  return std::move(*features);
}

}  // namespace ssc::pcsc
