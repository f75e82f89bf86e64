// An open reader: what a handle of the low-level interface stands for.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "apdu/command.hpp"
#include "apdu/response.hpp"
#include "hostlib/capi/ssse32/device_name.hpp"
#include "hostlib/capi/ssse32/ifd_code.hpp"
#include "hostlib/capi/ssse32/powered_slot.hpp"
#include "hostlib/flows/pcsc_terminal.hpp"

namespace ssc::capi::ssse32 {

/// Calls from several threads wait for each other; each ends at the configuration's call limit. Slot numbers
/// are those of slotFor(); others are `badParameter`.
class Reader {
 public:
  /// Touches no card and holds nothing.
  static Result<std::shared_ptr<Reader>> open(const profile::Config& config, const DeviceName& name);

  /// The answer to reset.
  Result<apdu::Bytes> powerOn(std::uint8_t slotNumber);
  IfdCode powerOff(std::uint8_t slotNumber);
  /// `ok`: a card is there and powered by this reader; `notPowered`, `noCard`.
  IfdCode status(std::uint8_t slotNumber);
  /// A short command. After a failure, other than `notSupported`, the card must be powered anew.
  Result<apdu::Response> exchange(std::uint8_t slotNumber, apdu::Command command);

  /// Switches everything off. Every later call is `notOpen`.
  void close();

 private:
  using Slot = std::unique_ptr<PoweredSlot>;

  Reader(flows::Selection selection, const profile::Config& config)
      : selection_(std::move(selection)), callLimit_(config.callLimit), readerWait_(config.readerWait) {}

  [[nodiscard]] Result<std::string> nameOf(std::uint8_t slotNumber) const;
  Slot take(std::uint8_t slotNumber);
  void release(Slot slot);
  IfdCode statusWithin(std::uint8_t slotNumber);

  template <class Job>
  auto run(Job job) const {
    return pcsc::runAbandonable(pcsc::Clock::now() + callLimit_, {}, std::move(job));
  }

  const flows::Selection selection_;
  const std::chrono::milliseconds callLimit_;
  const std::chrono::milliseconds readerWait_;
  std::mutex mutex_;
  bool isClosed_ = false;
  std::map<std::uint8_t, Slot> powered_;  ///< by slot number
};

}  // namespace ssc::capi::ssse32
