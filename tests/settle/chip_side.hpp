// The side of the chips: serves one settling process until it ends, or is ended, and knows what the cards
// really did.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "crypto/random.hpp"
#include "keys-sim/card/card_os.hpp"
#include "keys-sim/psam/psam_os.hpp"
#include "tests/settle/chip_link.hpp"

namespace ssc::tests {

/// How one attempt is disturbed.
struct Fault {
  enum class Kind : std::uint8_t {
    none,
    kill,        ///< SIGKILL of the settling process
    powerCut,    ///< the same, and what was not synced is lost in part
    diskCut,     ///< the power goes inside an operation of the disk
    diskFull,    ///< from an operation of the disk on
    cardTorn,    ///< and put back at once
    cardGone,    ///< and not put back
    readerGone,  ///< card and module, for the rest of the attempt
  };
  Kind kind = Kind::none;
  std::string moment;  ///< kill, powerCut: at this moment; empty: at a command
  unsigned at = 0;     ///< number of the command (kill, powerCut, card…, reader…) or of the disk's operation
  bool isCarriedOut = false;  ///< the command, before
};
std::string_view toText(Fault::Kind kind);

/// A debit as the card has it in EF08.
struct CardDebit {
  std::uint16_t sequence = 0;
  std::string terminal, time;
  std::uint32_t total = 0, paid = 0;
  auto operator<=>(const CardDebit&) const = default;
};

class ChipSide {
 public:
  /// Names of sample cards, PIN 123456.
  explicit ChipSide(const std::vector<std::string>& cards);

  void insert(const std::string& card);
  /// Serves until the process is gone. The point where it was disturbed: a moment, "command", "disk"; empty
  /// where it was not.
  std::string serve(int process, const ChipLink& link, const Fault& fault);

  /// EF08, newest first; EF06-92 and 93.
  [[nodiscard]] std::vector<CardDebit> debits(const std::string& card) const;
  struct Sums {
    std::uint32_t sum = 0, count = 0;
    friend bool operator==(const Sums&, const Sums&) = default;
  };
  [[nodiscard]] Sums sums(const std::string& card) const;
  /// What the center would write after 8605.
  void resetSums(const std::string& card);
  /// The number the next purchase gets.
  [[nodiscard]] std::uint32_t nextModuleNumber() const;

 private:
  struct Card {
    sim::MemoryStore store;
    std::unique_ptr<sim::CardOs> os;
  };
  struct Served;
  [[nodiscard]] const sim::Image* image(const std::string& card, const std::string& part) const;

  crypto::SystemRandom random_;
  sim::MemoryStore psamStore_;
  std::unique_ptr<sim::PsamOs> psam_;
  std::map<std::string, Card> cards_;
  std::string inserted_;
};

}  // namespace ssc::tests
