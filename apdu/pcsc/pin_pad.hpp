// A reader with its own keys (PC/SC part 10, "IFDs with Secure PIN Entry Capabilities"): it asks for the PIN
// and gives it to the card. The PIN never reaches this computer.
#pragma once

#include <cstdint>
#include <string_view>
#include <tl/expected.hpp>

#include "apdu/error.hpp"
#include "apdu/pcsc/card_handle.hpp"
#include "apdu/pcsc/features.hpp"
#include "apdu/pcsc/job.hpp"
#include "apdu/pcsc/pin_structure.hpp"
#include "apdu/status_word.hpp"

namespace ssc::pcsc {

/// How an entry on the pad ended (part 10). A card that itself answers one of the pad's status words
/// cannot be told from the pad.
enum class PinEnd : std::uint8_t {
  answered,      ///< the command was sent: the status word is the card's
  timedOut,      ///< 6400: no key was pressed in time
  cancelled,     ///< 6401: the cancel key was pressed
  mismatch,      ///< 6402: the new PIN was entered in two different ways
  badLength,     ///< 6403: too few or too many digits
  badStructure,  ///< 6B80: the pad does not do what it was asked for
};

std::string_view toText(PinEnd end);

struct PinPadAnswer {
  PinEnd end = PinEnd::badStructure;
  apdu::StatusWord sw;
  friend bool operator==(const PinPadAnswer&, const PinPadAnswer&) = default;
};

PinEnd endOf(apdu::StatusWord sw);

class PinPad {
 public:
  /// Asks the reader of a connected card. `unsupported`: it has no pad, or none of the DIRECT features;
  /// `malformedAnswer`: what it tells of itself does not parse.
  static tl::expected<PinPad, apdu::ChannelError> of(const CardHandle& card);

  [[nodiscard]] bool canVerify() const { return features_.has(FeatureTag::verifyPinDirect); }
  [[nodiscard]] bool canModify() const { return features_.has(FeatureTag::modifyPinDirect); }
  [[nodiscard]] const PadProperties& properties() const { return properties_; }

  /// One entry, sent to the card as `entry` says. The call blocks while the holder types, so it belongs into
  /// a job: a caller who walks away has the answer at once, the pad ends by its own timer, which never runs
  /// longer than the job's deadline, and the card is reset with the job's connection. PC/SC Lite cannot end
  /// an entry that is under way: FEATURE_ABORT would wait for the same connection. `cancelled`, `timedOut`:
  /// nothing was asked for any more; `unsupported`: see verifyStructure().
  [[nodiscard]] tl::expected<PinPadAnswer, apdu::ChannelError> verify(const CardHandle& card,
                                                                      const PinEntry& entry,
                                                                      const JobToken& job) const;

  /// Three entries: the old PIN, the new one twice. The same bounds; see modifyStructure() for what cannot be
  /// expressed.
  [[nodiscard]] tl::expected<PinPadAnswer, apdu::ChannelError> modify(const CardHandle& card,
                                                                      const PinEntry& entry,
                                                                      const JobToken& job) const;

 private:
  PinPad(Features features, PadProperties properties)
      : features_(std::move(features)), properties_(properties) {}

  struct Operation;
  [[nodiscard]] tl::expected<PinPadAnswer, apdu::ChannelError> run(const Operation& operation,
                                                                   const CardHandle& card, PinEntry entry,
                                                                   const JobToken& job) const;

  Features features_;
  PadProperties properties_;
};

}  // namespace ssc::pcsc
