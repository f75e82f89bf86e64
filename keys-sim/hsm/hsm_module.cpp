#include "keys-sim/hsm/hsm_module.hpp"

#include <limits>

#include "crypto/digest.hpp"
#include "keys-sim/keys/transaction.hpp"

namespace ssc::sim {
namespace {

using wire::hsm::Block;
using wire::hsm::ErrorCode;

tl::unexpected<wire::hsm::Error> refusal(ErrorCode code, std::string where = "") {
  return tl::unexpected(wire::hsm::Error{code, std::move(where)});
}

Algorithm environmentOf(wire::hsm::Algorithm algorithm) {
  return static_cast<Algorithm>(algorithm);
}

template <class Bytes1>
void append(Bytes& to, const Bytes1& more) {
  to.insert(to.end(), more.begin(), more.end());
}

Block<4> bigEndian(std::uint32_t number) {
  return {static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
          static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
}

Bytes amountsOf(const wire::hsm::PurchaseFacts& facts) {
  Bytes message;
  for (const std::uint32_t fen : {facts.account, facts.selfPay, facts.pool})
    append(message, bigEndian(fen));
  return message;
}

// `header Lc cryptogram`: the input of the MAC, which Lc counts already.
CryptoResult<crypto::SecretBytes> encipheredCommand(Algorithm environment, const Key& session,
                                                    const wire::hsm::Protect& request) {
  constexpr std::size_t kMac = 4;
  Bytes data;
  if (!request.plaintext.empty()) {
    const auto cipher = cipherFor(environment, session);
    if (!cipher) return tl::unexpected(cipher.error());
    data = lengthPrefixed(environment, request.plaintext.reveal());
    if (const auto done = cipher->encryptEcb(data, data); !done) return tl::unexpected(done.error());
  }
  Bytes command(request.header.begin(), request.header.end());
  command.push_back(static_cast<std::uint8_t>(data.size() + kMac));
  append(command, data);
  return crypto::SecretBytes(command);
}

}  // namespace

HsmModule::HsmModule(HsmProfile profile)
    : profile_(std::move(profile)), roots_(profile_.rootLabel), sequence_(profile_.firstSequence) {}

HsmModule::Use HsmModule::useOf(std::string_view keyName) {
  if (keyName.starts_with("STK")) return Use::maintenance;
  const auto* row = cardspec::findKey(keyName);
  return row != nullptr && row->hasKid ? Use::authentication : Use::purchase;
}

HsmModule::Result<Key> HsmModule::cardKeyFor(const wire::hsm::CardKey& key, Use use) const {
  if (const auto pong = handle(wire::hsm::Ping{key.algorithm}); !pong) return tl::unexpected(pong.error());
  const auto known = profile_.keys.find(key.reference);
  if (known == profile_.keys.end() || !key.region.starts_with(known->second.region))
    return refusal(ErrorCode::unknownKey, "keyReference");
  if (useOf(known->second.name) != use) return refusal(ErrorCode::refusedKey, "keyReference");
  if (key.version > cardspec::findKey(known->second.name)->versions)
    return refusal(ErrorCode::unknownKey, "keyVersion");
  const auto province = cardspec::provinceFactor(key.region);
  const auto city = cardspec::cityFactor(key.region);
  if (!province || !city) return refusal(ErrorCode::badRequest, "region");
  auto made = cardKey(roots_, environmentOf(key.algorithm), {*province, *city, key.cardFactor},
                      rootName(known->second.name, key.version));
  if (!made) return refusal(ErrorCode::unavailable);
  return std::move(*made);
}

HsmModule::Result<wire::hsm::Pong> HsmModule::handle(const wire::hsm::Ping& request) const {
  const bool works = (request.algorithm == wire::hsm::Algorithm::tripleDes && profile_.hasTripleDes) ||
                     (request.algorithm == wire::hsm::Algorithm::sm4 && profile_.hasSm4);
  if (!works) return refusal(ErrorCode::noAlgorithm, "algorithm");
  return wire::hsm::Pong{};
}

HsmModule::Result<wire::hsm::Authentication> HsmModule::handle(const wire::hsm::Authenticate& request) const {
  const Algorithm environment = environmentOf(request.key.algorithm);
  const auto key = cardKeyFor(request.key, Use::authentication);
  if (!key) return tl::unexpected(key.error());
  const auto session = sessionKey(environment, *key, request.factor);
  if (!session) return refusal(ErrorCode::unavailable);
  const auto data = authenticationData(environment, *session, request.data);
  if (!data) return refusal(ErrorCode::unavailable);
  return wire::hsm::Authentication{*data};
}

HsmModule::Result<wire::hsm::ProtectedCommand> HsmModule::handle(const wire::hsm::Protect& request) const {
  const Algorithm environment = environmentOf(request.key.algorithm);
  const auto key = cardKeyFor(request.key, Use::maintenance);
  if (!key) return tl::unexpected(key.error());
  const auto session = sessionKey(environment, *key, request.challenge);
  if (!session) return refusal(ErrorCode::unavailable);
  const auto command = encipheredCommand(environment, *session, request);
  if (!command) return refusal(ErrorCode::unavailable);
  const auto mac = cardMac(environment, *session, command->reveal());
  if (!mac) return refusal(ErrorCode::unavailable);
  const auto bytes = command->reveal();
  Bytes whole(bytes.begin(), bytes.end());
  append(whole, *mac);
  return wire::hsm::ProtectedCommand{crypto::SecretBytes(whole)};
}

HsmModule::Result<Key> HsmModule::sessionFor(const wire::hsm::PurchaseFacts& facts,
                                             const Block<4>& terminalSequence) const {
  const auto key = cardKeyFor(facts.key, Use::purchase);
  if (!key) return tl::unexpected(key.error());
  auto session = purchaseSession(environmentOf(facts.key.algorithm), *key, facts.cardRandom,
                                 facts.cardSequence, terminalSequence);
  if (!session) return refusal(ErrorCode::unavailable);
  return std::move(*session);
}

std::optional<Block<4>> HsmModule::takeSequence() {
  const std::lock_guard lock(mutex_);
  if (sequence_ > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return bigEndian(static_cast<std::uint32_t>(sequence_++));
}

std::uint32_t HsmModule::nextSequence() const {
  const std::lock_guard lock(mutex_);
  return static_cast<std::uint32_t>(sequence_);
}

HsmModule::Result<wire::hsm::PurchaseConsent> HsmModule::handle(const wire::hsm::Purchase& request) {
  // A request that is refused must not use up a number.
  if (const auto key = cardKeyFor(request.facts.key, Use::purchase); !key) return tl::unexpected(key.error());
  const auto sequence = takeSequence();
  if (!sequence) return refusal(ErrorCode::unavailable);
  const auto session = sessionFor(request.facts, *sequence);
  if (!session) return tl::unexpected(session.error());
  const auto& facts = request.facts;
  const auto mac1 = cardMac(environmentOf(facts.key.algorithm), *session,
                            purchaseMac1Message(amountsOf(facts), facts.type, facts.terminal, facts.time));
  if (!mac1) return refusal(ErrorCode::unavailable);
  return wire::hsm::PurchaseConsent{*sequence, *mac1};
}

HsmModule::Result<wire::hsm::PurchaseChecked> HsmModule::handle(
    const wire::hsm::CheckPurchase& request) const {
  const auto session = sessionFor(request.facts, request.terminalSequence);
  if (!session) return tl::unexpected(session.error());
  const auto mac2 = cardMac(environmentOf(request.facts.key.algorithm), *session, amountsOf(request.facts));
  if (!mac2) return refusal(ErrorCode::unavailable);
  if (!crypto::equalInConstantTime(*mac2, request.mac2)) return refusal(ErrorCode::wrongMac, "mac2");
  return wire::hsm::PurchaseChecked{};
}

}  // namespace ssc::sim
