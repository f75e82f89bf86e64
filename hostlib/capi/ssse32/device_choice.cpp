#include "hostlib/capi/ssse32/device_choice.hpp"

#include <algorithm>
#include <utility>

#include "apdu/pcsc/card_handle.hpp"
#include "apdu/pcsc/reader_info.hpp"

namespace ssc::capi::ssse32 {
namespace {

using apdu::ChannelError;
using flows::Device;
using flows::Selection;

/// How long a slot that another program holds is waited for while the device has further ones to ask.
constexpr std::chrono::milliseconds kGlance{20};

struct Search {
  const profile::Config& config;
  const std::shared_ptr<pcsc::Context>& context;
  const pcsc::JobToken& job;
};

Result<Selection> configuredDevice(const profile::Config& config, const std::vector<std::string>& readers) {
  auto selection = flows::selectDevice(config, readers);
  if (!selection) return tl::unexpected(IfdCode{selection.error().code()});
  return std::move(*selection);
}

/// SCARD_SHARE_DIRECT: needs no card, and leaves one as it is.
tl::expected<Port, ChannelError> portOfSlot(const Search& search, const std::string& slot,
                                            std::chrono::milliseconds wait) {
  const pcsc::Deadline deadline = std::min(search.job.deadline(), pcsc::Clock::now() + wait);
  auto handle = pcsc::connect(search.context, slot, pcsc::Share::direct, pcsc::Protocols::none, deadline,
                              search.job.stopToken());
  if (!handle) return tl::unexpected(handle.error());
  handle->setDisposition(pcsc::Disposition::leave);
  const auto info = pcsc::readerInfo(*handle);
  if (!info) return tl::unexpected(info.error());
  return info->bus == pcsc::ReaderBus::usb ? Port::usb : Port::serial;
}

/// Any slot can tell. The last one is waited for as a card would be.
tl::expected<Port, ChannelError> portOf(const Search& search, const Device& device) {
  tl::expected<Port, ChannelError> port = tl::unexpected(ChannelError::noReader);
  for (const std::string& slot : device.slots) {
    if (slot.empty()) continue;
    const bool isLast = &slot == &device.slots.back();  // never an empty one: the slots end with a listed one
    port = portOfSlot(search, slot, isLast ? search.config.readerWait : kGlance);
    if (port || port.error() != ChannelError::readerBusy) break;
  }
  return port;
}

Result<Device> numberedDevice(const Search& search, const DeviceName& name,
                              const std::vector<std::string>& readers) {
  unsigned count = 0;
  for (Device& device : flows::devicesOf(readers)) {
    const auto port = portOf(search, device);
    if (!port) return tl::unexpected(codeOf(port.error()));
    if (*port == name.port && ++count == name.number) return std::move(device);
  }
  return tl::unexpected(IfdCode::readerError);
}

/// The profile that the configuration names may be of another model: the caller asked for this device.
Result<Selection> withProfile(profile::Config config, Device device) {
  auto profile = profile::profileFor(config, {device.name});
  if (profile && !profile->matches(device.name)) {
    config.hardwareProfile.clear();
    profile = profile::profileFor(config, {device.name});
  }
  if (!profile) return tl::unexpected(IfdCode::badParameter);
  return Selection{std::move(device), std::move(*profile)};
}

}  // namespace

Result<Selection> chooseDevice(const profile::Config& config, const DeviceName& name,
                               const std::shared_ptr<pcsc::Context>& context, const pcsc::JobToken& job) {
  const auto readers = context->readers();
  if (!readers) return tl::unexpected(codeOf(readers.error()));
  if (name.port == Port::automatic) return configuredDevice(config, *readers);
  if (name.port == Port::parallel) return tl::unexpected(IfdCode::readerError);
  auto device = numberedDevice({config, context, job}, name, *readers);
  if (!device) return tl::unexpected(device.error());
  return withProfile(config, std::move(*device));
}

}  // namespace ssc::capi::ssse32
