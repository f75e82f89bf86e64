// What the tests of the medical commands share: card A (SM4) in DF04 with the PIN verified, and the commands
// of the worked vectors (random 01020304, load sequence 0000, purchase sequence 0001, terminal sequence
// 00000010).
#pragma once

#include "keys-sim/card/medical/memory.hpp"
#include "tests/unit/keys-sim/fixtures.hpp"

namespace ssc::sim::test {

inline constexpr std::string_view kInitLoad = "B02800010B010000C350999900000001";
inline constexpr std::string_view kCredit = "B02A00000B20250102030405A26BBEB8";
inline constexpr std::string_view kInitPurchase = "B02801011301000000000000303900002710999900000001";
inline constexpr std::string_view kDebit = "B02C01000F000000102025010203040588D71CD7";
inline constexpr std::string_view kLoadProof = "B02E0031020000", kPurchaseProof = "B02E0032020001";
inline constexpr std::string_view kLoadMacAndTac = "A26BBEB82A3248ED",
                                  kPurchaseMacAndTac = "304996A46FB4CF3A";

inline void enterMedical(CardOs& card) {
  REQUIRE(ask(card, kSelectSsse).ends_with("9000"));
  REQUIRE(ask(card, "00A4000002DF04").ends_with("9000"));
}

class MedicalCard {
 public:
  /// `amounts`: of the profile; the worked purchase is the second.
  explicit MedicalCard(medical::AmountFile amounts = {0, 1}, std::string sample = "card-a.toml")
      : amounts_(amounts), sample_(std::move(sample)) {
    powerOn();
  }

  /// Another life of the same chip: only what it kept is left.
  void powerOn() {
    card_.reset();
    CardProfile profile = sampleCard(sample_);
    profile.amounts = amounts_;
    card_ = makeCard(std::move(profile), random, store);
    enterMedical(*card_);
  }
  void verifyPin() { REQUIRE(ask(*card_, "0020000003123456") == "9000"); }
  std::string send(std::string_view command) { return ask(*card_, command); }
  /// The same with 01020304 as the card's next random number.
  std::string sendWithRandom(std::string_view command) {
    random.push(hex("01020304"));
    return send(command);
  }
  void load() {
    REQUIRE(sendWithRandom(kInitLoad).ends_with("9000"));
    REQUIRE(send(kCredit).ends_with("9000"));
  }
  void purchase() {
    REQUIRE(sendWithRandom(kInitPurchase).ends_with("9000"));
    REQUIRE(send(kDebit).ends_with("9000"));
  }

  CardOs& operator*() { return *card_; }
  CardOs* operator->() { return card_.get(); }

  ScriptedRandom random;
  MemoryStore store;

 private:
  medical::AmountFile amounts_;
  std::string sample_;
  std::unique_ptr<CardOs> card_;
};

}  // namespace ssc::sim::test
