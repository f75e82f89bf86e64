// The messages between a terminal and an HSM service: the terminal has no PSAM, the HSM holds the roots. Each
// request is one JSON object, posted to its path; the answer is the reply's object (status 200) or an Error
// (status of its row). The values are those of the card specification, part 6; what the HSM does inside is
// its own affair.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "crypto/secret.hpp"
#include "wire/bad_message.hpp"

namespace ssc::wire::hsm {

template <std::size_t N>
using Block = std::array<std::uint8_t, N>;

/// The longest message, either direction, in bytes.
inline constexpr std::size_t kMaxMessage = 4096;
/// The longest plaintext of a protected command: a short APDU (ISO/IEC 7816-4 §5.2) holds 255 bytes of data,
/// of which 4 are the MAC and the rest is whole blocks of a length byte, the plaintext and padding.
inline constexpr std::size_t kMaxPlaintext = 239;
inline constexpr std::size_t kMaxKeyReference = 16;

/// Environment of card and key; the numbers are those of FCI tag 9F0C/86, and travel as "01", "02", "03".
enum class Algorithm : std::uint8_t { tripleDes = 1, ssf33 = 2, sm4 = 3 };

/// A key reference is opaque text of 1 to 16 printable ASCII characters, without blank and without the bar
/// that separates fields on the C interface.
bool isKeyReference(std::string_view text);

/// A key of one card: which root, and the way down to the card.
struct CardKey {
  std::string reference;     ///< names the root inside the HSM
  std::uint8_t version = 1;  ///< group, 1…3
  std::string region;        ///< six digits
  Block<8> cardFactor{};     ///< last eight of the historical bytes
  Algorithm algorithm = Algorithm::tripleDes;
};

/// Authentication data for EXTERNAL or from INTERNAL AUTHENTICATE.
struct Authentication {
  Block<8> authentication{};
};
struct Authenticate {
  using Reply = Authentication;
  static constexpr std::string_view kPath = "/hsm/1/authenticate";
  CardKey key;
  Block<8> factor{};  ///< makes the session key
  Block<8> data{};
};

/// A command under secure messaging.
struct ProtectedCommand {
  crypto::SecretBytes apdu;  ///< header, Lc, cryptogram (none for an empty plaintext), MAC
};
struct Protect {
  using Reply = ProtectedCommand;
  static constexpr std::string_view kPath = "/hsm/1/protect";
  CardKey key;
  Block<8> challenge{};           ///< makes the session key of cryptogram and MAC
  Block<4> header{};              ///< CLA INS P1 P2
  crypto::SecretBytes plaintext;  ///< a new PIN, for one
};

/// What MAC1 of a purchase is made of, the terminal's sequence number apart.
struct PurchaseFacts {
  CardKey key;                                       ///< the purchase key, version = the card's key version
  std::uint32_t account = 0, selfPay = 0, pool = 0;  ///< fen
  std::uint8_t type = 0x32;                          ///< ASCII
  Block<6> terminal{};                               ///< BCD; twelve zeros where no PSAM gives a number
  Block<7> time{};                                   ///< BCD CCYYMMDDHHMMSS
  Block<4> cardRandom{};
  Block<2> cardSequence{};
};

/// Consent to a purchase. Each one uses up a terminal sequence number of the HSM.
struct PurchaseConsent {
  Block<4> terminalSequence{};
  Block<4> mac1{};
};
struct Purchase {
  using Reply = PurchaseConsent;
  static constexpr std::string_view kPath = "/hsm/1/purchase";
  PurchaseFacts facts;
};

/// The card's MAC2 is right.
struct PurchaseChecked {};
/// Does the card's MAC2 fit the purchase that was consented to? The HSM keeps no state between the two: the
/// request carries everything.
struct CheckPurchase {
  using Reply = PurchaseChecked;
  static constexpr std::string_view kPath = "/hsm/1/check-purchase";
  PurchaseFacts facts;
  Block<4> terminalSequence{};
  Block<4> mac2{};
};

/// The HSM is there and works in the environment asked for.
struct Pong {};
struct Ping {
  using Reply = Pong;
  static constexpr std::string_view kPath = "/hsm/1/ping";
  Algorithm algorithm = Algorithm::tripleDes;
};

enum class ErrorCode : std::uint8_t {
  badRequest,
  unknownRequest,
  unknownKey,
  refusedKey,
  noAlgorithm,
  wrongMac,
  unavailable,
};

struct ErrorRow {
  ErrorCode code;
  std::string_view name;  ///< as it travels
  int status;             ///< of HTTP
  std::string_view meaning;
};
std::span<const ErrorRow> errorRows();
const ErrorRow& rowOf(ErrorCode code);

/// Why there is no reply.
struct Error {
  ErrorCode code = ErrorCode::badRequest;
  std::string
      where;  ///< a member or "byte 17"; at most 64 printable ASCII characters, never a value; may be empty
};

// Messages: Authenticate, Authentication, Protect, ProtectedCommand, Purchase, PurchaseConsent,
// CheckPurchase, PurchaseChecked, Ping, Pong, Error.

/// The message as JSON text (UTF-8, no line ends). Secret as a whole: some messages hold a PIN.
template <class Message>
crypto::SecretBytes encode(const Message& message);

/// Strict: one object, every member there once, of the right form, and no other.
template <class Message>
tl::expected<Message, BadMessage> decode(crypto::ByteView text);

}  // namespace ssc::wire::hsm
