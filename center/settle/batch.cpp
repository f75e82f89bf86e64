// 8602: a batch of records; 8603: what became of them.
#include "center/settle/intake.hpp"
#include "center/settle/json_rows.hpp"
#include "center/settle/settle.hpp"
#include "crypto/base64.hpp"

namespace ssc::center {

using namespace wire::office;
namespace settlement = wire::settlement;

namespace {

constexpr std::string_view kKind = "offlineBatch";

/// A batch that was taken before is taken again, with the same answer.
std::optional<BatchTaken> takenBefore(const Call& call, const std::string& batchNo) {
  BatchTaken taken{batchNo, 0, {}};
  long long last = 0;
  call.sql << "SELECT last_seq, sm3 FROM offline_batches WHERE dev_no = :dev AND batch_no = :no",
      soci::use(call.terminal.devNo), soci::use(batchNo), soci::into(last), soci::into(taken.fileSm3);
  if (!call.sql.got_data()) return std::nullopt;
  taken.last = static_cast<std::uint32_t>(last);
  return taken;
}

/// The batch that ended where this one begins is one of those the terminal has an answer to.
bool followsRightBatch(const Call& call, const OfflineBatch& body) {
  if (body.first == 1) return body.previousSm3.empty();
  const long long end = static_cast<long long>(body.first) - 1;
  long long count = 0;
  call.sql << "SELECT COUNT(*) FROM offline_batches WHERE dev_no = :dev AND last_seq = :end AND sm3 = :sm3",
      soci::use(call.terminal.devNo), soci::use(end), soci::use(body.previousSm3), soci::into(count);
  return count > 0;
}

void noteBatch(const Call& call, const OfflineBatch& body) {
  const long long first = body.first, last = body.last, sum = static_cast<long long>(body.sumSettled),
                  at = call.at();
  call.sql << "INSERT INTO offline_batches (dev_no, batch_no, first_seq, last_seq, sm3, counts, sum_settled, "
              "at) VALUES "
              "(:dev, :no, :first, :last, :sm3, :counts, :sum, :at)",
      soci::use(call.terminal.devNo), soci::use(body.batchNo), soci::use(first), soci::use(last),
      soci::use(body.fileSm3), soci::use(body.counts), soci::use(sum), soci::use(at);
}

/// Lines behind `after`, in the order in which they were decided.
settlement::Acknowledgement linesBehind(const Call& call, std::uint64_t after, std::size_t most) {
  settlement::Acknowledgement lines{call.terminal.devNo, {}};
  const long long from = static_cast<long long>(after), limit = static_cast<long long>(most);
  long long serial = 0, sequence = 0;
  int code = 0;
  std::string result, date;
  soci::statement rows =
      (call.sql.prepare
           << "SELECT serial, seq, result, code, clearing_date FROM offline_acknowledgements WHERE dev_no = "
              ":dev AND serial > :after ORDER BY serial LIMIT :most",
       soci::use(call.terminal.devNo), soci::use(from), soci::use(limit), soci::into(serial),
       soci::into(sequence), soci::into(result), soci::into(code), soci::into(date));
  forRows(rows, [&] {
    lines.lines.push_back({static_cast<std::uint32_t>(sequence),
                           static_cast<settlement::AckResult>(result.at(0)), static_cast<unsigned>(code),
                           static_cast<std::uint64_t>(serial), date});
  });
  return lines;
}

}  // namespace

Answered<BatchTaken> takeBatch(const Call& call, const OfflineBatch& body) {
  if (!body.batchNo.starts_with(call.terminal.devNo))
    return refuse(ErrorCode::foreignJournal, 0, "input.batchNo");
  JournalState state = lockJournal(call, call.terminal.devNo);
  auto before = takenBefore(call, body.batchNo);
  if (before && before->fileSm3 == body.fileSm3) return std::move(*before);
  const auto file = findFile(call.sql, call.terminal.devNo, body.fileNo);
  const bool isIt = file && file->kind == kKind && file->devNo == call.terminal.devNo &&
                    file->sm3 == body.fileSm3 && file->msgid == body.fileMsgid;
  if (!isIt) return refuse(ErrorCode::wrongStep, 0, "input.fileNo");
  auto arrivals = readBatch(call, body, *file, state);
  if (!arrivals) return tl::unexpected(arrivals.error());
  // Another attempt under the same number, sealed anew: what is here of it is the same, the rest may come
  // later.
  if (before) return std::move(*before);
  if (!followsRightBatch(call, body)) return refuse(ErrorCode::recordGap, 0, "input.previousSm3");
  if (auto judged = judge(call, *arrivals); !judged) return tl::unexpected(judged.error());
  storeArrivals(call, *arrivals, state);
  storeJournal(call.sql, call.terminal.devNo, state);
  noteBatch(call, body);
  return BatchTaken{body.batchNo, body.last, body.fileSm3};
}

Answered<AcknowledgementGiven> acknowledge(const Call& call, const AskAcknowledgement& body) {
  constexpr std::size_t kMost = settlement::Acknowledgement::kMostLines;
  auto lines = linesBehind(call, body.after, kMost + 1);
  AcknowledgementGiven given;
  given.more = lines.lines.size() > kMost;
  if (given.more) lines.lines.pop_back();
  if (lines.lines.empty()) return given;
  given.file = settlement::acknowledgementText(lines);
  const auto signature = call.services.keys.sign.sign(crypto::bytesOf(given.file));
  if (!signature) return refuse(ErrorCode::storage);
  given.signature = crypto::toBase64(*signature);
  return given;
}

}  // namespace ssc::center
