// The issuer's master keys, one of the environment and one of the application: proof and replacement.
#include <algorithm>
#include <array>

#include "keys-sim/card/pki/commands/commands.hpp"
#include "keys-sim/card/pki/pki_protection.hpp"

namespace ssc::sim::pki {
namespace {

constexpr unsigned kTries = 3;
constexpr std::size_t kKeySize = 16;
constexpr std::array<std::uint8_t, 4> kNewKeyHeader{0x13, 0x00, 0x00, 0x00};

std::string masterKeyName(const CardOs& card) {
  return card.state().directory->df + ".MK";
}

Key masterKey(const CardOs& card) {
  const auto& images = card.durable().images;
  const auto changed = images.find(masterKeyName(card));
  if (changed != images.end() && !changed->second.empty()) return Key(ByteView(changed->second.front()));
  const auto& profile = *card.profile().pki;
  const bool ofApplication = card.state().directory->df == kApplication;
  return (ofApplication ? profile.applicationMasterKey : profile.environmentMasterKey).clone();
}

/// 13 00 00 00 || key || 80 00…
std::optional<apdu::ByteView> newKeyIn(apdu::ByteView block) {
  const auto whole = unpadded(block, kNewKeyHeader.size() + kKeySize);
  if (!whole || !std::ranges::equal(whole->first(kNewKeyHeader.size()), kNewKeyHeader)) return std::nullopt;
  return whole->last(kKeySize);
}

}  // namespace

apdu::Response authenticateMasterKey(CardOs& card, const apdu::Command& command) {
  const std::string name = masterKeyName(card);
  const unsigned tries = card.triesOf(name, kTries);
  if (tries == 0) return status(apdu::sw::kMethodBlocked);
  const auto proven = provesKey(card, masterKey(card), command.data());
  if (!proven) return status(proven.error());
  const unsigned left = *proven ? kTries : tries - 1;
  if (!card.setTries(name, left)) return status(kMemoryFailure);
  if (!*proven) return status(triesLeftStatus(left));
  card.state().localKeys.insert(name);
  return status(apdu::sw::kOk);
}

apdu::Response changeMasterKey(CardOs& card, const apdu::Command& command) {
  const std::string name = masterKeyName(card);
  if (!card.state().satisfied(name)) return status(apdu::sw::kSecurityNotSatisfied);
  const auto block = openProtected(card, masterKey(card), command);
  if (!block) return status(block.error());
  const auto key = newKeyIn(block->reveal());
  if (!key) return status(apdu::sw::kWrongData);
  PersistentState next = card.durable();
  next.images[name] = Image{{key->begin(), key->end()}};
  if (!card.commit(std::move(next))) return status(kMemoryFailure);
  card.state().localKeys.erase(name);  // the new key has not been proven
  return status(apdu::sw::kOk);
}

}  // namespace ssc::sim::pki
