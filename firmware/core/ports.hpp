// What the core asks of the world: a line to the host, and eight contacts per slot.
#pragma once

#include <cstddef>
#include <cstdint>

#include "firmware/core/bytes.hpp"

namespace ssc::fw {

/// ISO/IEC 7816-3 §5.1.2: the classes of operating conditions.
enum class Voltage : std::uint8_t { off, classA, classB, classC };

/// Carries characters towards the card, as the host means them (the slot applies the convention).
class CharacterPort {
 public:
  CharacterPort() = default;
  CharacterPort(const CharacterPort&) = delete;
  CharacterPort& operator=(const CharacterPort&) = delete;
  virtual void send(ByteView characters) = 0;

 protected:
  ~CharacterPort() = default;
};

/// The contacts of one slot (ISO/IEC 7816-2). `send` speaks the direct convention. A port must not call back
/// into the core from inside these operations.
class SlotPort : public CharacterPort {
 public:
  virtual void vcc(Voltage voltage) = 0;
  virtual void clk(std::uint32_t kiloHertz) = 0;  ///< 0 stops the clock low
  virtual void rst(bool high) = 0;

 protected:
  ~SlotPort() = default;
};

/// The line to the host: whole CCID messages. A port must not call back into the core from inside these.
class HostPort {
 public:
  HostPort() = default;
  HostPort(const HostPort&) = delete;
  HostPort& operator=(const HostPort&) = delete;
  virtual void respond(ByteView message) = 0;
  /// The card needs longer; `message` is the CCID answer with bmCommandStatus = 2 (CCID §6.2.6).
  virtual void extendTime(ByteView message) = 0;
  virtual void slotChanged(std::size_t slot, bool present) = 0;

 protected:
  ~HostPort() = default;
};

}  // namespace ssc::fw
