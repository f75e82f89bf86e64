// A PC/SC service inside this process: simulated card and PSAM behind the calls of winscard.h, without pcscd,
// driver and reader. Thousands of calls of the libraries' exported functions take seconds.
#pragma once

#include <memory>

#include "keys-sim/card/card_os.hpp"
#include "keys-sim/psam/psam_os.hpp"

namespace ssc::stress {

class Service {
 public:
  /// There is one: the C interface has no place for another.
  static Service& instance();

  /// Puts cards in; sample files by their paths. False: they cannot be used.
  bool insert(const std::string& card, const std::string& psam);
  /// What the card keeps without power.
  [[nodiscard]] const sim::PersistentState& cardState() const { return card_->durable(); }
  /// The same as its holder would notice it: what is written, what is blocked, the tries left of what was
  /// ever used before. Without the two parts that hold the terminal's sequence number, which a repeated
  /// command moves on: the amounts tell whether a debit happened.
  [[nodiscard]] sim::PersistentState cardContent() const;
  /// Puts the card back into a state it had, and the PSAM into the one it began with: its sequence number is
  /// part of a debit's record.
  bool restore(const sim::PersistentState& card);
  /// Handles and contexts that somebody holds.
  [[nodiscard]] int held() const;
  /// What SCardTransmit returns for the fault of the moment.
  void setTransmitCode(long code);

 private:
  Service() = default;
  crypto::SystemRandom random_;
  sim::MemoryStore cardStore_, psamStore_;
  std::unique_ptr<sim::CardOs> card_;
  std::unique_ptr<sim::PsamOs> psam_;
  sim::PersistentState psamStart_;
  std::map<std::string, unsigned> counters_;
};

}  // namespace ssc::stress
