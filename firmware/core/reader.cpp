#include "firmware/core/reader.hpp"

#include <algorithm>

namespace ssc::fw {
namespace {

using ccid::Answer;
using ccid::Command;
using ccid::Request;

constexpr std::uint8_t kProtocolT0 = 0;
constexpr std::uint8_t kRestartClock = 0;
constexpr std::uint8_t kStopClock = 1;
constexpr std::uint8_t kExtension = 1;  // one more waiting time
constexpr std::uint16_t kAnyLength = ccid::kMaxData;

// bPowerSelect (CCID §6.1.1).
constexpr std::array<Voltage, 4> kPowerSelect = {Voltage::off, Voltage::classA, Voltage::classB,
                                                 Voltage::classC};

ByteView textBytes(std::string_view text, std::span<std::uint8_t> room) {
  const std::size_t size = std::min(text.size(), room.size());
  for (std::size_t i = 0; i < size; ++i)
    room[i] = static_cast<std::uint8_t>(text[i]);
  return room.first(size);
}

}  // namespace

Reader::Reader(const ReaderProfile& profile, HostPort& host, const Clock& clock,
               std::span<SlotPort* const> ports, Micros slack)
    : profile_(profile),
      host_(host),
      clock_(clock),
      count_(std::min({ports.size(), kMaxSlots, std::size_t{profile.slotCount}})) {
  for (std::size_t i = 0; i < count_; ++i) {
    slots_[i].attach(*ports[i], {profile.clockKHz, slack}, profile.voltageClasses);
  }
}

std::span<const Reader::CommandRow> Reader::commands() {
  static constexpr auto kRows = std::to_array<CommandRow>({
      CommandRow{Command::iccPowerOn, Answer::dataBlock, Needs::card, 0, 0, &Reader::powerOn},
      CommandRow{Command::iccPowerOff, Answer::slotStatus, Needs::nothing, 0, 0, &Reader::powerOff},
      CommandRow{Command::getSlotStatus, Answer::slotStatus, Needs::nothing, 0, 0, &Reader::getSlotStatus},
      CommandRow{Command::xfrBlock, Answer::dataBlock, Needs::activeCard, 0, kAnyLength, &Reader::transfer},
      CommandRow{Command::getParameters, Answer::parameters, Needs::card, 0, 0, &Reader::getParameters},
      CommandRow{Command::resetParameters, Answer::parameters, Needs::card, 0, 0, &Reader::resetParameters},
      CommandRow{Command::setParameters, Answer::parameters, Needs::activeCard, 0, kAnyLength,
                 &Reader::setParameters},
      CommandRow{Command::escape, Answer::escape, Needs::nothing, 0, kAnyLength, &Reader::escape},
      CommandRow{Command::iccClock, Answer::slotStatus, Needs::activeCard, 0, 0, &Reader::iccClock},
      CommandRow{Command::abort, Answer::slotStatus, Needs::nothing, 0, 0, &Reader::abort},
      CommandRow{Command::t0Apdu, Answer::slotStatus, Needs::nothing, 0, kAnyLength, nullptr},
      CommandRow{Command::secure, Answer::dataBlock, Needs::nothing, 0, kAnyLength, nullptr},
      CommandRow{Command::mechanical, Answer::slotStatus, Needs::nothing, 0, kAnyLength, nullptr},
      CommandRow{Command::setDataRateAndClockFrequency, Answer::dataRateAndClockFrequency, Needs::nothing, 0,
                 kAnyLength, nullptr},
  });
  return kRows;
}

// The vendor escapes that libccid's serial driver sends when it opens the line. Others are refused.
std::span<const Reader::Escape> Reader::escapes() {
  static constexpr auto kRows = std::to_array<Escape>({
      Escape{0x01, &Reader::acknowledgeEscape},  // how card movements are notified
      Escape{0x02, &Reader::firmwareText},
  });
  return kRows;
}

const Reader::CommandRow* Reader::rowFor(std::uint8_t type) {
  for (const CommandRow& row : commands()) {
    if (static_cast<std::uint8_t>(row.command) == type) return &row;
  }
  return nullptr;
}

void Reader::onHostMessage(ByteView message) {
  const auto request = ccid::parse(message);
  if (!request) return;
  if (tracer_ != nullptr)
    tracer_->onCommand({request->type, request->slot, request->seq, request->data.size()});
  const CommandRow* const row = rowFor(request->type);
  const SlotError error = gate(row, *request);
  if (error != SlotError::none) {
    return answer(*request, row != nullptr ? row->answer : Answer::slotStatus, error);
  }
  (this->*row->serve)(*request);
}

// Everything that can be refused without touching the slot, in the order of the message's fields.
SlotError Reader::gate(const CommandRow* row, const Request& request) const {
  if (row == nullptr) return SlotError::commandNotSupported;
  if (!request.lengthFits() || request.data.size() > ccid::kMaxData) return SlotError::badLength;
  if (request.slot >= count_) return SlotError::badSlot;
  if (row->serve == nullptr) return SlotError::commandNotSupported;
  if (request.data.size() < row->minData || request.data.size() > row->maxData) return SlotError::badLength;
  const Slot& slot = slots_[request.slot];
  if (slot.busy() && row->command != Command::abort) return SlotError::slotBusy;
  if (row->needs != Needs::nothing && slot.iccStatus() == IccStatus::absent) return SlotError::mute;
  if (row->needs == Needs::activeCard && slot.iccStatus() != IccStatus::active) return SlotError::mute;
  return SlotError::none;
}

void Reader::onSlotBytes(std::size_t slot, ByteView characters) {
  if (slot < count_) settle(slot, slots_[slot].onCharacters(characters, clock_.now()));
}

void Reader::onSlotParityError(std::size_t slot) {
  if (slot < count_) settle(slot, slots_[slot].onParity(clock_.now()));
}

void Reader::onPresence(std::size_t slot, bool present) {
  if (slot >= count_) return;
  const bool wasPresent = slots_[slot].iccStatus() != IccStatus::absent;
  const Outcome outcome = slots_[slot].onPresence(present);
  if (wasPresent != present) host_.slotChanged(slot, present);
  settle(slot, outcome);
}

void Reader::onTick() {
  const Instant now = clock_.now();
  for (std::size_t i = 0; i < count_; ++i) {
    if (!slots_[i].busy()) continue;
    settle(i, slots_[i].onTime(now));
    if (slots_[i].busy() && now >= pending_[i].nextExtension) extendTime(i);
  }
}

Instant Reader::nextDeadline() const {
  Instant next = kNever;
  for (std::size_t i = 0; i < count_; ++i) {
    if (slots_[i].busy()) next = std::min({next, slots_[i].deadline(), pending_[i].nextExtension});
  }
  return next;
}

void Reader::powerOn(const Request& request) {
  const std::uint8_t select = request.specific[0];
  if (select >= kPowerSelect.size()) return answer(request, Answer::dataBlock, SlotError::badByte7);
  await(request, Answer::dataBlock, slots_[request.slot].powerOn(kPowerSelect[select], clock_.now()));
}

void Reader::powerOff(const Request& request) {
  slots_[request.slot].powerOff();
  answer(request, Answer::slotStatus, SlotError::none);
}

void Reader::getSlotStatus(const Request& request) {
  answer(request, Answer::slotStatus, SlotError::none);
}

void Reader::transfer(const Request& request) {
  if (request.specific[1] != 0 ||
      request.specific[2] != 0) {  // wLevelParameter: TPDU level has none (§6.1.4)
    return answer(request, Answer::dataBlock, SlotError::badLevel);
  }
  await(request, Answer::dataBlock, slots_[request.slot].transfer(request.data, clock_.now()));
}

void Reader::getParameters(const Request& request) {
  answer(request, Answer::parameters, SlotError::none, slots_[request.slot].parameters().bytes());
}

void Reader::resetParameters(const Request& request) {
  slots_[request.slot].resetParameters();
  getParameters(request);
}

void Reader::setParameters(const Request& request) {
  if (request.specific[0] != kProtocolT0) return answer(request, Answer::parameters, SlotError::badByte7);
  const SlotError error = slots_[request.slot].setParameters(request.data);
  if (error != SlotError::none) return answer(request, Answer::parameters, error);
  getParameters(request);
}

void Reader::escape(const Request& request) {
  for (const Escape& row : escapes()) {
    if (!request.data.empty() && request.data[0] == row.code) return (this->*row.serve)(request);
  }
  answer(request, Answer::escape, SlotError::badData);
}

void Reader::firmwareText(const Request& request) {
  std::array<std::uint8_t, 48> room{};
  answer(request, Answer::escape, SlotError::none, textBytes(profile_.firmwareText, room));
}

void Reader::acknowledgeEscape(const Request& request) {
  answer(request, Answer::escape, SlotError::none);
}

void Reader::iccClock(const Request& request) {
  Slot& slot = slots_[request.slot];
  SlotError error = SlotError::badByte7;
  if (request.specific[0] == kStopClock) error = slot.stopClock();
  if (request.specific[0] == kRestartClock) {
    slot.startClock();
    error = SlotError::none;
  }
  answer(request, Answer::slotStatus, error);
}

void Reader::onHostOpened() {
  for (std::size_t slot = 0; slot < count_; ++slot) {
    if (!slots_[slot].busy()) continue;
    slots_[slot].abort();
    pending_[slot] = {};
  }
}

// CCID §5.3.1 without the control pipe: what runs is answered as aborted, then the abort itself.
void Reader::abort(const Request& request) {
  Slot& slot = slots_[request.slot];
  if (slot.busy()) {
    slot.abort();
    settle(request.slot, {true, SlotError::aborted, {}});
  }
  answer(request, Answer::slotStatus, SlotError::none);
}

void Reader::await(const Request& request, Answer type, const Outcome& outcome) {
  pending_[request.slot] = {type, request.seq, clock_.now() + kTimeExtensionPeriod};
  settle(request.slot, outcome);
}

void Reader::settle(std::size_t slot, const Outcome& outcome) {
  if (!outcome.ended) return;
  const Pending& pending = pending_[slot];
  respond(pending.answer, static_cast<std::uint8_t>(slot), pending.seq, outcome.error, outcome.data);
  slots_[slot].release();
}

void Reader::answer(const Request& request, Answer type, SlotError error, ByteView data) {
  respond(type, request.slot, request.seq, error, data);
}

void Reader::respond(Answer type, std::uint8_t slot, std::uint8_t seq, SlotError error, ByteView data) {
  const bool good = error == SlotError::none;
  const ccid::Reply reply{type,
                          slot,
                          seq,
                          iccStatus(slot),
                          good ? ccid::CommandStatus::processed : ccid::CommandStatus::failed,
                          good ? std::uint8_t{0} : static_cast<std::uint8_t>(error),
                          lastByte(type, slot)};
  ccid::build(message_, reply, data);
  traceAnswer();
  host_.respond(message_.view());
  message_.wipe();
}

void Reader::extendTime(std::size_t slot) {
  pending_[slot].nextExtension = clock_.now() + kTimeExtensionPeriod;
  const ccid::Reply reply{pending_[slot].answer,
                          static_cast<std::uint8_t>(slot),
                          pending_[slot].seq,
                          iccStatus(slot),
                          ccid::CommandStatus::timeExtension,
                          kExtension,
                          0};
  ccid::build(message_, reply, {});
  host_.extendTime(message_.view());
}

void Reader::traceAnswer() const {
  if (tracer_ == nullptr) return;
  const std::size_t length = message_.size() - ccid::kHeaderSize;
  tracer_->onAnswer({message_[0], message_[5], message_[6], length, message_[7], message_[8]});
}

IccStatus Reader::iccStatus(std::size_t slot) const {
  return slot < count_ ? slots_[slot].iccStatus() : IccStatus::absent;
}

std::uint8_t Reader::lastByte(Answer type, std::size_t slot) const {
  if (type != Answer::slotStatus) return 0;  // no chaining; the only protocol with parameters is T=0
  const bool running = slot < count_ && slots_[slot].clockRunning();
  return static_cast<std::uint8_t>(running ? ccid::ClockStatus::running : ccid::ClockStatus::stoppedLow);
}

}  // namespace ssc::fw
