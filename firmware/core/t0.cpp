#include "firmware/core/t0.hpp"

#include <algorithm>
#include <array>

namespace ssc::fw {
namespace {

constexpr std::uint8_t kNull = 0x60;
constexpr std::size_t kP3 = 4;
constexpr std::size_t kLe = 1;

// §10.3.3, table 11: SW1 is 6x except 60, or 9x.
constexpr bool isSw1(std::uint8_t byte) {
  const unsigned high = byte & 0xF0U;
  return high == 0x60 || high == 0x90;
}

}  // namespace

std::span<const T0Exchange::Row> T0Exchange::rows() {
  using S = T0State;
  using E = T0Event;
  using X = T0Exchange;
  static constexpr auto kRows = std::to_array<Row>({
      Row{S::idle, E::command, &X::sendHeader, S::procedure},
      Row{S::procedure, E::null, &X::waitOn, S::procedure},
      Row{S::procedure, E::ackAllOut, &X::sendRest, S::procedure},
      Row{S::procedure, E::ackOneOut, &X::sendOne, S::procedure},
      Row{S::procedure, E::ackAllIn, &X::awaitRest, S::data},
      Row{S::procedure, E::ackOneIn, &X::awaitOne, S::data},
      Row{S::procedure, E::statusByte, &X::keep, S::status},
      Row{S::procedure, E::conflict, &X::failConflict, S::failed},
      Row{S::procedure, E::silence, &X::failMute, S::failed},
      Row{S::procedure, E::parity, &X::failParity, S::failed},
      Row{S::data, E::dataMore, &X::keepData, S::data},
      Row{S::data, E::dataLast, &X::keepData, S::procedure},
      Row{S::data, E::silence, &X::failMute, S::failed},
      Row{S::data, E::parity, &X::failParity, S::failed},
      Row{S::status, E::character, &X::keep, S::done},
      Row{S::status, E::silence, &X::failMute, S::failed},
      Row{S::status, E::parity, &X::failParity, S::failed},
      Row{S::done, E::character, &X::failOverrun, S::failed},
  });
  return kRows;
}

SlotError T0Exchange::check(ByteView tpdu) {
  if (tpdu.size() < kT0Header - 1) return SlotError::badLength;
  if (tpdu.size() <= kT0Header) return SlotError::none;
  const std::size_t whole = kT0Header + tpdu[kP3];
  const bool fits = tpdu[kP3] != 0 && (tpdu.size() == whole || tpdu.size() == whole + kLe);
  return fits ? SlotError::none : SlotError::badLength;
}

void T0Exchange::start(ByteView tpdu, CharacterPort& card) {
  end();
  const std::size_t p3 = tpdu.size() >= kT0Header ? tpdu[kP3] : 0U;
  const bool outgoing = tpdu.size() > kT0Header;
  command_.append(tpdu.first(outgoing ? kT0Header + p3 : tpdu.size()));
  if (tpdu.size() < kT0Header) command_.append(0x00);  // §12.2.2: case 1 is sent with P3 = 00
  if (tpdu.size() == kT0Header) inLeft_ = static_cast<std::uint16_t>(p3 == 0 ? kMaxT0In : p3);
  apply(T0Event::command, 0, card);
}

void T0Exchange::onCharacter(std::uint8_t character, CharacterPort& card) {
  apply(classify(character), character, card);
}

void T0Exchange::onFault(LineFault fault, CharacterPort& card) {
  apply(fault == LineFault::parity ? T0Event::parity : T0Event::silence, 0, card);
}

void T0Exchange::end() {
  command_.wipe();
  response_.wipe();
  state_ = T0State::idle;
  fault_ = SlotError::none;
  sent_ = inLeft_ = burst_ = 0;
}

ExchangeView T0Exchange::view() const {
  switch (state_) {
    case T0State::done:
      return {Progress::finished, SlotError::none, response_.view()};
    case T0State::failed:
      return {Progress::failed, fault_, {}};
    default:
      return {};
  }
}

void T0Exchange::apply(T0Event event, std::uint8_t character, CharacterPort& card) {
  const Row* const row = rowOf(rows(), state_, event);
  if (row == nullptr) return;
  state_ = row->next;
  (this->*row->act)(character, card);
}

T0Event T0Exchange::classify(std::uint8_t character) const {
  switch (state_) {
    case T0State::procedure:
      return classifyProcedure(character);
    case T0State::data:
      return burst_ > 1 ? T0Event::dataMore : T0Event::dataLast;
    default:
      return T0Event::character;
  }
}

T0Event T0Exchange::classifyProcedure(std::uint8_t character) const {
  if (character == kNull) return T0Event::null;
  if (isSw1(character)) return T0Event::statusByte;
  if (character == ins()) return acknowledge(T0Event::ackAllOut, T0Event::ackAllIn);
  if (character == (ins() ^ 0xFFU)) return acknowledge(T0Event::ackOneOut, T0Event::ackOneIn);
  return T0Event::conflict;
}

T0Event T0Exchange::acknowledge(T0Event out, T0Event in) const {
  if (sent_ < command_.size()) return out;
  return inLeft_ > 0 ? in : T0Event::conflict;
}

void T0Exchange::sendHeader(std::uint8_t, CharacterPort& card) {
  const ByteView header = command_.view().first(std::min(kT0Header, command_.size()));
  sent_ = static_cast<std::uint16_t>(header.size());
  card.send(header);
}

void T0Exchange::sendRest(std::uint8_t, CharacterPort& card) {
  const ByteView rest = command_.view().subspan(sent_);
  sent_ = static_cast<std::uint16_t>(command_.size());
  card.send(rest);
}

void T0Exchange::sendOne(std::uint8_t, CharacterPort& card) {
  if (sent_ < command_.size()) card.send(command_.view().subspan(sent_++, 1));
}

void T0Exchange::awaitRest(std::uint8_t, CharacterPort&) {
  burst_ = inLeft_;
}

void T0Exchange::awaitOne(std::uint8_t, CharacterPort&) {
  burst_ = 1;
}

void T0Exchange::keepData(std::uint8_t character, CharacterPort&) {
  response_.append(character);
  --burst_;
  --inLeft_;
}

void T0Exchange::keep(std::uint8_t character, CharacterPort&) {
  response_.append(character);
}

void T0Exchange::failConflict(std::uint8_t, CharacterPort&) {
  fault_ = SlotError::procedureByteConflict;
}

void T0Exchange::failMute(std::uint8_t, CharacterPort&) {
  fault_ = SlotError::mute;
}

void T0Exchange::failParity(std::uint8_t, CharacterPort&) {
  fault_ = SlotError::parity;
}

void T0Exchange::failOverrun(std::uint8_t, CharacterPort&) {
  fault_ = SlotError::overrun;
}

}  // namespace ssc::fw
