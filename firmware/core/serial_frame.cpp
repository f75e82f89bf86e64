#include "firmware/core/serial_frame.hpp"

#include <array>

namespace ssc::fw {
namespace {

constexpr std::size_t kLastLengthByte = 4;

}  // namespace

void buildFrame(Buffer<kMaxFrame>& frame, ByteView message) {
  frame.clear();
  frame.append(kFrameSync);
  frame.append(kFrameAck);
  frame.append(message);
  std::uint8_t lrc = 0;
  for (const std::uint8_t byte : frame.view())
    lrc = static_cast<std::uint8_t>(lrc ^ byte);
  frame.append(lrc);
}

std::span<const FrameReceiver::Row> FrameReceiver::rows() {
  using S = FrameState;
  using E = FrameEvent;
  using X = FrameReceiver;
  static constexpr auto kRows = std::to_array<Row>({
      Row{S::sync, E::sync, &X::begin, S::control},
      Row{S::sync, E::foreign, &X::skip, S::sync},
      Row{S::control, E::sync, &X::begin, S::control},
      Row{S::control, E::ack, &X::sum, S::header},
      Row{S::control, E::nak, &X::sum, S::nakCheck},
      Row{S::control, E::foreign, &X::skip, S::sync},
      Row{S::header, E::headerMore, &X::keep, S::header},
      Row{S::header, E::headerEmpty, &X::keep, S::check},
      Row{S::header, E::headerLong, &X::keep, S::body},
      Row{S::header, E::headerBad, &X::damage, S::sync},
      Row{S::body, E::bodyMore, &X::keep, S::body},
      Row{S::body, E::bodyLast, &X::keep, S::check},
      Row{S::check, E::checkGood, &X::deliver, S::sync},
      Row{S::check, E::checkBad, &X::damage, S::sync},
      Row{S::nakCheck, E::checkGood, &X::refused, S::sync},
      Row{S::nakCheck, E::checkBad, &X::damage, S::sync},
  });
  return kRows;
}

FrameResult FrameReceiver::onByte(std::uint8_t byte, Instant now) {
  if (state_ != FrameState::sync && now - lastByte_ > kLongestPause) state_ = FrameState::sync;
  lastByte_ = now;
  result_ = FrameResult::nothing;
  const Row* const row = rowOf(rows(), state_, classify(byte));
  if (row == nullptr) {
    state_ = FrameState::sync;
    return FrameResult::damaged;
  }
  state_ = row->next;
  (this->*row->act)(byte);
  return result_;
}

FrameEvent FrameReceiver::classify(std::uint8_t byte) const {
  switch (state_) {
    case FrameState::header:
      return classifyHeader(byte);
    case FrameState::body:
      return message_.size() + 1 == ccid::kHeaderSize + declaredLength() ? FrameEvent::bodyLast
                                                                         : FrameEvent::bodyMore;
    case FrameState::check:
    case FrameState::nakCheck:
      return byte == lrc_ ? FrameEvent::checkGood : FrameEvent::checkBad;
    default:
      break;
  }
  if (byte == kFrameSync) return FrameEvent::sync;
  if (state_ == FrameState::sync) return FrameEvent::foreign;
  if (byte == kFrameAck) return FrameEvent::ack;
  return byte == kFrameNak ? FrameEvent::nak : FrameEvent::foreign;
}

// The length is judged as soon as it is known: nothing is copied that could not fit.
FrameEvent FrameReceiver::classifyHeader(std::uint8_t byte) const {
  if (message_.size() == kLastLengthByte) {
    const std::size_t length = declaredLength() | static_cast<std::size_t>(byte) << 24;
    return length > ccid::kMaxData ? FrameEvent::headerBad : FrameEvent::headerMore;
  }
  if (message_.size() + 1 < ccid::kHeaderSize) return FrameEvent::headerMore;
  return declaredLength() == 0 ? FrameEvent::headerEmpty : FrameEvent::headerLong;
}

// dwLength, as far as it has come: message bytes 1 to 4, least significant first.
std::size_t FrameReceiver::declaredLength() const {
  std::size_t length = 0;
  for (std::size_t i = 1; i <= kLastLengthByte && i < message_.size(); ++i) {
    length |= static_cast<std::size_t>(message_[i]) << (8 * (i - 1));
  }
  return length;
}

void FrameReceiver::begin(std::uint8_t byte) {
  message_.wipe();
  lrc_ = byte;
}

void FrameReceiver::sum(std::uint8_t byte) {
  lrc_ = static_cast<std::uint8_t>(lrc_ ^ byte);
}

void FrameReceiver::keep(std::uint8_t byte) {
  sum(byte);
  message_.append(byte);
}

}  // namespace ssc::fw
