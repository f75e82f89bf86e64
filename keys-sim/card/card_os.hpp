// The card's operating system: a command and the state give an answer and a new state (ISO/IEC 7816-4; card
// specification, parts 3 to 5). The commands are rows of a table (command_table.hpp); this class keeps what
// they share.
#pragma once

#include <memory>

#include "crypto/random.hpp"
#include "keys-sim/card/card_keys.hpp"
#include "keys-sim/card/card_state.hpp"
#include "keys-sim/device/chip.hpp"
#include "keys-sim/device/persistent_state.hpp"

namespace ssc::sim {

class CardOs final : public Chip {
 public:
  /// `random` and `store` live longer than the card. Fails with a text: unreadable state, keys that cannot be
  /// derived.
  static tl::expected<std::unique_ptr<CardOs>, std::string> make(CardProfile profile,
                                                                 crypto::RandomSource& random,
                                                                 StateStore& store);

  apdu::Bytes reset() override;
  [[nodiscard]] Direction direction(const apdu::Header& header) const override;
  apdu::Response process(const apdu::Command& command) override;
  [[nodiscard]] std::string name() const override { return profile_.name; }
  [[nodiscard]] std::map<std::string, unsigned> triesLeft() const override;
  void setFake(bool fake) override { fake_ = fake; }
  void setMemoryFails(bool fails) override { memoryFails_ = fails; }

  // For the command handlers.
  [[nodiscard]] const CardProfile& profile() const { return profile_; }
  [[nodiscard]] FileTree& tree() { return tree_; }
  [[nodiscard]] CardState& state() { return state_; }
  [[nodiscard]] const CardState& state() const { return state_; }
  [[nodiscard]] crypto::RandomSource& random() { return random_; }
  /// The card's key; the internal authentication key of a false card is another one.
  [[nodiscard]] const Key* key(std::string_view name, std::uint8_t version) const;
  /// SSSE, or "MF", "PSE" …: the environment the current directory belongs to.
  [[nodiscard]] const std::string& environment();
  [[nodiscard]] bool isBlocked(std::string_view df) const {
    return persistent_.blocked.contains(std::string(df));
  }
  /// Makes `target` current and forgets what the move takes with it. The same directory again keeps its keys.
  void enter(Directory& target);

  /// What survives power-off, as it is now.
  [[nodiscard]] const PersistentState& durable() const { return persistent_; }
  /// Makes `next` durable and only then current, all of it or nothing, before the card answers. False: memory
  /// failure (6581), nothing has changed.
  [[nodiscard]] bool commit(PersistentState next);
  /// The PIN as packed digits; empty: the card has none.
  [[nodiscard]] apdu::ByteView pin() const;

  [[nodiscard]] unsigned triesOf(const std::string& counter, unsigned limit) const;
  /// Sets a counter and makes it durable before the card answers; false: memory failure.
  [[nodiscard]] bool setTries(const std::string& counter, unsigned tries);

 private:
  [[nodiscard]] apdu::Response run(const apdu::Command& command);
  CardOs(CardProfile profile, CardKeys keys, CardKeys fakeKeys, PersistentState persistent,
         crypto::RandomSource& random, StateStore& store);

  CardProfile profile_;
  FileTree tree_;
  CardKeys keys_;
  CardKeys fakeKeys_;
  PersistentState persistent_;
  crypto::RandomSource& random_;
  StateStore& store_;
  CardState state_;
  bool fake_ = false;
  bool memoryFails_ = false;
};

/// The part of PersistentState::images that holds the PIN: one byte string, packed digits; none: no PIN.
inline constexpr const char* kPinImage = "PIN";

}  // namespace ssc::sim
