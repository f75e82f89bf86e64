// One stay of a citizen's card in the terminal, from power-up to release: what every flow stands on. A flow
// takes the card, lets it prove or be proven what the file rules ask for, and sends its commands.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>

#include "crypto/random.hpp"
#include "hostlib/card/navigation.hpp"
#include "hostlib/flows/module_access.hpp"
#include "hostlib/flows/pin_source.hpp"

namespace ssc::flows {

/// The card a caller means: fields 4 and 3 of the basic read it began with.
struct CardClaim {
  std::string cardId;      ///< 32 hexadecimal digits, upper case
  std::string cardNumber;  ///< the first nine characters
};

/// What EXTERNAL AUTHENTICATE takes: computed before it is sent, so that a module that cannot do it is found
/// out before the holder is asked for anything. Valid until the card gives another challenge or changes its
/// directory.
struct KeyProof {
  card::Block8 authentication{};
  card::Block8 data{};
};

/// Everything a stay needs and does not own.
struct VisitTools {
  Terminal& terminal;
  crypto::RandomSource& random;
  ModulePolicy modules = ModulePolicy::psamOnly;
  PinSource* pins = nullptr;  ///< null: none, every PIN is refused with noPinSource
  PinRules pinRules{};
  apdu::Trace* trace = nullptr;
};

class Visit {
 public:
  explicit Visit(const VisitTools& tools)
      : tools_(tools), modules_(tools.terminal, tools.modules, tools.trace) {}
  Visit(const Visit&) = delete;
  Visit& operator=(const Visit&) = delete;

  /// Powers the card and recognises it.
  Outcome<void> take(CardInterface interface);
  Outcome<void> power(CardInterface interface);
  Outcome<void> recognise();
  /// Powers a card that is asked for its PIN and for nothing else: two exchanges fewer. It has no identity()
  /// then.
  Outcome<void> takeForPin(CardInterface interface);
  /// Lets the card go, and with it everything it was shown.
  void release();
  /// differsFromCard unless the card is the one that is meant.
  Outcome<void> expect(const CardClaim& claim) const;

  /// INTERNAL AUTHENTICATE against the module's own computation; notGenuine when they differ.
  Outcome<void> checkGenuine();
  /// Gets a challenge and has the module prove the key over it. The key's directory is current.
  Outcome<KeyProof> prepare(const cardspec::Key& key);
  /// Sends the proof.
  Outcome<void> prove(const cardspec::Key& key, const KeyProof& proof);
  /// Both.
  Outcome<void> prove(const cardspec::Key& key);
  /// Whether this stay has proven the key and done nothing since that makes the card forget it.
  [[nodiscard]] bool isProven(const cardspec::Key& key) const;
  /// Makes an application current: "SSSE", "DF01" …
  Outcome<void> enter(std::string_view df);
  /// Lets the holder enter the PIN and the card check it. A stay asks once: the card remembers.
  Outcome<void> verifyPin();
  /// Where a later call on a card that is kept begins: in the environment, and no key counts as proven, for
  /// other commands may have made the card forget it. The PIN stays verified.
  Outcome<void> comeBack();
  /// The next verifyPin() asks again: the PIN was, or may have been, changed.
  void forgetPin() { pinVerified_ = false; }
  [[nodiscard]] bool isPinVerified() const { return pinVerified_; }
  /// The issuer's file (SSSE/EF05) as recognise() read it; null once the card may hold another.
  [[nodiscard]] const card::Records* issuer() const {
    return issuerIsFresh_ && identity_ ? &identity_->issuer : nullptr;
  }
  void forgetIssuer() { issuerIsFresh_ = false; }

  [[nodiscard]] card::Card& card() { return *card_; }
  [[nodiscard]] card::Navigation& navigation() { return *navigation_; }
  /// Six digits; empty before the card was recognised.
  [[nodiscard]] const std::string& region() const { return region_; }
  /// For a flow that ends with it.
  [[nodiscard]] card::Identity takeIdentity() { return std::move(*identity_); }
  [[nodiscard]] const card::Identity& identity() const { return *identity_; }
  [[nodiscard]] ModuleAccess& modules() { return modules_; }
  [[nodiscard]] const VisitTools& tools() const { return tools_; }
  /// noPinSource where there is none.
  [[nodiscard]] Outcome<PinSource*> pins() const;
  /// A pad in the reader cannot give a PIN away: what needs it here (CHANGE PIN, reload) is refused with
  /// noPinSource.
  [[nodiscard]] std::size_t cardExchanges() const { return session_ ? session_->exchanges() : 0; }
  void note(std::string_view step) const;

  Outcome<card::Block8> randomBlock();

 private:
  Outcome<void> sendPin();
  Outcome<void> verifyPinInReader();

  VisitTools tools_;
  // In the order of taking: the module is released before the card.
  apdu::Channel* channel_ = nullptr;  ///< the session's
  std::optional<apdu::Session> session_;
  std::optional<card::Card> card_;
  std::optional<card::Navigation> navigation_;
  std::map<std::string, card::Stay, std::less<>> proven_;  ///< by key: where the card stood then
  std::optional<card::Identity> identity_;
  std::string region_;
  ModuleAccess modules_;
  bool pinVerified_ = false;
  bool issuerIsFresh_ = false;
};

/// cardData when one of the tags is not there.
Outcome<void> requireTags(const card::Records& records, std::span<const std::uint8_t> tags,
                          std::string_view where);

/// Card faults as failures of a flow.
template <class T>
Outcome<T> lift(card::Result<T> result) {
  return std::move(result).map_error([](const card::Error& error) { return failureFrom(error); });
}

/// An answer to VERIFY or CHANGE PIN: 63Cx and 6983 become pinWrong with the tries left, and pinLocked.
Failure pinFailureFrom(const card::Error& error);
/// Digits as the card takes them; pinLength when they are not 4 to 12.
Outcome<crypto::SecretBytes> packedPin(const crypto::SecretBytes& digits);

}  // namespace ssc::flows
