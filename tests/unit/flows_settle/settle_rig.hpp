// A terminal without a network: simulated cards and PSAM that stay what they were written to be, a journal in
// a folder of its own, a policy under its own time.
#pragma once

#include <doctest/doctest.h>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "crypto/random.hpp"
#include "hostlib/flows/settle/card_sums.hpp"
#include "hostlib/flows/settle/settle.hpp"
#include "keys-sim/card/card_os.hpp"
#include "keys-sim/psam/psam_os.hpp"

namespace ssc::test {

/// Stands until it is moved. Begins on 5 January 2026, 09:30:15 in Beijing.
class StillClock final : public office::Clock {
 public:
  Wall now() override { return now_; }
  Steady steady() override { return Steady(now_.time_since_epoch()); }
  bool wait(std::chrono::milliseconds time, const std::stop_token& stop) override {
    now_ += time;
    return !stop.stop_requested();
  }
  void pass(std::chrono::seconds time) { now_ += time; }

 private:
  Wall now_{std::chrono::seconds(1'767'576'615)};
};

/// Card slot and PSAM slot. Chips keep what they were written to; each stay is a new power-up.
class SettleWorld final : public flows::Terminal {
 public:
  static constexpr const char* kTerminal = "999900000001";

  explicit SettleWorld(const std::string& psam = "psam-full.toml");
  flows::Outcome<flows::PoweredCard> powerCard(flows::CardInterface interface) override;
  flows::Outcome<flows::PoweredCard> powerSam() override;

  /// Into the slot; made when it was not there before. Empty: the slot is empty.
  void insert(const std::string& card);
  /// The n-th command from now on that goes to the card is carried out (or not), its answer is lost, and the
  /// card is gone until it is powered anew. 0: never.
  void tear(unsigned command, bool isCarriedOut);
  /// Called before each command to card or PSAM.
  void watch(std::function<void(apdu::ByteView)> watch) { watch_ = std::move(watch); }
  [[nodiscard]] sim::CardOs& card() { return *cards_.at(inserted_)->os; }
  [[nodiscard]] sim::PsamOs& psam() { return *psam_; }
  [[nodiscard]] unsigned commands() const { return commands_; }

  crypto::SystemRandom random;

 private:
  class Line;
  struct Chip {
    sim::MemoryStore store;
    std::unique_ptr<sim::CardOs> os;
  };
  flows::Outcome<flows::PoweredCard> power(sim::Chip& chip, bool isCard);

  sim::MemoryStore psamStore_;
  std::unique_ptr<sim::PsamOs> psam_;
  std::map<std::string, std::unique_ptr<Chip>> cards_;
  std::string inserted_;
  std::function<void(apdu::ByteView)> watch_;
  unsigned commands_ = 0, tearAt_ = 0;
  bool tearCarriesOut_ = false;
  bool isTorn_ = false;
};

class SettleRig {
 public:
  SettleRig();
  ~SettleRig();
  SettleRig(const SettleRig&) = delete;
  SettleRig& operator=(const SettleRig&) = delete;

  /// As after a crash: the journal is opened anew.
  void reopen(const char* vfs = nullptr);
  void declareOffline();
  /// 30.00 yuan of the account.
  static flows::SettleOrder order(flows::settlement::Fen total = 3000, flows::settlement::Fen account = 3000);
  flows::Outcome<flows::SettleReceipt> settle(const flows::SettleOrder& order,
                                              flows::SettleMoment moment = {});
  flows::Outcome<flows::SettleReceipt> settle() { return settle(order()); }
  flows::Outcome<flows::SettleReceipt> settleAt(const flows::SettlementStation& here,
                                                const flows::SettleOrder& order,
                                                flows::SettleMoment moment = {});
  flows::Outcome<flows::Recovered> recover();
  [[nodiscard]] flows::SettlementStation station();

  /// As the center writes it after 8605: the card in the slot may, and has nothing waiting.
  void permitCard();
  /// What the card says of itself.
  flows::OfflineSums sumsOfCard();
  std::vector<card::Transaction> debitsOfCard();

  SettleWorld world;
  StillClock clock;
  flows::Permit permit;
  const std::filesystem::path folder;
  const std::filesystem::path file = folder / "journal.sqlite";
  std::optional<journal::Journal> journal;
  crypto::Key logKey{crypto::Bytes(16, 0xC0)};
  const crypto::Sm2KeyPair signKey = crypto::Sm2KeyPair::generate().value();
  const crypto::FieldSealer storage =
      crypto::FieldSealer::fromSessionKey(crypto::Key(crypto::Bytes(16, 7))).value();
  unsigned confirmations = 0;
  bool holderAgrees = true;
};

}  // namespace ssc::test
