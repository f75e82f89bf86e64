// The reader: CCID commands in, answers out, slots in between. Single-threaded and driven by events alone;
// whoever owns it calls the on… functions and, at nextDeadline(), onTick().
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "firmware/core/ccid.hpp"
#include "firmware/core/clock.hpp"
#include "firmware/core/ports.hpp"
#include "firmware/core/profile.hpp"
#include "firmware/core/slot.hpp"
#include "firmware/core/tracer.hpp"

namespace ssc::fw {

class Reader {
 public:
  /// How often a host is asked for patience while a card works. libccid's shortest read timeout is 2 s.
  static constexpr Micros kTimeExtensionPeriod = 500'000;

  /// One slot per port, at most kMaxSlots and at most profile.slotCount. `slack`: see SlotTiming.
  Reader(const ReaderProfile& profile, HostPort& host, const Clock& clock, std::span<SlotPort* const> ports,
         Micros slack = 0);

  /// One whole CCID message (USB: one bulk-out transfer). Shorter than a header: dropped, it cannot be
  /// answered.
  void onHostMessage(ByteView message);
  /// The host came anew (USB: bus reset; serial: the line was opened). What an earlier host asked is dropped
  /// without an answer; cards stay as they are.
  void onHostOpened();
  /// Characters from the card, as read in the direct convention.
  void onSlotBytes(std::size_t slot, ByteView characters);
  /// A character stayed wrong after its repetitions.
  void onSlotParityError(std::size_t slot);
  void onPresence(std::size_t slot, bool present);
  void onTick();
  [[nodiscard]] Instant nextDeadline() const;

  /// nullptr: nobody looks on.
  void trace(Tracer* tracer) { tracer_ = tracer; }

  [[nodiscard]] std::size_t slotCount() const { return count_; }

 private:
  enum class Needs : std::uint8_t { nothing, card, activeCard };
  struct CommandRow {
    ccid::Command command;
    ccid::Answer answer;
    Needs needs;
    std::uint16_t minData;
    std::uint16_t maxData;
    void (Reader::*serve)(const ccid::Request&);  // nullptr: known and not supported
  };
  struct Escape {
    std::uint8_t code;
    void (Reader::*serve)(const ccid::Request&);
  };
  // The command a slot is working on.
  struct Pending {
    ccid::Answer answer = ccid::Answer::dataBlock;
    std::uint8_t seq = 0;
    Instant nextExtension = kNever;
  };

  static std::span<const CommandRow> commands();
  static std::span<const Escape> escapes();
  static const CommandRow* rowFor(std::uint8_t type);
  [[nodiscard]] SlotError gate(const CommandRow* row, const ccid::Request& request) const;

  void powerOn(const ccid::Request& request);
  void powerOff(const ccid::Request& request);
  void getSlotStatus(const ccid::Request& request);
  void transfer(const ccid::Request& request);
  void getParameters(const ccid::Request& request);
  void resetParameters(const ccid::Request& request);
  void setParameters(const ccid::Request& request);
  void escape(const ccid::Request& request);
  void iccClock(const ccid::Request& request);
  void abort(const ccid::Request& request);
  void firmwareText(const ccid::Request& request);
  void acknowledgeEscape(const ccid::Request& request);

  void await(const ccid::Request& request, ccid::Answer type, const Outcome& outcome);
  void settle(std::size_t slot, const Outcome& outcome);
  void answer(const ccid::Request& request, ccid::Answer type, SlotError error, ByteView data = {});
  void respond(ccid::Answer type, std::uint8_t slot, std::uint8_t seq, SlotError error, ByteView data);
  void extendTime(std::size_t slot);
  void traceAnswer() const;
  [[nodiscard]] IccStatus iccStatus(std::size_t slot) const;
  [[nodiscard]] std::uint8_t lastByte(ccid::Answer type, std::size_t slot) const;

  const ReaderProfile& profile_;
  HostPort& host_;
  const Clock& clock_;
  Tracer* tracer_ = nullptr;
  std::size_t count_;
  std::array<Slot, kMaxSlots> slots_;
  std::array<Pending, kMaxSlots> pending_;
  Buffer<ccid::kMaxMessage> message_;
};

}  // namespace ssc::fw
