// The serial framing of CCID that libccidtwin speaks (GemPC Twin family):
//   SYNC 03 | ACK 06 | CCID message | LRC       SYNC 03 | NAK 15 | LRC 16       (LRC: exclusive-or of all
//   before)
#pragma once

#include <cstdint>
#include <span>

#include "firmware/core/bytes.hpp"
#include "firmware/core/ccid.hpp"
#include "firmware/core/clock.hpp"
#include "firmware/core/state_table.hpp"

namespace ssc::fw {

inline constexpr std::uint8_t kFrameSync = 0x03;
inline constexpr std::uint8_t kFrameAck = 0x06;
inline constexpr std::uint8_t kFrameNak = 0x15;
inline constexpr std::array<std::uint8_t, 3> kNakFrame = {kFrameSync, kFrameNak, kFrameSync ^ kFrameNak};
inline constexpr std::size_t kMaxFrame = 2 + ccid::kMaxMessage + 1;

/// 03 06 message LRC.
void buildFrame(Buffer<kMaxFrame>& frame, ByteView message);

enum class FrameState : std::uint8_t { sync, control, header, body, check, nakCheck };

enum class FrameEvent : std::uint8_t {
  sync,         ///< 03 where a frame may begin
  ack,          ///< 06
  nak,          ///< 15
  foreign,      ///< any other byte there
  headerMore,   ///< a header byte, not the last
  headerEmpty,  ///< the last header byte; dwLength is 0
  headerLong,   ///< the last header byte; data follows
  headerBad,    ///< the last header byte; dwLength does not fit a message
  bodyMore,     ///< a data byte, not the last
  bodyLast,     ///< the last data byte
  checkGood,
  checkBad,
};

/// What a byte completed.
enum class FrameResult : std::uint8_t { nothing, message, damaged, nak };

class FrameReceiver {
 public:
  /// A frame that pauses longer is given up; the next byte starts a new one.
  static constexpr Micros kLongestPause = 500'000;

  using Action = void (FrameReceiver::*)(std::uint8_t byte);
  using Row = StateRow<FrameState, FrameEvent, Action>;
  static std::span<const Row> rows();

  FrameResult onByte(std::uint8_t byte, Instant now);
  /// The message of the last FrameResult::message, until the next byte.
  [[nodiscard]] ByteView message() const { return message_.view(); }
  [[nodiscard]] FrameState state() const { return state_; }
  /// Overwrites the message: it may carry a PIN.
  void wipe() { message_.wipe(); }

 private:
  [[nodiscard]] FrameEvent classify(std::uint8_t byte) const;
  [[nodiscard]] FrameEvent classifyHeader(std::uint8_t byte) const;
  [[nodiscard]] std::size_t declaredLength() const;

  void skip(std::uint8_t) {}
  void begin(std::uint8_t byte);
  void sum(std::uint8_t byte);
  void keep(std::uint8_t byte);
  void deliver(std::uint8_t) { result_ = FrameResult::message; }
  void damage(std::uint8_t) { result_ = FrameResult::damaged; }
  void refused(std::uint8_t) { result_ = FrameResult::nak; }

  FrameState state_ = FrameState::sync;
  FrameResult result_ = FrameResult::nothing;
  std::uint8_t lrc_ = 0;
  Instant lastByte_ = 0;
  Buffer<ccid::kMaxMessage> message_;
};

}  // namespace ssc::fw
