// The PSAM's operating system: environments, a few files, and the two commands that let a terminal use a key
// without knowing it (card specification, part 6).
#pragma once

#include <memory>
#include <optional>

#include "crypto/random.hpp"
#include "keys-sim/device/chip.hpp"
#include "keys-sim/device/persistent_state.hpp"
#include "keys-sim/keys/session.hpp"
#include "keys-sim/psam/psam_keys.hpp"

namespace ssc::sim {

struct PsamFile {
  std::uint16_t fid;
  apdu::Bytes content;
};

struct PsamEnvironment {
  std::string df;  ///< row of the application table: PSAM3DES, PSAMSM4
  Algorithm algorithm;
  PsamKeys keys;
  std::vector<PsamFile> files;             ///< of the environment
  std::vector<PsamFile> applicationFiles;  ///< of DF01 below it
};

/// What is forgotten at reset.
struct PsamState {
  PsamEnvironment* environment = nullptr;  ///< null: the MF of a PSAM without the 3DES environment
  bool inApplication = false;              ///< DF01
  const PsamFile* file = nullptr;
  apdu::Bytes challenge;
  std::uint8_t environmentByte = 0;  ///< as INITIALIZE ENVIRONMENT stored it
  struct Delivered {
    Key key;
    std::uint8_t type;
    apdu::Bytes chaining;  ///< of a MAC in several parts; empty: none under way
  };
  std::optional<Delivered> delivered;
  std::optional<Mac> awaitedMac2;  ///< of the purchase the last command began
};

class PsamOs final : public Chip {
 public:
  static tl::expected<std::unique_ptr<PsamOs>, std::string> make(PsamProfile profile,
                                                                 crypto::RandomSource& random,
                                                                 StateStore& store);

  apdu::Bytes reset() override;
  [[nodiscard]] Direction direction(const apdu::Header& header) const override;
  apdu::Response process(const apdu::Command& command) override;
  [[nodiscard]] std::string name() const override { return profile_.name; }
  [[nodiscard]] std::map<std::string, unsigned> triesLeft() const override { return persistent_.triesLeft; }
  /// A PSAM has nothing to prove to anybody.
  void setFake(bool) override {}
  void setMemoryFails(bool fails) override { memoryFails_ = fails; }

  // For the command handlers.
  /// What survives power-off, as it is now.
  [[nodiscard]] const PersistentState& durable() const { return persistent_; }
  /// Makes `next` durable and only then current. False: memory failure (6581), nothing has changed.
  [[nodiscard]] bool commit(PersistentState next);
  [[nodiscard]] const PsamProfile& profile() const { return profile_; }
  [[nodiscard]] PsamState& state() { return state_; }
  [[nodiscard]] crypto::RandomSource& random() { return random_; }
  /// nullptr: this PSAM has no such environment.
  PsamEnvironment* environment(std::string_view df);
  /// Enters an environment, or its application; everything delivered is forgotten.
  void enter(PsamEnvironment* environment, bool application);
  /// A file by its identifier, or (low five bits only) its short identifier; the environment's are visible in
  /// DF01 too.
  [[nodiscard]] const PsamFile* findFile(std::uint16_t fid, std::uint16_t mask) const;

 private:
  [[nodiscard]] apdu::Response run(const apdu::Command& command);
  void updateFiles();
  PsamOs(PsamProfile profile, PersistentState persistent, crypto::RandomSource& random, StateStore& store);

  PsamProfile profile_;
  PersistentState persistent_;
  crypto::RandomSource& random_;
  StateStore& store_;
  std::vector<PsamEnvironment> environments_;
  PsamState state_;
  bool memoryFails_ = false;
};

}  // namespace ssc::sim
