// iWriteCard.
#include "SSCardDriver.h"
#include "hostlib/capi/call_frame.hpp"
#include "hostlib/capi/file_texts.hpp"
#include "hostlib/capi/text/write_data.hpp"

namespace ssc::capi {
namespace {

using flows::Visit;

struct WriteOrder {
  AskedCard card;
  Address address;
  std::vector<FileValues> values;
};

Outcome<void> writeInVisit(Visit& visit, const WriteOrder& order) {
  if (auto taken = takeCard(visit, order.card); !taken) return taken;
  const auto writes = writesFor(order.address, order.values, visit.identity().generation);
  if (!writes) return tl::unexpected(writes.error());
  return flows::writeFiles(visit, *writes);
}

Reply writeCard(Call& call, int type, const char* cardInfo, const char* fileAddress, const char* writeData) {
  const auto card = parseCard(type, cardInfo);
  if (!card) return tl::unexpected(card.error());
  const auto address = parseArgument(fileAddress, kFileAddressArgument, parseAddress);
  if (!address) return tl::unexpected(address.error());
  const auto values = parseArgument(writeData, kWriteDataArgument, [&](std::string_view text) {
    return parseWriteData(text, *address, call.encoding());
  });
  if (!values) return tl::unexpected(values.error());
  return call.run<crypto::Personal>([order = WriteOrder{*card, *address, *values}](Visit& visit) {
    return writeInVisit(visit, order).map([] { return crypto::Personal(); });
  });
}

}  // namespace
}  // namespace ssc::capi

using ssc::capi::Call;
using ssc::capi::Export;

std::int64_t SSC_CALL iWriteCard(int iType, char* pCardInfo, char* pFileAddr, char* pWriteData,
                                 char* pOutInfo) {
  return Call(Export::writeCard, pOutInfo)
      .answer(ssc::capi::writeCard, iType, pCardInfo, pFileAddr, pWriteData);
}
std::int64_t SSC_CALL ssc_iWriteCard(int iType, char* pCardInfo, char* pFileAddr, char* pWriteData,
                                     char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::writeCard, pOutInfo, pcbOut)
      .answer(ssc::capi::writeCard, iType, pCardInfo, pFileAddr, pWriteData);
}
