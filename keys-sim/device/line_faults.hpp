// Faults of the line itself, counted in characters the card sends from the first command on after a fault was
// ordered: whether the host powers the card anew before that command does not move the place. An ATR behind
// it counts.
#pragma once

#include <cstdint>
#include <optional>

#include "apdu/bytes.hpp"

namespace ssc::sim {

class LineFaults {
 public:
  /// Character n (1 = the next one sent) becomes `value`, or its complement.
  void corrupt(unsigned n, std::optional<std::uint8_t> value = std::nullopt) {
    order().corrupt_ = {n, value};
  }
  /// Character n is not sent.
  void lose(unsigned n) { order().lose_ = n; }
  /// A stray character follows character n.
  void extra(unsigned n) { order().extra_ = n; }
  /// After n more characters the line is dead and the card is out.
  void tear(unsigned n) { order().tear_ = n; }

  struct Result {
    apdu::Bytes characters;
    bool dead = false;
  };
  /// `opening`: characters before any command, the ATR and the answer to PPS.
  Result apply(apdu::ByteView characters, bool opening = false);

 private:
  struct Corruption {
    unsigned at = 0;
    std::optional<std::uint8_t> value;
  };
  LineFaults& order() {
    counts_ = false;
    return *this;
  }
  void applyToOne(std::uint8_t character, apdu::Bytes& out);

  bool counts_ = false;  // a command came after the order
  Corruption corrupt_;
  unsigned lose_ = 0;
  unsigned extra_ = 0;
  std::optional<unsigned> tear_;
};

}  // namespace ssc::sim
