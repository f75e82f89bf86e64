// Faults of the line itself, counted in characters the card sends from the moment a fault is ordered.
#pragma once

#include <cstdint>
#include <optional>

#include "apdu/bytes.hpp"

namespace ssc::sim {

class LineFaults {
 public:
  /// Character n (1 = the next one sent) becomes `value`, or its complement.
  void corrupt(unsigned n, std::optional<std::uint8_t> value = std::nullopt) { corrupt_ = {n, value}; }
  /// Character n is not sent.
  void lose(unsigned n) { lose_ = n; }
  /// A stray character follows character n.
  void extra(unsigned n) { extra_ = n; }
  /// After n more characters the line is dead and the card is out.
  void tear(unsigned n) { tear_ = n; }

  struct Result {
    apdu::Bytes characters;
    bool dead = false;
  };
  Result apply(apdu::ByteView characters);

 private:
  struct Corruption {
    unsigned at = 0;
    std::optional<std::uint8_t> value;
  };
  void applyToOne(std::uint8_t character, apdu::Bytes& out);

  Corruption corrupt_;
  unsigned lose_ = 0;
  unsigned extra_ = 0;
  std::optional<unsigned> tear_;
};

}  // namespace ssc::sim
