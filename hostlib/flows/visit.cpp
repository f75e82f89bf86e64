#include "hostlib/flows/visit.hpp"

#include <algorithm>
#include <array>

#include "crypto/digest.hpp"
#include "hostlib/card/pin.hpp"

namespace ssc::flows {
namespace {

constexpr std::uint8_t kCardIdTag = 0x01, kCardNumberTag = 0x07;
constexpr std::string_view kEnvironment = "SSSE";
constexpr std::string_view kHolderReadKey = "RKSSSE";
constexpr std::string_view kInternalKey = "IRK";

// What a card must hold to be read at all; blank is allowed (fresh stock), missing is not: a damaged tag must
// not turn a number into an empty field.
constexpr std::array<std::uint8_t, 3> kIssuerTags{0x01, 0x03, 0x07};

}  // namespace

Failure pinFailureFrom(const card::Error& error) {
  Failure failure = failureFrom(error);
  if (error.fault != card::Fault::status) return failure;
  const bool counted = (error.sw.value() & 0xFFF0) == 0x63C0;
  failure.number = counted ? error.sw.value() & 0x0FU : 0;
  if (counted && failure.number > 0) failure.reason = Reason::pinWrong;
  // The try that brings the counter to nothing locks the PIN: the holder is told at once.
  if ((counted && failure.number == 0) || error.sw == apdu::sw::kMethodBlocked)
    failure.reason = Reason::pinLocked;
  return failure;
}

Outcome<crypto::SecretBytes> packedPin(const crypto::SecretBytes& digits) {
  const apdu::ByteView bytes = digits.reveal();
  auto block = card::packPin({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  if (!block) return tl::unexpected(Failure{Reason::pinLength, "PIN entry", {}});
  return std::move(*block);
}

void Visit::release() {
  navigation_.reset();
  card_.reset();
  channel_ = nullptr;
  session_.reset();
  proven_.clear();
  pinVerified_ = false;
  issuerIsFresh_ = false;
}

void Visit::note(std::string_view step) const {
  if (tools_.trace != nullptr) tools_.trace->note(std::string(step));
}

Outcome<void> requireTags(const card::Records& records, std::span<const std::uint8_t> tags,
                          std::string_view where) {
  const bool complete =
      std::all_of(tags.begin(), tags.end(), [&](std::uint8_t tag) { return records.has(tag); });
  if (!complete) return tl::unexpected(Failure{Reason::cardData, std::string(where), {}});
  return {};
}

Outcome<void> Visit::power(CardInterface interface) {
  release();
  auto powered = tools_.terminal.powerCard(interface);
  if (!powered) return tl::unexpected(powered.error());
  channel_ = powered->channel.get();
  session_.emplace(std::move(powered->channel), tools_.trace, "card");
  card_.emplace(*session_, std::move(powered->atr));
  return {};
}

Outcome<void> Visit::recognise() {
  auto identity = lift(card_->recognise());
  if (!identity) return tl::unexpected(identity.error());
  identity_.emplace(std::move(*identity));
  issuerIsFresh_ = true;
  region_ = identity_->region;
  navigation_.emplace(*card_, kEnvironment);
  return requireTags(identity_->issuer, kIssuerTags, "SSSE/EF05");
}

Outcome<void> Visit::take(CardInterface interface) {
  note("power the card");
  if (auto powered = power(interface); !powered) return powered;
  note("recognise the card: environment, algorithm, issuer data");
  return recognise();
}

Outcome<void> Visit::takeForPin(CardInterface interface) {
  note("power the card");
  if (auto powered = power(interface); !powered) return powered;
  return lift(card_->enterEnvironment());
}

Outcome<void> Visit::expect(const CardClaim& claim) const {
  const apdu::ByteView number = identity_->issuer.text(kCardNumberTag);
  const std::size_t used = std::min(number.size(), cardspec::kCardNumberUsed);
  const bool same = identity_->issuer.hex(kCardIdTag) == claim.cardId &&
                    std::equal(claim.cardNumber.begin(), claim.cardNumber.end(), number.begin(),
                               number.begin() + static_cast<std::ptrdiff_t>(used));
  if (!same) return tl::unexpected(Failure{Reason::differsFromCard, "pCardInfo", {}});
  return {};
}

// The PIN as the card knows it; the digits live no longer than this.
Outcome<void> Visit::sendPin() {
  const auto digits = askForPin(*tools_.pins, PinPrompt::verify, tools_.pinRules);
  if (!digits) return tl::unexpected(digits.error());
  const auto block = packedPin(*digits);
  if (!block) return tl::unexpected(block.error());
  return card::verifyPin(*card_, *block).map_error(pinFailureFrom);
}

Outcome<void> Visit::verifyPinInReader() {
  const auto sw = tools_.terminal.verifyPinInReader(*channel_, tools_.pinRules);
  if (!sw) return tl::unexpected(sw.error());
  if (*sw == apdu::sw::kOk) return {};
  return tl::unexpected(pinFailureFrom(card::statusError("VERIFY", *sw)));
}

Outcome<PinSource*> Visit::pins() const {
  if (tools_.pins == nullptr) return tl::unexpected(Failure{Reason::noPinSource, "PIN entry", {}});
  return tools_.pins;
}

Outcome<void> Visit::verifyPin() {
  if (pinVerified_) return {};
  if (const auto source = pins(); !source) return tl::unexpected(source.error());
  note("let the holder enter the PIN");
  auto verified = tools_.pins->isInReader() ? verifyPinInReader() : sendPin();
  pinVerified_ = verified.has_value();
  return verified;
}

Outcome<card::Block8> Visit::randomBlock() {
  card::Block8 block{};
  if (!tools_.random.fill(block)) return tl::unexpected(Failure{Reason::internalError, "random source", {}});
  return block;
}

Outcome<KeyProof> Visit::prepare(const cardspec::Key& key) {
  // The module first: one that is missing is found out without a command to the card.
  if (const auto opened = modules_.open(*identity_); !opened) return tl::unexpected(opened.error());
  const auto challenge = lift(card_->challenge());
  if (!challenge) return tl::unexpected(challenge.error());
  const auto data = randomBlock();
  if (!data) return tl::unexpected(data.error());
  const auto proof = modules_.with<sam::Block8>(*identity_, [&](sam::SecurityModule& module) {
    return module.authenticationData(key, moduleIdentity(*identity_), *challenge, *data);
  });
  if (proof) return KeyProof{*proof, *data};
  Failure failure = proof.error();
  if (failure.reason == Reason::samKey && key.name == kHolderReadKey) failure.reason = Reason::samReadKey;
  return tl::unexpected(failure);
}

Outcome<void> Visit::checkGenuine() {
  const auto factor = randomBlock();
  if (!factor) return tl::unexpected(factor.error());
  const auto data = randomBlock();
  if (!data) return tl::unexpected(data.error());
  const auto expected = modules_.with<sam::Block8>(*identity_, [&](sam::SecurityModule& module) {
    return module.authenticationData(*cardspec::findKey(kInternalKey), moduleIdentity(*identity_), *factor,
                                     *data);
  });
  if (!expected) return tl::unexpected(expected.error());
  const auto answer = lift(card_->internalAuthenticate(*factor, *data));
  if (!answer) return tl::unexpected(answer.error());
  if (!crypto::equalInConstantTime(*answer, *expected))
    return tl::unexpected(Failure{Reason::notGenuine, std::string(kInternalKey), {}});
  return {};
}

Outcome<void> Visit::prove(const cardspec::Key& key, const KeyProof& proof) {
  const auto proven = card_->externalAuthenticate(key.kid, proof.authentication, proof.data);
  if (proven) {
    proven_.insert_or_assign(std::string(key.name), navigation_->stay());
    return {};
  }
  Failure failure = failureFrom(proven.error());
  if (failure.reason == Reason::cardStatus) failure.reason = Reason::terminalRefused;
  return tl::unexpected(failure);
}

bool Visit::isProven(const cardspec::Key& key) const {
  const auto then = proven_.find(key.name);
  if (then == proven_.end()) return false;
  const card::Stay& now = navigation_->stay();
  return key.df == kEnvironment ? then->second.environment == now.environment
                                : then->second.application == now.application;
}

Outcome<void> Visit::enter(std::string_view df) {
  return lift(navigation_->select(df));
}

Outcome<void> Visit::comeBack() {
  proven_.clear();
  forgetIssuer();
  return enter(kEnvironment);
}

Outcome<void> Visit::prove(const cardspec::Key& key) {
  const auto proof = prepare(key);
  return proof ? prove(key, *proof) : tl::unexpected(proof.error());
}

}  // namespace ssc::flows
