// Bodies of settlement.hpp.
#include "wire/office/body_codec.hpp"
#include "wire/office/settlement.hpp"

namespace ssc::wire::office {

namespace {

constexpr std::uint64_t kMost32 = 0xFFFF'FFFF, kMost53 = 0x1F'FFFF'FFFF'FFFF;

bool isLowerHexHash(std::string_view text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}
bool isCounts(std::string_view text) {
  return !text.empty() && text.size() <= 32 &&
         text.find_first_not_of("0123456789SAURVE") == std::string_view::npos;
}
bool isDetailRecord(std::string_view text) {
  return text.size() == 56 && text.find_first_not_of("0123456789ABCDEF") == std::string_view::npos;
}

constexpr TextRule kHash{isLowerHexHash, "64 lower-case hexadecimal digits"};
constexpr TextRule kPolicyVersion{isDigitText<10, 10>, "ten digits"};
constexpr TextRule kBatchNo{isDigitText<24, 24>, "24 digits"};
constexpr TextRule kSecond{isDigitText<14, 14>, "yyyyMMddHHmmss"};
constexpr TextRule kDate{isDigitText<8, 8>, "yyyyMMdd"};
constexpr TextRule kCounts{isCounts, "numbers of types, as S3A1"};
constexpr TextRule kDetail{isDetailRecord, "56 upper-case hexadecimal digits"};

}  // namespace

// ---- files

template <class Codec, Is<UploadFile> T>
static void members(Codec& in, T& body) {
  in.text("kind", body.kind, kId);
  in.number("size", body.size, 1, kMostFile);
  in.text("sm3", body.sm3, kHash);
}
template <class Codec, Is<FileStored> T>
static void members(Codec& in, T& body) {
  in.text("fileNo", body.fileNo, kId);
}
template <class Codec, Is<FetchFile> T>
static void members(Codec& in, T& body) {
  in.text("fileNo", body.fileNo, kId);
  in.number("from", body.from, 0, kMost32);
}
template <class Codec, Is<FilePiece> T>
static void members(Codec& in, T& body) {
  in.number("size", body.size, 0, kMost32);
  in.text("sm3", body.sm3, kHash);
  in.number("length", body.length, 0, kFilePiece);
}

// ---- policy

template <class Codec, Is<StopListFile> T>
static void members(Codec& in, T& body) {
  in.text("fileNo", body.fileNo, kId);
  in.text("signature", body.signature, kBase64);
}
template <class Codec, Is<AskPolicy> T>
static void members(Codec& in, T& body) {
  in.optionalText("policyVersion", body.policyVersion, kPolicyVersion);
  in.number("listVersion", body.listVersion, 0, kMost32);
}
template <class Codec, Is<PolicyGiven> T>
static void members(Codec& in, T& body) {
  in.optionalText("policy", body.policy, kJson);
  in.optionalText("signature", body.signature, kBase64);
  in.optionalText("pseudonymKey", body.pseudonymKey, kHex);
  in.list("files", body.files, T::kMostFiles, kMembers);
  in.number("listVersion", body.listVersion, 0, kMost32);
  in.text("time", body.time, kTime);
}

// ---- records

template <class Codec, Is<OfflineBatch> T>
static void members(Codec& in, T& body) {
  in.text("batchNo", body.batchNo, kBatchNo);
  in.text("fileNo", body.fileNo, kId);
  in.text("fileMsgid", body.fileMsgid, kMsgid);
  in.text("fileSm3", body.fileSm3, kHash);
  in.optionalText("previousSm3", body.previousSm3, kHash);
  in.number("first", body.first, 1, kMost32);
  in.number("last", body.last, 1, kMost32);
  in.text("counts", body.counts, kCounts);
  in.number("sumSettled", body.sumSettled, 0, kMost53);
  in.text("head", body.head, kCodeText);
  in.text("headSignature", body.headSignature, kBase64);
}
template <class Codec, Is<BatchTaken> T>
static void members(Codec& in, T& body) {
  in.text("batchNo", body.batchNo, kBatchNo);
  in.number("last", body.last, 1, kMost32);
  in.text("fileSm3", body.fileSm3, kHash);
}
template <class Codec, Is<AskAcknowledgement> T>
static void members(Codec& in, T& body) {
  in.number("after", body.after, 0, kMost53);
}
template <class Codec, Is<AcknowledgementGiven> T>
static void members(Codec& in, T& body) {
  in.optionalText("file", body.file, kJson);
  in.optionalText("signature", body.signature, kBase64);
  in.flag("more", body.more);
}
template <class Codec, Is<ReverseOffline> T>
static void members(Codec& in, T& body) {
  in.number("original", body.original, 1, kMost32);
  in.text("cardId", body.cardId, kId);
  in.number("total", body.total, 0, kMost32);
  in.optionalText("reason", body.reason, kShort);
}
template <class Codec, Is<ReversalTaken> T>
static void members(Codec& in, T& body) {
  in.text("state", body.state, kId);
}

template <class Codec, class T>
static void sumMembers(Codec& in, T& sums) {
  in.flag("permitted", sums.permitted);
  in.number("sum", sums.sum, 0, 99'999'999);
  in.number("count", sums.count, 0, 99);
}
template <class Codec, Is<UploadCardLog> T>
static void members(Codec& in, T& body) {
  in.text("aaz501", body.aaz501, kId);
  in.number("version", body.version, 2, 3);
  in.text("algorithm", body.algorithm, kId);
  in.text("historicalBytes", body.historicalBytes, kHex);
  sumMembers(in, body.sums);
  in.texts("records", body.records, kDetail, T::kMostRecords);
}
template <class Codec, Is<CardReset> T>
static void members(Codec& in, T& body) {
  sumMembers(in, body.sums);
}
template <class Codec, Is<ReportOutage> T>
static void members(Codec& in, T& body) {
  in.text("began", body.began, kSecond);
  in.optionalText("ended", body.ended, kSecond);
  in.text("reason", body.reason, kId);
  in.number("records", body.records, 0, kMost32);
  in.number("sum", body.sum, 0, kMost53);
  in.optionalText("sendBy", body.sendBy, kDate);
}

template <class Codec, class T>
static void totalMembers(Codec& in, T& body) {
  in.number("fixmedins_setl_cnt", body.fixmedins_setl_cnt, 0, kMost32);
  in.number("medfee_sumamt", body.medfee_sumamt, 0, kMost53);
  in.number("fund_pay_sumamt", body.fund_pay_sumamt, 0, kMost53);
  in.number("acct_pay", body.acct_pay, 0, kMost53);
}
template <class Codec, Is<CompareTotals> T>
static void members(Codec& in, T& body) {
  in.text("stmt_begndate", body.stmt_begndate, kDate);
  in.text("stmt_enddate", body.stmt_enddate, kDate);
  totalMembers(in, body);
}
template <class Codec, Is<TotalsCompared> T>
static void members(Codec& in, T& body) {
  in.text("stmt_rslt", body.stmt_rslt, kId);
  totalMembers(in, body);
}
template <class Codec, Is<CompareDetails> T>
static void members(Codec& in, T& body) {
  in.text("file_qury_no", body.file_qury_no, kId);
  in.text("stmt_begndate", body.stmt_begndate, kDate);
  in.text("stmt_enddate", body.stmt_enddate, kDate);
}
template <class Codec, Is<DetailsCompared> T>
static void members(Codec& in, T& body) {
  in.text("file_qury_no", body.file_qury_no, kId);
  in.number("differences", body.differences, 0, kMost32);
}

SSC_CALL(CompareTotals)
SSC_CALL(CompareDetails)
SSC_CALL(UploadFile)
SSC_CALL(FetchFile)
SSC_CALL(AskPolicy)
SSC_CALL(OfflineBatch)
SSC_CALL(AskAcknowledgement)
SSC_CALL(ReverseOffline)
SSC_CALL(UploadCardLog)
SSC_BODY(ReportOutage)

}  // namespace ssc::wire::office
