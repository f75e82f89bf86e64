// Medical settlements made without the network: what terminals fetch to be allowed to, and how their records
// come to the center. Rules and records: services 6, wire/settlement.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wire/office/fleet.hpp"

namespace ssc::wire::office {

// ---- files that travel beside a message

/// Of one file, bytes.
inline constexpr std::size_t kMostFile = std::size_t{8} * 1024 * 1024;
/// Of one piece of a file that is fetched, bytes.
inline constexpr std::size_t kFilePiece = std::size_t{4} * 1024 * 1024;

/// 9101: the file is the message's second part. 1109 where it is larger than kMostFile.
struct FileStored {
  std::string fileNo;
};
struct UploadFile {
  using Answer = FileStored;
  static constexpr std::string_view kInfno = "9101";
  std::string kind;        ///< offlineBatch, statement
  std::uint32_t size = 0;  ///< bytes
  std::string sm3;         ///< 64 lower-case hexadecimal digits
};

/// 9102: the piece is the answer's second part.
struct FilePiece {
  std::uint32_t size = 0;    ///< of the whole file, bytes
  std::string sm3;           ///< of the whole file
  std::uint32_t length = 0;  ///< of this piece: min(kFilePiece, size - from)
};
struct FetchFile {
  using Answer = FilePiece;
  static constexpr std::string_view kInfno = "9102";
  std::string fileNo;
  std::uint32_t from = 0;  ///< where the piece begins, bytes
};

// ---- what a terminal needs to be allowed to

/// A text of wire/settlement/stop_list.hpp, to be applied in the order of the list.
struct StopListFile {
  std::string fileNo;
  std::string signature;  ///< of the center over its first line, Base64
};

/// 8601. What has not changed is not sent again: an empty policy, no files.
struct PolicyGiven {
  std::string policy;        ///< wire/settlement/policy.hpp: the text as it was signed
  std::string signature;     ///< of the center, Base64
  std::string pseudonymKey;  ///< of the policy's year, enciphered for the terminal's SM2 key, hexadecimal
  std::vector<StopListFile> files;  ///< that bring the terminal's list to listVersion
  std::uint32_t listVersion = 0;    ///< today's
  std::string time;                 ///< yyyyMMddHHmmssSSS: policy and list are of this moment
  static constexpr std::size_t kMostFiles = 32;
};
struct AskPolicy {
  using Answer = PolicyGiven;
  static constexpr std::string_view kInfno = "8601";
  std::string policyVersion;      ///< ten digits; empty: none here
  std::uint32_t listVersion = 0;  ///< 0: none here
};

// ---- how records come to the center

/// 8602: the header of a batch whose records are a file (wire/settlement/batch.hpp). A batch that was taken
/// is taken again, with the same answer.
struct BatchTaken {
  std::string batchNo;
  std::uint32_t last = 0;  ///< the newest record that the center has of this batch
  std::string fileSm3;     ///< of the file it took them from: of an earlier attempt, where one had arrived
};
struct OfflineBatch {
  using Answer = BatchTaken;
  static constexpr std::string_view kInfno = "8602";
  std::string batchNo;                ///< terminal (12), yyyyMMdd, four digits
  std::string fileNo;                 ///< 9101 gave it
  std::string fileMsgid;              ///< of that message: sealed values of the file are bound to it
  std::string fileSm3;                ///< 64 lower-case hexadecimal digits
  std::string previousSm3;            ///< of the file of the terminal's batch before; empty: the first
  std::uint32_t first = 0, last = 0;  ///< offlineSeq
  std::string counts;            ///< how many of each type: "S3A1E1", types in the order SAURVE, none with 0
  std::uint64_t sumSettled = 0;  ///< amtTotal of all S, fen
  std::string head;              ///< wire/settlement/chain.hpp: headText(), at `last` or behind it
  std::string headSignature;     ///< of the terminal, Base64
};

/// 8603: what became of records. Lines come in the order in which they were decided, numbered for each
/// terminal: whoever asks again with the same `after` gets the same lines.
struct AcknowledgementGiven {
  std::string file;       ///< wire/settlement/acknowledgement.hpp: up to kMostLines; empty: nothing new
  std::string signature;  ///< of the center over the file, Base64
  bool more = false;      ///< there are lines behind these
};
struct AskAcknowledgement {
  using Answer = AcknowledgementGiven;
  static constexpr std::string_view kInfno = "8603";
  std::uint64_t after = 0;  ///< the greatest centreSerial the terminal has
};

/// 8604: takes back a record that was sent already. Of one the center does not know yet: kept, and the record
/// is cancelled when it comes.
struct ReversalTaken {
  std::string state;  ///< REVERSED; EXPECTED: the record has not come yet
};
struct ReverseOffline {
  using Answer = ReversalTaken;
  static constexpr std::string_view kInfno = "8604";
  std::uint32_t original = 0;  ///< offlineSeq of the S
  std::string cardId;          ///< aaz501, as the record has it
  std::uint64_t total = 0;     ///< fen, as the record has it
  std::string reason;          ///< one sentence; may be empty
};

/// 8605: the card's own detail file, before its sums are set back. Records of EF08 as the card holds them.
struct CardSums {
  bool permitted = false;   ///< EF06-90
  std::uint32_t sum = 0;    ///< EF06-92, fen
  std::uint32_t count = 0;  ///< EF06-93
};
struct CardReset {
  CardSums sums;  ///< to be written
};
struct UploadCardLog {
  using Answer = CardReset;
  static constexpr std::string_view kInfno = "8605";
  std::string aaz501;
  std::uint32_t version = 0;         ///< of the card, 2 or 3
  std::string algorithm;             ///< SM4, 3DES
  std::string historicalBytes;       ///< of its answer to reset, hexadecimal
  CardSums sums;                     ///< as they were read
  std::vector<std::string> records;  ///< 56 upper-case hexadecimal digits each, newest first
  static constexpr std::size_t kMostRecords = 30;
};

// ---- reconciliation; members are named as in the national interface, amounts in fen

/// 3201: the totals of this terminal's settlements of one clearing date, reversed ones left out.
struct TotalsCompared {
  std::string stmt_rslt;  ///< equal, different
  /// The center's own.
  std::uint64_t fixmedins_setl_cnt = 0, medfee_sumamt = 0, fund_pay_sumamt = 0, acct_pay = 0;
};
struct CompareTotals {
  using Answer = TotalsCompared;
  static constexpr std::string_view kInfno = "3201";
  std::string stmt_begndate, stmt_enddate;  ///< yyyyMMdd, the same day
  std::uint64_t fixmedins_setl_cnt = 0, medfee_sumamt = 0, fund_pay_sumamt = 0, acct_pay = 0;
};

/// 3202: the lines, as a file (wire/settlement/statement.hpp) of kind "statement".
struct DetailsCompared {
  std::string file_qury_no;  ///< of the center's answer: every settlement of either side, with its difference
  std::uint32_t differences = 0;
};
struct CompareDetails {
  using Answer = DetailsCompared;
  static constexpr std::string_view kInfno = "3202";
  std::string file_qury_no;  ///< 9101 gave it
  std::string stmt_begndate, stmt_enddate;
};

/// 8607
struct ReportOutage {
  using Answer = Done;
  static constexpr std::string_view kInfno = "8607";
  std::string began, ended;   ///< yyyyMMddHHmmss; ended may be empty: it goes on
  std::string reason;         ///< wire/settlement/record.hpp: offlineReasons()
  std::uint32_t records = 0;  ///< made during it
  std::uint64_t sum = 0;      ///< fen, of all S
  std::string sendBy;         ///< yyyyMMdd: when the records will have come; empty: they are not late
};

}  // namespace ssc::wire::office
