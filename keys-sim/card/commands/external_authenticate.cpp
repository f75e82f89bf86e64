// EXTERNAL AUTHENTICATE (ISO/IEC 7816-4 §11.5.4): the terminal proves a key over the card's last challenge.
// P2 is the key reference; data: authentication data, orig, optional key version.
#include "crypto/digest.hpp"
#include "keys-sim/card/authentication.hpp"
#include "keys-sim/card/commands/commands.hpp"

namespace ssc::sim {
namespace {

constexpr std::uint8_t kLocalKey = 0x80;

// A failure on the keys that permit blocking must not lock them: a thief could keep a card from being
// blocked.
bool failuresCount(std::string_view key) {
  return key != "BK" && !key.starts_with("LK");
}

unsigned tryLimit(const CardOs& card, const cardspec::Key& key) {
  return card.profile().keyTries.value_or(key.tries);
}

apdu::Response accept(CardOs& card, const cardspec::Key& key) {
  const std::string name(key.name);
  if (!card.setTries(name, tryLimit(card, key))) return status(kMemoryFailure);
  ((key.kid & kLocalKey) != 0 ? card.state().localKeys : card.state().globalKeys).insert(name);
  return status(apdu::sw::kOk);
}

apdu::Response refuse(CardOs& card, const cardspec::Key& key, unsigned tries) {
  if (!failuresCount(key.name)) return status(triesLeftStatus(tries));
  if (!card.setTries(std::string(key.name), tries - 1)) return status(kMemoryFailure);
  return status(triesLeftStatus(tries - 1));
}

}  // namespace

apdu::Response externalAuthenticate(CardOs& card, const apdu::Command& command) {
  const apdu::Bytes& challenge = card.state().challenge;
  const auto data = command.data();
  const auto* row = keyByReference(card, command.header().p2);
  const Key* key = row && row->name != "IRK" ? card.key(row->name, keyVersion(data)) : nullptr;
  if (!key) return status(apdu::sw::kKeyNotFound);
  if (challenge.empty() || challenge.size() > blockSize(card.profile().algorithm))
    return status(apdu::sw::kReferenceInvalid);
  const unsigned tries = card.triesOf(std::string(row->name), tryLimit(card, *row));
  if (tries == 0) return status(apdu::sw::kMethodBlocked);
  const auto expected = authenticate(card, *key, challenge, data.subspan(8, 8));
  if (!expected) return status(kInternalError);
  const bool proven = crypto::equalInConstantTime(*expected, data.first(8));
  return proven ? accept(card, *row) : refuse(card, *row, tries);
}

}  // namespace ssc::sim
