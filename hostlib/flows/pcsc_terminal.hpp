// The real terminal: one PC/SC device, its slots as the hardware profile names them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "apdu/pcsc/context.hpp"
#include "apdu/pcsc/job.hpp"
#include "hostlib/flows/bound_channel.hpp"
#include "hostlib/flows/terminal.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::flows {

/// A device as PC/SC lists it: all slots with the same base name and reader number.
struct Device {
  std::string name;  ///< without the numbers
  std::uint8_t number = 0;
  std::vector<std::string>
      slots;  ///< PC/SC names; index = slot number; empty text where a slot is not listed
};

std::vector<Device> devicesOf(const std::vector<std::string>& readerNames);

class PcscTerminal final : public Terminal {
 public:
  /// Finds the device that configuration and profile name. Bounded by the job's deadline and stop.
  static Outcome<std::unique_ptr<PcscTerminal>> open(const profile::Config& config,
                                                     const pcsc::JobToken& job);

  Outcome<PoweredCard> powerCard(CardInterface interface) override;
  Outcome<PoweredCard> powerSam() override;
  [[nodiscard]] bool hasHsm() const override { return hsm_.has_value(); }
  Outcome<std::unique_ptr<sam::SecurityModule>> connectHsm() override;
  Outcome<apdu::StatusWord> verifyPinInReader(apdu::Channel& card, const PinRules& rules) override;

  /// For a terminal that outlives a job (cards kept for a later step): the bounds of the next job, for cards
  /// powered already too.
  void continueIn(const pcsc::JobToken& job) {
    bounds_->job = job;
    ++bounds_->round;
  }

  [[nodiscard]] const Device& device() const { return device_; }
  [[nodiscard]] const profile::HardwareProfile& profile() const { return profile_; }

 private:
  PcscTerminal(std::shared_ptr<pcsc::Context> context, Device device, profile::HardwareProfile profile,
               const profile::Config& config, pcsc::JobToken job)
      : context_(std::move(context)),
        device_(std::move(device)),
        profile_(std::move(profile)),
        wait_(config.readerWait),
        pinEntryLimit_(config.pinEntryLimit),
        hsm_(config.hasHsm() ? config.hsm : std::nullopt),
        bounds_(std::make_shared<JobBounds>(JobBounds{std::move(job)})) {}

  tl::expected<PoweredCard, apdu::ChannelError> power(profile::SlotRole role);
  tl::expected<PoweredCard, apdu::ChannelError> powerSlot(std::uint8_t slot);

  std::shared_ptr<pcsc::Context> context_;
  Device device_;
  profile::HardwareProfile profile_;
  std::chrono::milliseconds wait_;
  std::chrono::milliseconds pinEntryLimit_;
  std::optional<profile::HsmConfig> hsm_;
  std::shared_ptr<JobBounds> bounds_;
};

/// The device and profile a configuration leads to, among these readers.
struct Selection {
  Device device;
  profile::HardwareProfile profile;
};
Outcome<Selection> selectDevice(const profile::Config& config, const std::vector<std::string>& readerNames);

}  // namespace ssc::flows
