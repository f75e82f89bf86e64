#include "hostlib/flows/pcsc_terminal.hpp"

#include <algorithm>
#include <array>

#include "apdu/pcsc/card_channel.hpp"
#include "apdu/pcsc/pin_pad.hpp"
#include "apdu/pcsc/reader_name.hpp"
#include "hostlib/flows/hsm_module.hpp"

namespace ssc::flows {
namespace {

using apdu::ChannelError;
using profile::SlotRole;

// Which slot is tried first and, when it is empty, second.
struct InterfaceRow {
  CardInterface interface = CardInterface::contact;
  SlotRole first{};
  std::optional<SlotRole> second{};
};
constexpr std::array kInterfaces{
    InterfaceRow{CardInterface::contact, SlotRole::contact, std::nullopt},
    InterfaceRow{CardInterface::contactless, SlotRole::contactless, std::nullopt},
    InterfaceRow{CardInterface::contactFirst, SlotRole::contact, SlotRole::contactless},
    InterfaceRow{CardInterface::contactlessFirst, SlotRole::contactless, SlotRole::contact},
};

// No waiting still means one try.
constexpr std::chrono::milliseconds kOneTry{100};

struct PadRow {
  pcsc::PinEnd end;
  Reason reason;
};
constexpr std::array kPadRows{
    PadRow{pcsc::PinEnd::timedOut, Reason::pinTimedOut},
    PadRow{pcsc::PinEnd::cancelled, Reason::pinCancelled},
    PadRow{pcsc::PinEnd::mismatch, Reason::pinMismatch},
    PadRow{pcsc::PinEnd::badLength, Reason::pinLength},
    PadRow{pcsc::PinEnd::badStructure, Reason::pinPadFault},
};

Reason reasonFor(pcsc::PinEnd end) {
  const auto row =
      std::find_if(kPadRows.begin(), kPadRows.end(), [&](const PadRow& r) { return r.end == end; });
  return row == kPadRows.end() ? Reason::pinPadFault : row->reason;
}

Reason padReason(ChannelError error) {
  return error == ChannelError::unsupported ? Reason::noPinSource : flows::reasonFor(error);
}

Device& deviceFor(std::vector<Device>& devices, const std::string& name, std::uint8_t number) {
  const auto it = std::find_if(devices.begin(), devices.end(),
                               [&](const Device& d) { return d.name == name && d.number == number; });
  if (it != devices.end()) return *it;
  return devices.emplace_back(Device{name, number, {}});
}

std::vector<std::string> namesOf(const std::vector<Device>& devices) {
  std::vector<std::string> names;
  names.reserve(devices.size());
  for (const Device& device : devices)
    names.push_back(device.name);
  return names;
}

}  // namespace

std::vector<Device> devicesOf(const std::vector<std::string>& readerNames) {
  std::vector<Device> devices;
  for (const std::string& text : readerNames) {
    const auto name = pcsc::parseReaderName(text);
    Device& device = deviceFor(devices, name ? name->base : text, name ? name->reader : std::uint8_t{0});
    const std::size_t slot = name ? name->slot : 0;
    device.slots.resize(std::max(device.slots.size(), slot + 1));
    device.slots[slot] = text;
  }
  return devices;
}

Outcome<Selection> selectDevice(const profile::Config& config, const std::vector<std::string>& readerNames) {
  std::vector<Device> devices = devicesOf(readerNames);
  if (!config.readerName.empty()) {
    std::erase_if(devices,
                  [&](const Device& d) { return !profile::matchesPattern(config.readerName, d.name); });
  }
  if (devices.empty()) return tl::unexpected(Failure{Reason::noReader, config.readerName, {}});
  auto profile = profile::profileFor(config, namesOf(devices));
  if (!profile) return tl::unexpected(failureFrom(profile.error()));
  const auto it =
      std::find_if(devices.begin(), devices.end(), [&](const Device& d) { return profile->matches(d.name); });
  if (it == devices.end()) return tl::unexpected(Failure{Reason::noReader, "profile " + profile->model, {}});
  return Selection{std::move(*it), std::move(*profile)};
}

Outcome<std::unique_ptr<PcscTerminal>> PcscTerminal::open(const profile::Config& config,
                                                          const pcsc::JobToken& job) {
  auto context = pcsc::Context::establish();
  if (!context) return tl::unexpected(Failure{reasonFor(context.error()), "connect to the service", {}});
  const auto readers = (*context)->readers();
  if (!readers) return tl::unexpected(Failure{reasonFor(readers.error()), "list the readers", {}});
  auto selection = selectDevice(config, *readers);
  if (!selection) return tl::unexpected(selection.error());
  return std::unique_ptr<PcscTerminal>(new PcscTerminal(std::move(*context), std::move(selection->device),
                                                        std::move(selection->profile), config, job));
}

tl::expected<PoweredCard, ChannelError> PcscTerminal::powerSlot(std::uint8_t slot) {
  if (slot >= device_.slots.size() || device_.slots[slot].empty())
    return tl::unexpected(ChannelError::cardAbsent);
  const pcsc::JobToken& job = bounds_->job;
  const pcsc::Deadline connectBy = std::min(job.deadline(), pcsc::Clock::now() + std::max(wait_, kOneTry));
  auto channel = pcsc::CardChannel::open(context_, device_.slots[slot], connectBy, job.stopToken(),
                                         {job.deadline(), pcsc::Disposition::reset});
  if (!channel) return tl::unexpected(channel.error());
  auto atr = apdu::Atr::parse((*channel)->atr());
  if (!atr) return tl::unexpected(ChannelError::malformedAnswer);
  return PoweredCard{std::make_unique<BoundChannel>(std::move(*channel), bounds_), std::move(*atr)};
}

// The first slot of the role that holds a card; an empty slot is passed over, any other fault is the answer.
tl::expected<PoweredCard, ChannelError> PcscTerminal::power(SlotRole role) {
  for (const profile::Slot& slot : profile_.slots) {
    if (slot.role != role) continue;
    auto powered = powerSlot(slot.number);
    if (powered || powered.error() != ChannelError::cardAbsent) return powered;
  }
  return tl::unexpected(ChannelError::cardAbsent);
}

Outcome<PoweredCard> PcscTerminal::powerCard(CardInterface interface) {
  const auto row = std::find_if(kInterfaces.begin(), kInterfaces.end(),
                                [&](const InterfaceRow& r) { return r.interface == interface; });
  if (row == kInterfaces.end()) return tl::unexpected(Failure{Reason::badParameter, "interface", {}});
  auto powered = power(row->first);
  if (!powered && powered.error() == ChannelError::cardAbsent && row->second) powered = power(*row->second);
  if (!powered) return tl::unexpected(Failure{reasonFor(powered.error()), "power the card", {}});
  return std::move(*powered);
}

Outcome<PoweredCard> PcscTerminal::powerSam() {
  auto powered = power(SlotRole::sam);
  if (!powered) return tl::unexpected(Failure{samReasonFor(powered.error()), "power the PSAM", {}});
  return std::move(*powered);
}

Outcome<std::unique_ptr<sam::SecurityModule>> PcscTerminal::connectHsm() {
  return hasHsm() ? hsmModule(*hsm_, bounds_->job.stopToken()) : Terminal::connectHsm();
}

Outcome<apdu::StatusWord> PcscTerminal::verifyPinInReader(apdu::Channel& card, const PinRules& rules) {
  // powerCard() gives no other kind.
  const pcsc::CardHandle& handle = static_cast<BoundChannel&>(card).handle();
  const auto pad = pcsc::PinPad::of(handle);
  if (!pad) return tl::unexpected(Failure{padReason(pad.error()), "the reader's PIN pad", {}});
  const pcsc::PinEntry entry{{0x00, 0x20, 0x00, 0x00},
                             {static_cast<std::uint8_t>(rules.least), static_cast<std::uint8_t>(rules.most)},
                             std::chrono::duration_cast<std::chrono::seconds>(pinEntryLimit_)};
  const auto answer = pad->verify(handle, entry, bounds_->job);
  if (!answer) return tl::unexpected(Failure{padReason(answer.error()), "the reader's PIN pad", {}});
  if (answer->end == pcsc::PinEnd::answered) return answer->sw;
  return tl::unexpected(Failure{reasonFor(answer->end), "the reader's PIN pad", answer->sw});
}

}  // namespace ssc::flows
