// iReadCardBas, iReadCard.
#include "SSCardDriver.h"
#include "hostlib/capi/basic_reply.hpp"
#include "hostlib/capi/call_frame.hpp"
#include "hostlib/capi/file_texts.hpp"
#include "hostlib/capi/text/read_answer.hpp"

namespace ssc::capi {
namespace {

using flows::Visit;

Reply readCardBas(Call& call, int type) {
  const auto interface = parseInterface(type);
  if (!interface) return tl::unexpected(interface.error());
  if (const auto room = call.needs(largestBasicReply(call.config(), call.encoding())); !room)
    return tl::unexpected(room.error());
  const auto card = call.run<flows::BasicCard>(
      [interface = *interface](Visit& visit) { return flows::ReadCard::in(visit, interface); });
  return card ? basicReply(call, *card) : tl::unexpected(card.error());
}

// Looked at only where a file's rule leaves the choice.
std::optional<flows::AccessBy> accessBy(int authType) {
  if (authType == static_cast<int>(flows::AccessBy::pin)) return flows::AccessBy::pin;
  if (authType == static_cast<int>(flows::AccessBy::key)) return flows::AccessBy::key;
  return std::nullopt;
}

struct ReadOrder {
  AskedCard card;
  Address address;
  flows::AccessOptions access;
};

using Contents = std::vector<flows::FileContent>;

Outcome<Contents> readInVisit(Visit& visit, const ReadOrder& order) {
  if (const auto taken = takeCard(visit, order.card); !taken) return tl::unexpected(taken.error());
  const auto known = checkAddress(order.address, visit.identity().generation);
  if (!known) return tl::unexpected(known.error());
  return flows::readFiles(visit, requestsFor(order.address), order.access);
}

Reply readCard(Call& call, int type, int authType, const char* cardInfo, const char* fileAddress) {
  const auto address = parseArgument(fileAddress, kFileAddressArgument, parseAddress);
  if (!address) return tl::unexpected(address.error());
  if (const auto room = call.needs(largestReply(*address, std::nullopt, call.encoding())); !room)
    return tl::unexpected(room.error());
  const auto card = parseCard(type, cardInfo);
  if (!card) return tl::unexpected(card.error());
  const auto contents = call.run<Contents>(
      [order = ReadOrder{*card, *address, {accessBy(authType), call.config().pinAndKeyOrder}}](Visit& visit) {
        return readInVisit(visit, order);
      });
  if (!contents) return tl::unexpected(contents.error());
  return readReply(*address, *contents, call.encoding());
}

}  // namespace
}  // namespace ssc::capi

using ssc::capi::Call;
using ssc::capi::Export;

std::int64_t SSC_CALL iReadCardBas(int iType, char* pOutInfo) {
  return Call(Export::readCardBas, pOutInfo).answer(ssc::capi::readCardBas, iType);
}
std::int64_t SSC_CALL ssc_iReadCardBas(int iType, char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::readCardBas, pOutInfo, pcbOut).answer(ssc::capi::readCardBas, iType);
}

std::int64_t SSC_CALL iReadCard(int iType, int iAuthType, char* pCardInfo, char* pFileAddr, char* pOutInfo) {
  return Call(Export::readCard, pOutInfo).answer(ssc::capi::readCard, iType, iAuthType, pCardInfo, pFileAddr);
}
std::int64_t SSC_CALL ssc_iReadCard(int iType, int iAuthType, char* pCardInfo, char* pFileAddr,
                                    char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::readCard, pOutInfo, pcbOut)
      .answer(ssc::capi::readCard, iType, iAuthType, pCardInfo, pFileAddr);
}
