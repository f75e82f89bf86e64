// What a transport sees of a simulated chip, citizen card or PSAM: its ATR, a reset, and commands with whole
// answers.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "apdu/command.hpp"
#include "apdu/response.hpp"

namespace ssc::sim {

/// T=0 does not say whether the five header bytes are followed by data: the chip knows by the command
/// (ISO/IEC 7816-3 §10.3.1).
enum class Direction : std::uint8_t {
  none,      ///< the chip answers the header at once (unknown commands)
  incoming,  ///< P3 is Lc
  outgoing,  ///< P3 is Le
};

class Chip {
 public:
  Chip() = default;
  Chip(const Chip&) = delete;
  Chip& operator=(const Chip&) = delete;
  virtual ~Chip() = default;

  /// Power-on or warm reset: all volatile state is gone. Returns the ATR.
  virtual apdu::Bytes reset() = 0;
  [[nodiscard]] virtual Direction direction(const apdu::Header& header) const = 0;
  /// The whole answer, as a T=CL interface returns it: never 61xx or 6Cxx.
  virtual apdu::Response process(const apdu::Command& command) = 0;

  [[nodiscard]] virtual std::string name() const = 0;
  /// Tries left of everything that counts tries, by name.
  [[nodiscard]] virtual std::map<std::string, unsigned> triesLeft() const = 0;
  /// On: a chip with other keys, which only authentication finds out.
  virtual void setFake(bool fake) = 0;
  /// On: nothing can be written any more; what would be written is refused with 6581.
  virtual void setMemoryFails(bool fails) = 0;
};

}  // namespace ssc::sim
