#include "hostlib/flows/hsm_steps.hpp"

#include "crypto/digest.hpp"
#include "hostlib/card/files.hpp"
#include "hostlib/card/pin.hpp"
#include "hostlib/card/write.hpp"

namespace ssc::flows {
namespace {

using cardspec::AccessRule;
using Kind = cardspec::AccessRule::Kind;

constexpr std::string_view kEnvironment = "SSSE";
constexpr std::uint16_t kHolderFile = 0xEF06;
constexpr std::string_view kHolderReadKey = "RKSSSE";
constexpr std::string_view kPermission = "PUK";
constexpr std::string_view kMessagingKey = "STKSSSE";
// No PSAM, so no terminal number.
constexpr const char* kNoTerminal = "000000000000";

constexpr std::uint8_t kReload = 0x01, kUnblock = 0x00;
constexpr std::uint8_t kMacLength = 4;

const cardspec::File& holderFile(const Visit& visit) {
  return *cardspec::findFile(visit.identity().generation, kEnvironment, kHolderFile);
}

bool needsTerminalProof(const Visit& visit) {
  return holderFile(visit).read.kind == Kind::key;
}

// The data first and the factor last: the card takes its latest random as session factor.
Outcome<HsmChallenge> challengeOf(Visit& visit) {
  const auto data = lift(visit.card().challenge());
  if (!data) return tl::unexpected(data.error());
  const auto factor = lift(visit.card().challenge());
  if (!factor) return tl::unexpected(factor.error());
  return HsmChallenge{*factor, *data};
}

Outcome<HsmKeyStart> startFor(Visit& visit, const AccessRule& rule) {
  const cardspec::Key* key = rule.key.empty() ? nullptr : cardspec::findKey(rule.key);
  const bool opens = key != nullptr && rule.kind != Kind::never;
  if (!opens) return tl::unexpected(Failure{Reason::noHsmNeeded, "file rule", {}});
  const auto challenge = challengeOf(visit);
  if (!challenge) return tl::unexpected(challenge.error());
  return HsmKeyStart{key, *challenge};
}

Outcome<void> prove(Visit& visit, const cardspec::Key& key, const HsmProof& proof) {
  return visit.prove(key, {proof.authentication, proof.data});
}

// The PIN block is one cipher block in both environments; 8 bytes for DES, 16 for SM4.
std::uint8_t reloadLength(const Visit& visit) {
  const std::uint8_t block = visit.identity().algorithm == cardspec::Algorithm::tripleDes ? 8 : 16;
  return static_cast<std::uint8_t>(block + kMacLength);
}

Outcome<HsmMessagingStart> messaging(Visit& visit, std::uint8_t p2, std::uint8_t length,
                                     crypto::SecretBytes pin) {
  const auto factor = lift(visit.card().challenge());
  if (!factor) return tl::unexpected(factor.error());
  return HsmMessagingStart{
      cardspec::findKey(kMessagingKey), *factor, {0x84, 0x24, 0x00, p2, length}, std::move(pin)};
}

}  // namespace

Outcome<HsmBasicStart> hsmBasicStart(Visit& visit) {
  const auto internal = challengeOf(visit);
  if (!internal) return tl::unexpected(internal.error());
  HsmBasicStart start{*internal, std::nullopt};
  if (!needsTerminalProof(visit)) return start;
  const auto external = challengeOf(visit);
  if (!external) return tl::unexpected(external.error());
  start.external = *external;
  return start;
}

Outcome<BasicCard> hsmBasicFinish(Visit& visit, const HsmBasicStart& start, const HsmProof& internal,
                                  const std::optional<HsmProof>& external) {
  const auto answer = lift(visit.card().internalAuthenticate(start.internal.factor, start.internal.data));
  if (!answer) return tl::unexpected(answer.error());
  if (!crypto::equalInConstantTime(*answer, internal.authentication))
    return tl::unexpected(Failure{Reason::notGenuine, "IRK", {}});
  if (needsTerminalProof(visit)) {
    if (!external) return tl::unexpected(Failure{Reason::badKeyLength, "pKey, second part", {}});
    if (const auto proven = prove(visit, *cardspec::findKey(kHolderReadKey), *external); !proven)
      return tl::unexpected(proven.error());
  }
  return finishBasicRead(visit, kNoTerminal);
}

Outcome<HsmKeyStart> hsmReadStart(Visit& visit, const FileRequest& request) {
  const auto wanted = resolve(visit.identity().generation, request);
  if (!wanted) return tl::unexpected(wanted.error());
  if (const auto there = visit.enter(wanted->file->df); !there) return tl::unexpected(there.error());
  if (wanted->file->read.kind == Kind::pinAndKey) {
    if (const auto verified = visit.verifyPin(); !verified) return tl::unexpected(verified.error());
  }
  return startFor(visit, wanted->file->read);
}

Outcome<FileContent> hsmReadFinish(Visit& visit, const FileRequest& request, const HsmProof& proof) {
  const auto wanted = resolve(visit.identity().generation, request);
  if (!wanted) return tl::unexpected(wanted.error());
  const auto proven = prove(visit, *cardspec::findKey(wanted->file->read.key), proof);
  if (!proven) return tl::unexpected(proven.error());
  auto contents = readFiles(visit, std::span(&request, 1), {AccessBy::key});
  if (!contents) return tl::unexpected(contents.error());
  return std::move(contents->front());
}

Outcome<HsmKeyStart> hsmWriteStart(Visit& visit, const FileRequest& request) {
  const auto target = resolve(visit.identity().generation, request);
  if (!target) return tl::unexpected(target.error());
  if (target->file->write.kind == Kind::never)
    return tl::unexpected(Failure{Reason::neverWritten, placeOf(*target->file), {}});
  if (const auto there = visit.enter(target->file->df); !there) return tl::unexpected(there.error());
  return startFor(visit, target->file->write);
}

Outcome<void> hsmWriteFinish(Visit& visit, const FileWrite& write, const HsmProof& proof) {
  const auto target = resolve(visit.identity().generation, write.where);
  if (!target) return tl::unexpected(target.error());
  const auto proven = prove(visit, *cardspec::findKey(target->file->write.key), proof);
  if (!proven) return tl::unexpected(proven.error());
  return writeFiles(visit, std::span(&write, 1));
}

Outcome<HsmKeyStart> hsmPinStart(Visit& visit) {
  if (const auto there = visit.enter(kEnvironment); !there) return tl::unexpected(there.error());
  const auto challenge = challengeOf(visit);
  if (!challenge) return tl::unexpected(challenge.error());
  return HsmKeyStart{cardspec::findKey(kPermission), *challenge};
}

Outcome<HsmMessagingStart> hsmReloadSecond(Visit& visit, const HsmProof& proof) {
  const auto source = visit.pins();
  if (!source) return tl::unexpected(source.error());
  if (const auto proven = prove(visit, *cardspec::findKey(kPermission), proof); !proven)
    return tl::unexpected(proven.error());
  auto fresh = askForNewPin(**source, visit.tools().pinRules);
  if (!fresh) return tl::unexpected(fresh.error());
  return messaging(visit, kReload, reloadLength(visit), std::move(*fresh));
}

Outcome<HsmMessagingStart> hsmUnblockSecond(Visit& visit, const HsmProof& proof) {
  if (const auto proven = prove(visit, *cardspec::findKey(kPermission), proof); !proven)
    return tl::unexpected(proven.error());
  return messaging(visit, kUnblock, kMacLength, {});
}

Outcome<void> hsmPinFinish(Visit& visit, apdu::ByteView command) {
  return lift(card::sendProtected(visit.card(), crypto::SecretBytes(command), "PIN CHANGE/UNBLOCK"));
}

Outcome<OpenPurchase> hsmDebitStart(Visit& visit, const DebitOrder& order) {
  if (const auto verified = visit.verifyPin(); !verified) return tl::unexpected(verified.error());
  return openPurchase(visit, order, kNoTerminal);
}

Outcome<DebitReceipt> hsmDebitFinish(Visit& visit, CardInterface interface, const OpenPurchase& purchase,
                                     const card::Debit& consent, std::chrono::milliseconds reinsertWait,
                                     DebitMark* mark) {
  return closePurchase(visit, interface, purchase, consent, reinsertWait, mark);
}

}  // namespace ssc::flows
