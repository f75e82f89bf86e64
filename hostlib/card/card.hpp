// The social security card as a host sees it: its environment, generation and algorithm, and its
// authentication commands. Knows nothing of PSAM or HSM: whoever proves the terminal computes the values
// passed in here. What else a host says to the card borrows a Card: navigation.hpp, files.hpp, write.hpp,
// pin.hpp, medical.hpp, pki.hpp, other_applications.hpp.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <tl/expected.hpp>

#include "apdu/atr.hpp"
#include "apdu/bytes.hpp"
#include "apdu/session.hpp"
#include "card-spec/factors.hpp"
#include "card-spec/tables.hpp"
#include "crypto/secret.hpp"
#include "hostlib/card/error.hpp"
#include "hostlib/card/records.hpp"

namespace ssc::card {

using Block8 = std::array<std::uint8_t, 8>;

template <class T>
using Result = tl::expected<T, Error>;

/// What the card says of itself before anything is proven (SSSE/EF05, FCI and reset).
struct Identity {
  cardspec::Generation generation = cardspec::Generation::one;
  cardspec::Algorithm algorithm = cardspec::Algorithm::tripleDes;
  std::string region;           ///< six digits, the first three bytes of the card identification code
  apdu::Bytes historicalBytes;  ///< of the ATR or ATS, usually 13
  apdu::Bytes answerToReset;    ///< the whole ATR
  cardspec::Factor cardFactor{};
  Records issuer;  ///< EF05: tags 01…07
};

class Card {
 public:
  /// The session is borrowed. For contactless cards PC/SC makes an ATR out of the ATS (part 3), with the same
  /// historical bytes.
  Card(apdu::Session& session, apdu::Atr atr) : session_(session), atr_(std::move(atr)) {}

  /// SELECT SSSE (again below the MF when that is needed), algorithm, EF05, generation.
  Result<Identity> recognise();
  /// The environment made current and nothing read: enough for a command that needs no more of a card than
  /// that it is one of ours. Faults as of recognise().
  Result<void> enterEnvironment();

  Result<Block8> challenge();
  /// 8 bytes computed by the card with IRK; `factor` makes the session key, `data` is enciphered.
  Result<Block8> internalAuthenticate(const Block8& factor, const Block8& data);
  /// Proves a key to the card. A refusal is Fault::status with 63Cx (tries left) or 6983.
  Result<void> externalAuthenticate(std::uint8_t kid, const Block8& authentication, const Block8& data);

  /// All records of a record file of the current application. Everything else with files: files.hpp,
  /// write.hpp.
  Result<Records> readAll(const cardspec::File& file);

  /// One command. A response that is not 9000 or 61xx is Fault::status; `where` names the step in errors.
  Result<apdu::Response> send(const apdu::Command& command, std::string_view where);

 private:
  Result<apdu::Bytes> selectEnvironment(std::optional<std::size_t> expected);

  apdu::Session& session_;
  apdu::Atr atr_;
};

/// Name as the card holds it: tag 09, continued by 4E, GB 18030 bytes without padding.
apdu::Bytes joinedName(const Records& holder);

/// "SSSE/EF05".
std::string placeOf(const cardspec::File& file);

}  // namespace ssc::card
