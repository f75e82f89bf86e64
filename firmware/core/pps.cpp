#include "firmware/core/pps.hpp"

#include <array>
#include <bit>

namespace ssc::fw {
namespace {

constexpr std::size_t kMinPps = 3;
constexpr unsigned kOptionalBytes = 0x70;  // b5, b6, b7 of PPS0: PPS1, PPS2, PPS3 follow (§9.2)

constexpr std::size_t lengthOf(std::uint8_t pps0) {
  return kMinPps + static_cast<std::size_t>(std::popcount(pps0 & kOptionalBytes));
}

}  // namespace

std::span<const PpsExchange::Row> PpsExchange::rows() {
  using S = PpsState;
  using E = PpsEvent;
  using X = PpsExchange;
  static constexpr auto kRows = std::to_array<Row>({
      Row{S::idle, E::request, &X::nothing, S::initial},
      Row{S::initial, E::character, &X::keep, S::format},
      Row{S::initial, E::silence, &X::failMute, S::failed},
      Row{S::initial, E::parity, &X::failParity, S::failed},
      Row{S::format, E::character, &X::keep, S::rest},
      Row{S::format, E::silence, &X::failMute, S::failed},
      Row{S::format, E::parity, &X::failParity, S::failed},
      Row{S::rest, E::character, &X::keep, S::rest},
      Row{S::rest, E::lastCharacter, &X::keep, S::done},
      Row{S::rest, E::silence, &X::failMute, S::failed},
      Row{S::rest, E::parity, &X::failParity, S::failed},
      Row{S::done, E::extraCharacter, &X::failOverrun, S::failed},
  });
  return kRows;
}

SlotError PpsExchange::check(ByteView request) {
  const bool fits = request.size() >= kMinPps && request.size() == lengthOf(request[1]);
  return fits ? SlotError::none : SlotError::badLength;
}

void PpsExchange::start(ByteView request, CharacterPort& card) {
  end();
  apply(PpsEvent::request, 0);
  card.send(request);
}

void PpsExchange::onCharacter(std::uint8_t character, CharacterPort&) {
  apply(classify(), character);
}

void PpsExchange::onFault(LineFault fault, CharacterPort&) {
  apply(fault == LineFault::parity ? PpsEvent::parity : PpsEvent::silence, 0);
}

void PpsExchange::end() {
  response_.clear();
  state_ = PpsState::idle;
  fault_ = SlotError::none;
}

ExchangeView PpsExchange::view() const {
  switch (state_) {
    case PpsState::done:
      return {Progress::finished, SlotError::none, response_.view()};
    case PpsState::failed:
      return {Progress::failed, fault_, {}};
    default:
      return {};
  }
}

void PpsExchange::apply(PpsEvent event, std::uint8_t character) {
  const Row* const row = rowOf(rows(), state_, event);
  if (row == nullptr) return;
  (this->*row->act)(character);
  state_ = row->next;
}

PpsEvent PpsExchange::classify() const {
  if (state_ == PpsState::done) return PpsEvent::extraCharacter;
  if (state_ != PpsState::rest) return PpsEvent::character;
  return response_.size() + 1 == lengthOf(response_[1]) ? PpsEvent::lastCharacter : PpsEvent::character;
}

}  // namespace ssc::fw
