// Who proves the terminal to the card, and checks the card: a PSAM in a slot or an HSM over the network.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <tl/expected.hpp>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"
#include "apdu/status_word.hpp"
#include "card-spec/factors.hpp"
#include "card-spec/tables.hpp"
#include "crypto/secret.hpp"

namespace ssc::sam {

using Block8 = std::array<std::uint8_t, 8>;
using Block4 = std::array<std::uint8_t, 4>;

enum class Fault : std::uint8_t {
  channel,      ///< no exchange with the module: see `channel`
  noAlgorithm,  ///< no environment for the card's algorithm
  noKey,        ///< the key is not in the module
  levelTooLow,  ///< its roots reach only cards of its own city or province
  status,       ///< the module refused: see `sw`
  macWrong,     ///< the module found a MAC of the card wrong
  unreachable,  ///< no answer from a module behind a network: not there, too late, or not the one configured
  badData,      ///< an answer that does not parse
};

struct Error {
  Fault fault;
  std::string where;  ///< the step, never data
  apdu::ChannelError channel = apdu::ChannelError::internal;
  apdu::StatusWord sw{};
};

template <class T>
using Result = tl::expected<T, Error>;

/// What a module must know of the card to diversify its keys.
struct CardIdentity {
  std::string region;  ///< six digits
  cardspec::Factor cardFactor{};
};

/// What INITIALIZE FOR PURCHASE was given and answered, and when: everything MAC1 is made of.
struct Purchase {
  std::uint32_t account = 0, selfPay = 0, pool = 0;  ///< fen
  std::uint8_t type = 0x32;                          ///< ASCII: '2' settlement
  std::array<std::uint8_t, 7> time{};                ///< BCD CCYYMMDDHHMMSS
  Block4 cardRandom{};
  std::array<std::uint8_t, 2> cardSequence{};
  std::uint8_t keyVersion = 1;
  std::uint8_t algorithm = 0;  ///< as the card's answer names it
};

/// The module's consent to one purchase.
struct PurchaseConsent {
  Block4 terminalSequence{};
  Block4 mac1{};
};

class SecurityModule {
 public:
  SecurityModule() = default;
  SecurityModule(const SecurityModule&) = delete;
  SecurityModule& operator=(const SecurityModule&) = delete;
  virtual ~SecurityModule() = default;

  /// Makes the environment of this algorithm current and reads the terminal number.
  virtual Result<void> open(cardspec::Algorithm algorithm) = 0;
  /// Twelve digits; valid after open().
  [[nodiscard]] virtual const std::string& terminalNumber() const = 0;
  /// Authentication data (card specification, part 6): `data` enciphered under the session key that `factor`
  /// makes of the card's key; for SM4 the halves of the block are joined by exclusive or.
  virtual Result<Block8> authenticationData(const cardspec::Key& key, const CardIdentity& card,
                                            const Block8& factor, const Block8& data) = 0;
  /// A command under secure messaging: `plaintext` (may be empty) length-prefixed and enciphered, the MAC of
  /// header and data behind it, both under the session key that the card's `challenge` makes of `key` (card
  /// specification, part 6). `header` is CLA INS P1 P2; the answer is the whole APDU, Lc included.
  virtual Result<crypto::SecretBytes> protectedCommand(const cardspec::Key& key, const CardIdentity& card,
                                                       const Block8& challenge,
                                                       const std::array<std::uint8_t, 4>& header,
                                                       apdu::ByteView plaintext) = 0;
  /// The terminal sequence number that the next purchase gets. Fault::noKey where the module does not say.
  virtual Result<std::uint32_t> nextPurchaseNumber() {
    return tl::unexpected(Error{Fault::noKey, "terminal sequence", {}, {}});
  }
  /// INIT SAM FOR PURCHASE: uses up one terminal sequence number.
  virtual Result<PurchaseConsent> consentToPurchase(const CardIdentity& card, const Purchase& purchase) = 0;
  /// CREDIT SAM FOR PURCHASE: the card's MAC2 of the purchase consented to last. Fault::macWrong when it does
  /// not fit.
  virtual Result<void> checkPurchase(const Block4& mac2) = 0;
};

}  // namespace ssc::sam
