// The steps of iReadCardBas_HSM, iReadCard_HSM, iWriteCard_HSM.
#include "SSCardDriver.h"
#include "hostlib/capi/basic_reply.hpp"
#include "hostlib/capi/file_texts.hpp"
#include "hostlib/capi/hsm_replies.hpp"
#include "hostlib/capi/text/read_answer.hpp"
#include "hostlib/capi/text/write_data.hpp"

namespace ssc::capi {
namespace {

using flows::Visit;

constexpr const char* kNoTerminal = "000000000000";

// ---- basic read

struct BasicStarted {
  CardFacts card;
  apdu::Bytes historicalBytes;
  crypto::Personal cardId;
  flows::HsmBasicStart start;
};

Outcome<BasicStarted> startBasic(Visit& visit, flows::CardInterface interface) {
  if (const auto taken = visit.take(interface); !taken) return tl::unexpected(taken.error());
  const auto start = flows::hsmBasicStart(visit);
  if (!start) return tl::unexpected(start.error());
  constexpr std::uint8_t kCardIdTag = 0x01;
  return BasicStarted{factsOf(visit), visit.identity().historicalBytes,
                      crypto::Personal(visit.identity().issuer.hex(kCardIdTag)), *start};
}

crypto::Personal basicStartReply(const profile::Config& config, const BasicStarted& started) {
  BasicReadStep1 reply;
  reply.region = started.card.region;
  reply.historicalBytes = started.historicalBytes;
  reply.algorithm = started.card.algorithm;
  reply.cardId = started.cardId;
  reply.internal = challengeFrom(started.start.internal);
  if (started.start.external) reply.external = challengeFrom(*started.start.external);
  if (config.basicStep1HasTerminal) reply.terminalNumber = kNoTerminal;
  return basicReadStep1(reply);
}

Reply readCardBasStep1(Call& call, int type) {
  const auto interface = parseInterface(type);
  if (!interface) return tl::unexpected(interface.error());
  const auto started = call.open<BasicStarted>(
      [interface = *interface](Visit& visit) { return startBasic(visit, interface); });
  if (!started) return tl::unexpected(started.error());
  call.session().announce(BasicReadNext{started->start});
  return basicStartReply(call.config(), *started);
}

Reply readCardBasStep2(Call& call, const char* key) {
  if (const auto room = call.needs(largestBasicReply(call.config(), call.encoding())); !room)
    return tl::unexpected(room.error());
  const auto next = expectStep<BasicReadNext>(call, key);
  if (!next) return tl::unexpected(next.error());
  const auto proofs = parseArgument(key, kKeyArgument, parseBasicReadKey);
  if (!proofs) return tl::unexpected(proofs.error());
  const auto card = call.go<flows::BasicCard>([start = next->start, proofs = *proofs](Visit& visit) {
    const auto external = proofs.external ? std::optional(proofFrom(*proofs.external)) : std::nullopt;
    return flows::hsmBasicFinish(visit, start, proofFrom(proofs.internal), external);
  });
  return card ? basicReply(call, *card) : tl::unexpected(card.error());
}

// ---- one file: the first of pFileAddr, the rest is passed over

struct FileOrder {
  AskedCard card;
  Address address;
};
using StartFile = Outcome<flows::HsmKeyStart> (*)(Visit&, const flows::FileRequest&);

Outcome<FileOrder> parseOrder(int type, const char* cardInfo, const char* fileAddress) {
  const auto card = parseCard(type, cardInfo);
  if (!card) return tl::unexpected(card.error());
  auto address = parseArgument(fileAddress, kFileAddressArgument, parseAddress);
  if (!address) return tl::unexpected(address.error());
  address->resize(1);
  return FileOrder{*card, std::move(*address)};
}

Outcome<KeyStarted> startFile(Visit& visit, const FileOrder& order, StartFile start) {
  if (const auto taken = takeCard(visit, order.card); !taken) return tl::unexpected(taken.error());
  const CardFacts facts = factsOf(visit);
  if (const auto known = checkAddress(order.address, facts.generation); !known)
    return tl::unexpected(known.error());
  const auto started = start(visit, requestsFor(order.address).front());
  if (!started) return tl::unexpected(started.error());
  return KeyStarted{facts, *started};
}

Outcome<KeyStarted> openFile(Call& call, const FileOrder& order, StartFile start) {
  return call.open<KeyStarted>([order, start](Visit& visit) { return startFile(visit, order, start); });
}

Reply readCardStep1(Call& call, int type, const char* cardInfo, const char* fileAddress) {
  const auto order = parseOrder(type, cardInfo, fileAddress);
  if (!order) return tl::unexpected(order.error());
  const auto started = openFile(call, *order, flows::hsmReadStart);
  if (!started) return tl::unexpected(started.error());
  call.session().announce(ReadNext{order->address, started->card.generation});
  return keyStartReply(call.config(), *started);
}

Reply readCardStep2(Call& call, const char* key) {
  const auto next = expectStep<ReadNext>(call, key);
  if (!next) return tl::unexpected(next.error());
  const auto room = call.needs(largestReply(next->address, next->generation, call.encoding()));
  if (!room) return tl::unexpected(room.error());
  const auto step = expectWithProof<ReadNext>(call, key);
  if (!step) return tl::unexpected(step.error());
  const auto content = call.go<flows::FileContent>([step = *step](Visit& visit) {
    return flows::hsmReadFinish(visit, requestsFor(step.next.address).front(), step.proof);
  });
  if (!content) return tl::unexpected(content.error());
  return readReply(step->next.address, std::span(&*content, 1), call.encoding());
}

Reply writeCardStep1(Call& call, int type, const char* cardInfo, const char* fileAddress) {
  const auto order = parseOrder(type, cardInfo, fileAddress);
  if (!order) return tl::unexpected(order.error());
  const auto started = openFile(call, *order, flows::hsmWriteStart);
  if (!started) return tl::unexpected(started.error());
  call.session().announce(WriteNext{order->address});
  return keyStartReply(call.config(), *started);
}

// Up to the first $: no value holds one.
std::string_view firstFile(std::string_view text) {
  const auto end = text.find('$');
  return end == std::string_view::npos ? text : text.substr(0, end + 1);
}

struct HsmWrite {
  WithProof<WriteNext> step;
  std::vector<FileValues> values;
};

Outcome<void> finishWrite(Visit& visit, const HsmWrite& write) {
  const auto writes = writesFor(write.step.next.address, write.values, visit.identity().generation);
  if (!writes) return tl::unexpected(writes.error());
  return flows::hsmWriteFinish(visit, writes->front(), write.step.proof);
}

Reply writeCardStep2(Call& call, const char* key, const char* writeData) {
  if (const auto given = requireGiven(writeData, kWriteDataArgument); !given)
    return tl::unexpected(given.error());
  const auto step = expectWithProof<WriteNext>(call, key);
  if (!step) return tl::unexpected(step.error());
  const auto values = parseArgument(writeData, kWriteDataArgument, [&](std::string_view text) {
    return parseWriteData(firstFile(text), step->next.address, call.encoding());
  });
  if (!values) return tl::unexpected(values.error());
  return call.go<crypto::Personal>([write = HsmWrite{*step, *values}](Visit& visit) {
    return finishWrite(visit, write).map([] { return crypto::Personal(); });
  });
}

}  // namespace
}  // namespace ssc::capi

using ssc::capi::Call;
using ssc::capi::Export;

std::int64_t SSC_CALL iReadCardBas_HSM_Step1(int iType, char* pOutInfo) {
  return Call(Export::readCardBasStep1, pOutInfo).answer(ssc::capi::readCardBasStep1, iType);
}
std::int64_t SSC_CALL ssc_iReadCardBas_HSM_Step1(int iType, char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::readCardBasStep1, pOutInfo, pcbOut).answer(ssc::capi::readCardBasStep1, iType);
}
std::int64_t SSC_CALL iReadCardBas_HSM_Step2(char* pKey, char* pOutInfo) {
  return Call(Export::readCardBasStep2, pOutInfo).answer(ssc::capi::readCardBasStep2, pKey);
}
std::int64_t SSC_CALL ssc_iReadCardBas_HSM_Step2(char* pKey, char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::readCardBasStep2, pOutInfo, pcbOut).answer(ssc::capi::readCardBasStep2, pKey);
}

std::int64_t SSC_CALL iReadCard_HSM_Step1(int iType, char* pCardInfo, char* pFileAddr, char* pOutInfo) {
  return Call(Export::readCardStep1, pOutInfo).answer(ssc::capi::readCardStep1, iType, pCardInfo, pFileAddr);
}
std::int64_t SSC_CALL ssc_iReadCard_HSM_Step1(int iType, char* pCardInfo, char* pFileAddr, char* pOutInfo,
                                              std::uint32_t* pcbOut) {
  return Call(Export::readCardStep1, pOutInfo, pcbOut)
      .answer(ssc::capi::readCardStep1, iType, pCardInfo, pFileAddr);
}
std::int64_t SSC_CALL iReadCard_HSM_Step2(char* pKey, char* pOutInfo) {
  return Call(Export::readCardStep2, pOutInfo).answer(ssc::capi::readCardStep2, pKey);
}
std::int64_t SSC_CALL ssc_iReadCard_HSM_Step2(char* pKey, char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::readCardStep2, pOutInfo, pcbOut).answer(ssc::capi::readCardStep2, pKey);
}

std::int64_t SSC_CALL iWriteCard_HSM_Step1(int iType, char* pCardInfo, char* pFileAddr, char* pOutInfo) {
  return Call(Export::writeCardStep1, pOutInfo)
      .answer(ssc::capi::writeCardStep1, iType, pCardInfo, pFileAddr);
}
std::int64_t SSC_CALL ssc_iWriteCard_HSM_Step1(int iType, char* pCardInfo, char* pFileAddr, char* pOutInfo,
                                               std::uint32_t* pcbOut) {
  return Call(Export::writeCardStep1, pOutInfo, pcbOut)
      .answer(ssc::capi::writeCardStep1, iType, pCardInfo, pFileAddr);
}
std::int64_t SSC_CALL iWriteCard_HSM_Step2(char* pKey, char* pWriteData, char* pOutInfo) {
  return Call(Export::writeCardStep2, pOutInfo).answer(ssc::capi::writeCardStep2, pKey, pWriteData);
}
std::int64_t SSC_CALL ssc_iWriteCard_HSM_Step2(char* pKey, char* pWriteData, char* pOutInfo,
                                               std::uint32_t* pcbOut) {
  return Call(Export::writeCardStep2, pOutInfo, pcbOut).answer(ssc::capi::writeCardStep2, pKey, pWriteData);
}
