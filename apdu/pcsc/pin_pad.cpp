#include "apdu/pcsc/pin_pad.hpp"

#include <algorithm>
#include <array>
#include <winscard.h>

namespace ssc::pcsc {
namespace {

using apdu::ByteView;
using apdu::ChannelError;
using apdu::StatusWord;

struct EndRow {
  PinEnd end;
  StatusWord sw;
  std::string_view text;
};
constexpr std::array kEnds{
    EndRow{PinEnd::timedOut, StatusWord{0x6400}, "no key was pressed in time"},
    EndRow{PinEnd::cancelled, StatusWord{0x6401}, "the cancel key was pressed"},
    EndRow{PinEnd::mismatch, StatusWord{0x6402}, "the new PIN was entered in two different ways"},
    EndRow{PinEnd::badLength, StatusWord{0x6403}, "too few or too many digits"},
    EndRow{PinEnd::badStructure, StatusWord{0x6B80}, "the pad does not do what it was asked for"},
};

using Parser = tl::expected<PadProperties, apdu::ParseError> (*)(ByteView);

/// The better source first.
struct PropertySource {
  FeatureTag feature;
  Parser parse;
};
constexpr std::array kSources{
    PropertySource{FeatureTag::getTlvProperties, parseTlvProperties},
    PropertySource{FeatureTag::ifdPinProperties, parsePinProperties},
};

tl::expected<PadProperties, ChannelError> propertiesOf(const CardHandle& card, const Features& features) {
  for (const PropertySource& source : kSources) {
    const auto code = features.controlCode(source.feature);
    if (!code) continue;
    std::array<std::uint8_t, MAX_BUFFER_SIZE> answer{};
    const auto size = card.control(*code, {}, answer);
    if (!size) return tl::unexpected(size.error());
    auto properties = source.parse(ByteView(answer).first(*size));
    if (!properties) return tl::unexpected(ChannelError::malformedAnswer);
    return *properties;
  }
  return PadProperties{};
}

/// bTimerOut counts each entry for itself: all of them together must end with the job.
tl::expected<std::chrono::seconds, ChannelError> timerFor(std::chrono::seconds wanted, int entries,
                                                          Deadline deadline) {
  const auto left = remaining(deadline, std::chrono::hours{1});
  const auto each = std::chrono::floor<std::chrono::seconds>(left / entries);
  if (each < std::chrono::seconds{1}) return tl::unexpected(ChannelError::timedOut);
  return std::min(wanted, each);
}

}  // namespace

struct PinPad::Operation {
  FeatureTag feature;
  int entries;
  tl::expected<apdu::Bytes, ChannelError> (*build)(const PinEntry&, const PadProperties&);
};

std::string_view toText(PinEnd end) {
  const auto* const row = std::ranges::find(kEnds, end, &EndRow::end);
  return row == kEnds.end() ? "the card answered" : row->text;
}

PinEnd endOf(StatusWord sw) {
  const auto* const row = std::ranges::find(kEnds, sw, &EndRow::sw);
  return row == kEnds.end() ? PinEnd::answered : row->end;
}

tl::expected<PinPad, ChannelError> PinPad::of(const CardHandle& card) {
  auto features = featuresOf(card);
  if (!features) return tl::unexpected(features.error());
  const bool isPad = features->has(FeatureTag::verifyPinDirect) || features->has(FeatureTag::modifyPinDirect);
  if (!isPad) return tl::unexpected(ChannelError::unsupported);
  const auto properties = propertiesOf(card, *features);
  if (!properties) return tl::unexpected(properties.error());
  return PinPad(std::move(*features), *properties);
}

tl::expected<PinPadAnswer, ChannelError> PinPad::verify(const CardHandle& card, const PinEntry& entry,
                                                        const JobToken& job) const {
  return run({FeatureTag::verifyPinDirect, 1, verifyStructure}, card, entry, job);
}

tl::expected<PinPadAnswer, ChannelError> PinPad::modify(const CardHandle& card, const PinEntry& entry,
                                                        const JobToken& job) const {
  return run({FeatureTag::modifyPinDirect, 3, modifyStructure}, card, entry, job);
}

tl::expected<PinPadAnswer, ChannelError> PinPad::run(const Operation& operation, const CardHandle& card,
                                                     PinEntry entry, const JobToken& job) const {
  if (const auto refusal = job.refusal()) return tl::unexpected(*refusal);
  const auto code = features_.controlCode(operation.feature);
  if (!code) return tl::unexpected(ChannelError::unsupported);
  const auto timer = timerFor(entry.timeout, operation.entries, job.deadline());
  if (!timer) return tl::unexpected(timer.error());
  entry.timeout = *timer;
  const auto structure = operation.build(entry, properties_);
  if (!structure) return tl::unexpected(structure.error());

  std::array<std::uint8_t, MAX_BUFFER_SIZE> answer{};
  const auto size = card.control(*code, *structure, answer);
  if (!size) return tl::unexpected(size.error());
  if (*size != 2) return tl::unexpected(ChannelError::malformedAnswer);
  const StatusWord sw(answer[0], answer[1]);
  return PinPadAnswer{endOf(sw), sw};
}

}  // namespace ssc::pcsc
