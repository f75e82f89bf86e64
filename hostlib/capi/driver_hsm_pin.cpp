// The steps of iReloadPIN_HSM and iUnblockPIN_HSM: PUK, then a command under secure messaging that the back
// office makes.
#include "SSCardDriver.h"
#include "hostlib/capi/hsm_replies.hpp"
#include "hostlib/capi/key_reference.hpp"

namespace ssc::capi {
namespace {

using flows::Visit;

// ---- first step: both alike

Outcome<KeyStarted> startPin(Visit& visit, const AskedCard& card) {
  if (const auto taken = takeCard(visit, card); !taken) return tl::unexpected(taken.error());
  const auto start = flows::hsmPinStart(visit);
  if (!start) return tl::unexpected(start.error());
  return KeyStarted{factsOf(visit), *start};
}

template <class Next>
Reply pinStep1(Call& call, int type, const char* cardInfo) {
  const auto card = parseCard(type, cardInfo);
  if (!card) return tl::unexpected(card.error());
  const auto started = call.open<KeyStarted>([card = *card](Visit& visit) { return startPin(visit, card); });
  if (!started) return tl::unexpected(started.error());
  call.session().announce(Next{started->card});
  return keyStartReply(call.config(), *started);
}

// ---- second step: what the back office makes the command from

using SecondFlow = Outcome<flows::HsmMessagingStart> (*)(Visit&, const flows::HsmProof&);

crypto::Personal digitsOf(const crypto::SecretBytes& pin) {
  const apdu::ByteView digits = pin.reveal();
  return crypto::Personal(std::string(digits.begin(), digits.end()));
}

crypto::Personal messagingReply(const profile::Config& config, const CardFacts& card,
                                const flows::HsmMessagingStart& start) {
  SecureMessagingStep2 reply;
  reply.algorithm = card.algorithm;
  reply.keyReference = keyReference(config, card.region, start.key->name);
  reply.factor = start.factor;
  reply.header = start.header;
  reply.newPin = digitsOf(start.newPin);
  return secureMessagingStep2(reply);
}

template <class Next>
Reply pinStep2(Call& call, const char* key, SecondFlow flow, HsmSession::Next after) {
  const auto step = expectWithProof<Next>(call, key);
  if (!step) return tl::unexpected(step.error());
  const auto start = call.go<flows::HsmMessagingStart>(
      [flow, proof = step->proof](Visit& visit) { return flow(visit, proof); });
  if (!start) return tl::unexpected(start.error());
  call.session().announce(std::move(after));
  return messagingReply(call.config(), step->next.card, *start);
}

// ---- third step: the command itself

Reply sendCommand(Call& call, const Outcome<crypto::SecretBytes>& command) {
  if (!command) return tl::unexpected(command.error());
  const auto shared = std::make_shared<const crypto::SecretBytes>(command->clone());
  return call.go<crypto::Personal>([shared](Visit& visit) {
    return flows::hsmPinFinish(visit, shared->reveal()).map([] { return crypto::Personal(); });
  });
}

// ---- the functions

Reply reloadStep1(Call& call, int type, const char* cardInfo) {
  return pinStep1<ReloadNext>(call, type, cardInfo);
}

Reply reloadStep2(Call& call, const char* key) {
  const auto next = expectStep<ReloadNext>(call, key);
  if (!next) return tl::unexpected(next.error());
  return pinStep2<ReloadNext>(call, key, flows::hsmReloadSecond, ReloadCommandNext{next->card.algorithm});
}

Reply reloadStep3(Call& call, const char* key) {
  const auto next = expectStep<ReloadCommandNext>(call, key);
  if (!next) return tl::unexpected(next.error());
  return sendCommand(call, parseArgument(key, kKeyArgument, [&](std::string_view text) {
                       return parseReloadKey(text, next->algorithm);
                     }));
}

Reply unblockStep1(Call& call, int type, const char* cardInfo) {
  return pinStep1<UnblockNext>(call, type, cardInfo);
}

Reply unblockStep2(Call& call, const char* key) {
  return pinStep2<UnblockNext>(call, key, flows::hsmUnblockSecond, UnblockCommandNext{});
}

Reply unblockStep3(Call& call, const char* key) {
  const auto next = expectStep<UnblockCommandNext>(call, key);
  if (!next) return tl::unexpected(next.error());
  return sendCommand(call, parseArgument(key, kKeyArgument, parseUnblockKey));
}

}  // namespace
}  // namespace ssc::capi

using ssc::capi::Call;
using ssc::capi::Export;

std::int64_t SSC_CALL iReloadPIN_HSM_Step1(int iType, char* pCardInfo, char* pOutInfo) {
  return Call(Export::reloadPinStep1, pOutInfo).answer(ssc::capi::reloadStep1, iType, pCardInfo);
}
std::int64_t SSC_CALL ssc_iReloadPIN_HSM_Step1(int iType, char* pCardInfo, char* pOutInfo,
                                               std::uint32_t* pcbOut) {
  return Call(Export::reloadPinStep1, pOutInfo, pcbOut).answer(ssc::capi::reloadStep1, iType, pCardInfo);
}
std::int64_t SSC_CALL iReloadPIN_HSM_Step2(char* pKey, char* pOutInfo) {
  return Call(Export::reloadPinStep2, pOutInfo).answer(ssc::capi::reloadStep2, pKey);
}
std::int64_t SSC_CALL ssc_iReloadPIN_HSM_Step2(char* pKey, char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::reloadPinStep2, pOutInfo, pcbOut).answer(ssc::capi::reloadStep2, pKey);
}
std::int64_t SSC_CALL iReloadPIN_HSM_Step3(char* pKey, char* pOutInfo) {
  return Call(Export::reloadPinStep3, pOutInfo).answer(ssc::capi::reloadStep3, pKey);
}
std::int64_t SSC_CALL ssc_iReloadPIN_HSM_Step3(char* pKey, char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::reloadPinStep3, pOutInfo, pcbOut).answer(ssc::capi::reloadStep3, pKey);
}

std::int64_t SSC_CALL iUnblockPIN_HSM_Step1(int iType, char* pCardInfo, char* pOutInfo) {
  return Call(Export::unblockPinStep1, pOutInfo).answer(ssc::capi::unblockStep1, iType, pCardInfo);
}
std::int64_t SSC_CALL ssc_iUnblockPIN_HSM_Step1(int iType, char* pCardInfo, char* pOutInfo,
                                                std::uint32_t* pcbOut) {
  return Call(Export::unblockPinStep1, pOutInfo, pcbOut).answer(ssc::capi::unblockStep1, iType, pCardInfo);
}
std::int64_t SSC_CALL iUnblockPIN_HSM_Step2(char* pKey, char* pOutInfo) {
  return Call(Export::unblockPinStep2, pOutInfo).answer(ssc::capi::unblockStep2, pKey);
}
std::int64_t SSC_CALL ssc_iUnblockPIN_HSM_Step2(char* pKey, char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::unblockPinStep2, pOutInfo, pcbOut).answer(ssc::capi::unblockStep2, pKey);
}
std::int64_t SSC_CALL iUnblockPIN_HSM_Step3(char* pKey, char* pOutInfo) {
  return Call(Export::unblockPinStep3, pOutInfo).answer(ssc::capi::unblockStep3, pKey);
}
std::int64_t SSC_CALL ssc_iUnblockPIN_HSM_Step3(char* pKey, char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::unblockPinStep3, pOutInfo, pcbOut).answer(ssc::capi::unblockStep3, pKey);
}
