#include "firmware/core/slot.hpp"

#include <algorithm>

namespace ssc::fw {
namespace {

constexpr std::array<Voltage, 3> kClassOrder = {Voltage::classA, Voltage::classB, Voltage::classC};
constexpr std::uint8_t kInverseConvention = 0x02;
constexpr std::uint8_t kSpecificParametersImplicit = 0x10;  // b5 of TA2 (ISO/IEC 7816-3 §8.3)
constexpr std::uint8_t kStopsLow = 0x01;  // of bClockStop (CCID §6.1.7): 1 low, 2 high, 3 either
constexpr std::size_t kSendChunk = 32;

constexpr Outcome failed(SlotError error) {
  return {true, error, {}};
}

}  // namespace

std::array<std::uint8_t, T0Parameters::kSize> T0Parameters::bytes() const {
  return {fiDi, convention, guardTime, waitingInteger, clockStop};
}

void Slot::attach(SlotPort& contacts, const SlotTiming& timing, VoltageClasses classes) {
  contacts_ = &contacts;
  timing_ = timing;
  classes_ = classes;
  line_.clockKHz = timing.clockKHz;
  activation_.attach(contacts, timing);
}

Outcome Slot::powerOn(Voltage voltage, Instant now) {
  if (!present_) return failed(SlotError::mute);
  classesLeft_ = voltage == Voltage::off ? classes_ : classBit(voltage);
  if ((classesLeft_ & classes_) != classesLeft_ || classesLeft_ == 0) return failed(SlotError::badByte7);
  // A warm reset keeps the supply; another class needs the card off first (§6.2.4).
  if (activation_.active() && voltage != Voltage::off && voltage != activation_.voltage()) powerOff();
  starting_ = true;
  clockRunning_ = true;
  activation_.powerUp(nextClass(), now);
  return {};
}

void Slot::powerOff() {
  starting_ = false;
  endExchange();
  activation_.powerDown();
  clockRunning_ = false;
  fresh_ = false;
}

Outcome Slot::transfer(ByteView block, Instant now) {
  if (!activation_.active()) return failed(SlotError::mute);
  const Protocol* const protocol = protocolFor(block);
  if (protocol == nullptr) return failed(SlotError::protocolNotSupported);
  const SlotError error = protocol->check(block);
  if (error != SlotError::none) return failed(error);
  startClock();
  fresh_ = false;
  running_ = protocol;
  charactersSent_ = 0;
  limit_ = now + kLongestExchange;
  protocol->start(exchanges_, block, *this);
  return exchangeOutcome(now);
}

void Slot::abort() {
  const bool unfinished = starting_;
  starting_ = false;
  endExchange();
  if (unfinished) powerOff();
}

Outcome Slot::onCharacters(ByteView raw, Instant now) {
  if (starting_) {
    activation_.onCharacters(raw, now);
    return activationOutcome(now);
  }
  if (running_ == nullptr) return {};  // nobody asked: noise, or the tail of an exchange that failed
  const bool inverse = activation_.atr().inverse();
  for (const std::uint8_t character : raw) {
    running_->onCharacter(exchanges_, inverse ? otherConvention(character) : character, *this);
  }
  return exchangeOutcome(now);
}

Outcome Slot::onParity(Instant now) {
  if (starting_) {
    activation_.onParity(now);
    return activationOutcome(now);
  }
  if (running_ == nullptr) return {};
  running_->onFault(exchanges_, LineFault::parity, *this);
  return exchangeOutcome(now);
}

Outcome Slot::onTime(Instant now) {
  if (starting_) {
    activation_.onTime(now);
    return activationOutcome(now);
  }
  if (running_ == nullptr || now < deadline_) return {};
  running_->onFault(exchanges_, LineFault::silence, *this);
  return exchangeOutcome(now);
}

Outcome Slot::onPresence(bool present) {
  present_ = present;
  const bool interrupted = busy() && !present;
  if (!present) {
    powerOff();
    activation_.forgetClass();
  }
  return interrupted ? failed(SlotError::mute) : Outcome{};
}

SlotError Slot::setParameters(ByteView t0) {
  if (t0.size() != T0Parameters::kSize) return SlotError::badLength;
  const T0Parameters wanted{t0[0], t0[1], t0[2], t0[3], t0[4]};
  if (!rateOf(wanted.fiDi).valid()) return SlotError::badData;
  if ((wanted.convention & ~kInverseConvention) != 0) return SlotError::badConvention;
  if (wanted.waitingInteger == 0) return SlotError::badWaiting;
  if (wanted.clockStop > 3) return SlotError::badClockStop;
  parameters_ = wanted;
  line_.fiDi = wanted.fiDi;
  line_.extraGuardTime = wanted.guardTime;
  line_.waitingInteger = wanted.waitingInteger;
  return SlotError::none;
}

void Slot::resetParameters() {
  adoptAtr();
}

SlotError Slot::stopClock() {
  if (!activation_.active()) return SlotError::mute;
  // ISO/IEC 7816-3 §6.3.2: only where announced, and a slot stops its clock low.
  if ((parameters_.clockStop & kStopsLow) == 0) return SlotError::badByte7;
  contacts_->clk(0);
  clockRunning_ = false;
  return SlotError::none;
}

void Slot::startClock() {
  if (!activation_.active() || clockRunning_) return;
  contacts_->clk(timing_.clockKHz);
  clockRunning_ = true;
}

IccStatus Slot::iccStatus() const {
  if (!present_) return IccStatus::absent;
  return activation_.active() ? IccStatus::active : IccStatus::inactive;
}

Instant Slot::deadline() const {
  if (starting_) return activation_.deadline();
  return running_ != nullptr ? deadline_ : kNever;
}

void Slot::send(ByteView characters) {
  charactersSent_ += characters.size();
  if (!activation_.atr().inverse()) return contacts_->send(characters);
  Buffer<kSendChunk> chunk;
  for (std::size_t i = 0; i < characters.size(); ++i) {
    chunk.append(otherConvention(characters[i]));
    if (chunk.size() < kSendChunk && i + 1 < characters.size()) continue;
    contacts_->send(chunk.view());
    chunk.wipe();
  }
}

const Protocol* Slot::protocolFor(ByteView block) const {
  if (fresh_ && !block.empty() && block[0] == kPpss) return &ppsProtocol();
  constexpr unsigned kT0 = 0;
  return activation_.atr().facts().offers(kT0) ? protocolOf(kT0) : nullptr;
}

Outcome Slot::activationOutcome(Instant now) {
  if (activation_.active()) {
    starting_ = false;
    fresh_ = true;
    adoptAtr();
    return {true, SlotError::none, activation_.atr().bytes()};
  }
  if (!activation_.off()) return {};
  if (classesLeft_ != 0) {
    activation_.powerUp(nextClass(), now);
    return {};
  }
  starting_ = false;
  clockRunning_ = false;
  return failed(activation_.fault());
}

// ISO/IEC 7816-3 §10.2: the waiting time runs from the last character that crossed, in either direction;
// those just handed to the port still need their own time on the line.
Outcome Slot::exchangeOutcome(Instant now) {
  const ExchangeView view = running_->view(exchanges_);
  if (view.progress == Progress::running) {
    const Micros wait = line_.characters(charactersSent_) + running_->waiting(line_) + timing_.slack;
    deadline_ = std::min(now + wait, limit_);
    charactersSent_ = 0;
    return {};
  }
  running_ = nullptr;  // the exchange keeps its response until release()
  return {true, view.fault, view.response};
}

Voltage Slot::nextClass() {
  for (const Voltage voltage : kClassOrder) {
    if ((classesLeft_ & classBit(voltage)) == 0) continue;
    classesLeft_ = static_cast<VoltageClasses>(classesLeft_ & ~classBit(voltage));
    return voltage;
  }
  return Voltage::off;
}

// What the ATR fixes without a PPS: guard time, waiting integer, and in specific mode the rate (§8.3,
// §6.3.1).
void Slot::adoptAtr() {
  const AtrFacts& facts = activation_.atr().facts();
  T0Parameters wanted;
  const bool specific = facts.specificMode && (*facts.specificMode & kSpecificParametersImplicit) == 0;
  if (specific && facts.fiDi && rateOf(*facts.fiDi).valid()) wanted.fiDi = *facts.fiDi;
  wanted.convention = activation_.atr().inverse() ? kInverseConvention : std::uint8_t{0};
  wanted.guardTime = facts.guardTime.value_or(0);
  wanted.waitingInteger = facts.waitingT0.value_or(kDefaultWaitingInteger);
  if (wanted.waitingInteger == 0) wanted.waitingInteger = kDefaultWaitingInteger;
  wanted.clockStop = static_cast<std::uint8_t>(facts.clockAndClass.value_or(0) >> 6);
  const auto bytes = wanted.bytes();
  static_cast<void>(setParameters(bytes));
}

void Slot::endExchange() {
  running_ = nullptr;
  exchanges_.t0.end();
  exchanges_.pps.end();
}

}  // namespace ssc::fw
