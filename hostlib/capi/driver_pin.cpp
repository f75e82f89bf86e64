// iVerifyPIN, iChangePIN, iReloadPIN, iUnblockPIN: a card, a flow, an empty reply.
#include "SSCardDriver.h"
#include "hostlib/capi/call_frame.hpp"
#include "hostlib/flows/pin_service.hpp"

namespace ssc::capi {
namespace {

// Nothing is read: VERIFY needs no more of the card than its environment.
Reply verifyPin(Call& call, int type) {
  const auto card = parseCard(type);
  if (!card) return tl::unexpected(card.error());
  return call.run<crypto::Personal>([interface = card->interface](flows::Visit& visit) -> Reply {
    if (const auto taken = visit.takeForPin(interface); !taken) return tl::unexpected(taken.error());
    return visit.verifyPin().map([] { return crypto::Personal(); });
  });
}

Reply changePin(Call& call, int type) {
  return onCard(call, parseCard(type), flows::changePin);
}

Reply reloadPin(Call& call, int type, const char* cardInfo) {
  return onCard(call, parseCard(type, cardInfo), flows::reloadPin);
}

Reply unblockPin(Call& call, int type, const char* cardInfo) {
  return onCard(call, parseCard(type, cardInfo), flows::unblockPin);
}

}  // namespace
}  // namespace ssc::capi

using ssc::capi::Call;
using ssc::capi::Export;

std::int64_t SSC_CALL iVerifyPIN(int iType, char* pOutInfo) {
  return Call(Export::verifyPin, pOutInfo).answer(ssc::capi::verifyPin, iType);
}
std::int64_t SSC_CALL ssc_iVerifyPIN(int iType, char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::verifyPin, pOutInfo, pcbOut).answer(ssc::capi::verifyPin, iType);
}

std::int64_t SSC_CALL iChangePIN(int iType, char* pOutInfo) {
  return Call(Export::changePin, pOutInfo).answer(ssc::capi::changePin, iType);
}
std::int64_t SSC_CALL ssc_iChangePIN(int iType, char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::changePin, pOutInfo, pcbOut).answer(ssc::capi::changePin, iType);
}

std::int64_t SSC_CALL iReloadPIN(int iType, char* pCardInfo, char* pOutInfo) {
  return Call(Export::reloadPin, pOutInfo).answer(ssc::capi::reloadPin, iType, pCardInfo);
}
std::int64_t SSC_CALL ssc_iReloadPIN(int iType, char* pCardInfo, char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::reloadPin, pOutInfo, pcbOut).answer(ssc::capi::reloadPin, iType, pCardInfo);
}

std::int64_t SSC_CALL iUnblockPIN(int iType, char* pCardInfo, char* pOutInfo) {
  return Call(Export::unblockPin, pOutInfo).answer(ssc::capi::unblockPin, iType, pCardInfo);
}
std::int64_t SSC_CALL ssc_iUnblockPIN(int iType, char* pCardInfo, char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::unblockPin, pOutInfo, pcbOut).answer(ssc::capi::unblockPin, iType, pCardInfo);
}
