// A terminal whose two slots hold scripts: counts what is taken and released, and in which order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "crypto/random.hpp"
#include "hostlib/flows/read_card.hpp"
#include "hostlib/flows/terminal.hpp"
#include "tests/unit/hostlib/transcript.hpp"

namespace ssc::test {

/// Gives the bytes of a script; asking for more fails the test.
class ScriptedRandom final : public crypto::RandomSource {
 public:
  explicit ScriptedRandom(apdu::Bytes bytes) : bytes_(std::move(bytes)) {}
  tl::expected<void, crypto::CryptoError> fill(crypto::MutableByteView out) override;
  [[nodiscard]] bool usedUp() const { return next_ == bytes_.size(); }

 private:
  apdu::Bytes bytes_;
  std::size_t next_ = 0;
};

/// A script that may end early: follows the steps, checks every byte, and fails where it is told to.
class LenientChannel final : public apdu::Channel {
 public:
  struct Fault {
    std::size_t at;
    apdu::ChannelError error;
  };
  LenientChannel(Steps steps, std::optional<Fault> fault) : steps_(std::move(steps)), fault_(fault) {}
  tl::expected<std::size_t, apdu::ChannelError> transmit(apdu::ByteView command,
                                                         apdu::MutableByteView response) override;

 private:
  Steps steps_;
  std::optional<Fault> fault_;
  std::size_t next_ = 0;
};

class FakeTerminal final : public flows::Terminal {
 public:
  /// What a slot gives when it is powered: a channel, or a failure.
  struct Slot {
    std::unique_ptr<apdu::Channel> channel;
    apdu::Bytes atr;
    std::optional<flows::Failure> failure;
  };
  FakeTerminal(Slot card, Slot sam) : card_(std::move(card)), sam_(std::move(sam)) {}

  flows::Outcome<flows::PoweredCard> powerCard(flows::CardInterface interface) override;
  flows::Outcome<flows::PoweredCard> powerSam() override;

  /// "+card", "+psam", "-psam", "-card" in the order it happened.
  [[nodiscard]] const std::vector<std::string>& events() const { return *events_; }
  [[nodiscard]] bool everythingReleased() const;

 private:
  flows::Outcome<flows::PoweredCard> power(Slot& slot, const std::string& name);
  Slot card_, sam_;
  std::shared_ptr<std::vector<std::string>> events_ = std::make_shared<std::vector<std::string>>();
};

/// One basic read over scripts that must be played to their end. Both slots are released when this returns.
flows::Outcome<flows::BasicCard> readOver(const Transcript& transcript, apdu::Trace* trace = nullptr);

}  // namespace ssc::test
