#include "firmware/core/activation.hpp"

#include <algorithm>
#include <array>

namespace ssc::fw {
namespace {

constexpr Micros kClassPause = 10'000;  // ISO/IEC 7816-3 §6.2.4

}  // namespace

std::span<const Activation::Row> Activation::rows() {
  using S = ActivationState;
  using E = ActivationEvent;
  using X = Activation;
  static constexpr auto kRows = std::to_array<Row>({
      Row{S::off, E::powerUp, &X::supply, S::coldReset},
      Row{S::off, E::powerUpOther, &X::pause, S::classPause},
      Row{S::off, E::powerDown, &X::deactivate, S::off},
      Row{S::classPause, E::timeUp, &X::supply, S::coldReset},
      Row{S::classPause, E::powerDown, &X::deactivate, S::off},
      Row{S::coldReset, E::timeUp, &X::raiseReset, S::coldAtr},
      Row{S::coldReset, E::powerDown, &X::deactivate, S::off},
      Row{S::coldAtr, E::atrComplete, &X::accept, S::active},
      Row{S::coldAtr, E::atrBad, &X::lowerReset, S::warmReset},
      Row{S::coldAtr, E::timeUp, &X::lowerReset, S::warmReset},
      Row{S::coldAtr, E::powerDown, &X::deactivate, S::off},
      Row{S::warmReset, E::timeUp, &X::raiseReset, S::warmAtr},
      Row{S::warmReset, E::powerDown, &X::deactivate, S::off},
      Row{S::warmAtr, E::atrComplete, &X::accept, S::active},
      Row{S::warmAtr, E::atrBad, &X::deactivate, S::off},
      Row{S::warmAtr, E::timeUp, &X::deactivate, S::off},
      Row{S::warmAtr, E::powerDown, &X::deactivate, S::off},
      Row{S::active, E::powerUp, &X::lowerReset, S::warmReset},
      Row{S::active, E::powerDown, &X::deactivate, S::off},
  });
  return kRows;
}

void Activation::attach(SlotPort& contacts, const SlotTiming& timing) {
  contacts_ = &contacts;
  timing_ = timing;
  line_.clockKHz = timing.clockKHz;
}

void Activation::powerUp(Voltage voltage, Instant now) {
  const bool other = off() && voltage_ != Voltage::off && voltage_ != voltage;
  if (off()) voltage_ = voltage;
  apply(other ? ActivationEvent::powerUpOther : ActivationEvent::powerUp, now);
}

void Activation::powerDown() {
  apply(ActivationEvent::powerDown, now_);
}

std::size_t Activation::onCharacters(ByteView raw, Instant now) {
  std::size_t used = 0;
  while (receiving() && used < raw.size()) {
    atr_.onCharacter(raw[used++]);
    if (atr_.complete()) {
      apply(ActivationEvent::atrComplete, now);
    } else if (atr_.bad()) {
      fault_ = atr_.fault();
      apply(ActivationEvent::atrBad, now);
      return raw.size();  // what came behind a bad ATR belongs to it
    } else {
      awaitNextCharacter(now);
    }
  }
  return used;
}

void Activation::onParity(Instant now) {
  if (!receiving()) return;
  fault_ = SlotError::parity;
  apply(ActivationEvent::atrBad, now);
}

void Activation::onTime(Instant now) {
  if (now < deadline_) return;
  if (receiving()) fault_ = SlotError::mute;
  apply(ActivationEvent::timeUp, now);
}

bool Activation::receiving() const {
  return state_ == ActivationState::coldAtr || state_ == ActivationState::warmAtr;
}

void Activation::apply(ActivationEvent event, Instant now) {
  const Row* const row = rowOf(rows(), state_, event);
  if (row == nullptr) return;
  now_ = now;
  (this->*row->act)();
  state_ = row->next;
}

// §6.2.4: before the next class is tried the card stays without power.
void Activation::pause() {
  deadline_ = now_ + kClassPause;
}

// §6.2.1: RST low, then VCC, then CLK; §6.2.2: RST stays low for at least 400 clocks.
void Activation::supply() {
  contacts_->rst(false);
  contacts_->vcc(voltage_);
  contacts_->clk(timing_.clockKHz);
  holdReset();
}

void Activation::raiseReset() {
  atr_.reset();
  contacts_->rst(true);
  atrLimit_ = now_ + line_.etus(kAtrLimitEtu) + timing_.slack;
  deadline_ = now_ + line_.clocks(kAnswerClocks) + timing_.slack;
}

// §6.2.3: a warm reset keeps VCC and CLK. The clock may have been stopped.
void Activation::lowerReset() {
  contacts_->rst(false);
  contacts_->clk(timing_.clockKHz);
  holdReset();
}

void Activation::accept() {
  fault_ = SlotError::none;
  deadline_ = kNever;
}

// §6.4: RST low, CLK stopped, VCC off.
void Activation::deactivate() {
  contacts_->rst(false);
  contacts_->clk(0);
  contacts_->vcc(Voltage::off);
  deadline_ = kNever;
}

void Activation::holdReset() {
  deadline_ = now_ + line_.clocks(kResetLowClocks);
}

void Activation::awaitNextCharacter(Instant now) {
  deadline_ = std::min(now + line_.etus(kInitialWaitingEtu) + timing_.slack, atrLimit_);
}

}  // namespace ssc::fw
