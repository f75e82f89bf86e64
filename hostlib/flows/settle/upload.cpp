#include "hostlib/flows/settle/upload.hpp"

#include <algorithm>

#include "crypto/base64.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "hostlib/flows/settle/recovery.hpp"
#include "wire/office/settlement.hpp"
#include "wire/settlement/batch.hpp"

namespace ssc::flows {

/// What goes into one file.
struct Upload::BatchFile {
  std::string text;
  std::vector<settlement::RecordType> types;
  std::uint32_t first = 0, last = 0;
  std::uint64_t settled = 0;
};

namespace {

namespace message = wire::office;
using journal::Outgoing;
using settlement::RecordType;

constexpr std::chrono::minutes kStable{10};
constexpr std::size_t kBatchNumberDigits = 4;

Failure badAnswer(std::string where) {
  return {Reason::officeBadAnswer, std::move(where), {}};
}

std::string_view textOf(const crypto::SecretBytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.reveal().data()), bytes.size()};
}

/// Fees and person of a record, sealed for the message that carries the file.
Outcome<std::string> lineFor(const office::Draft& draft, const Outgoing& outgoing) {
  settlement::BatchLine line{outgoing.canonical, outgoing.link, outgoing.mac, {}, {}};
  const auto seal = [&](char member, const crypto::SecretBytes& value) -> Outcome<std::string> {
    if (value.reveal().empty()) return std::string();
    return lift(draft.seal(settlement::sealedName(member, outgoing.record.sequence), textOf(value)))
        .map([](const message::Sealed& sealed) { return sealed.text; });
  };
  auto fees = seal('f', outgoing.fees);
  if (!fees) return fees;
  auto person = seal('p', outgoing.person);
  if (!person) return person;
  line.fees = std::move(*fees);
  line.person = std::move(*person);
  return settlement::batchLine(line);
}

Outcome<std::string> hashOf(std::string_view text) {
  const auto digest = crypto::sm3(crypto::bytesOf(text));
  if (!digest) return tl::unexpected(Failure{Reason::internalError, "SM3", {}});
  return crypto::toLowerHex(*digest);
}

/// Terminal, day, number of the day.
Outcome<std::string> nextBatchNumber(const SettlementStation& station) {
  const std::string day = station.terminalId + wire::compactSeconds(station.now()).substr(0, 8);
  const auto taken = lift(station.journal.batchesOf(day));
  if (!taken) return tl::unexpected(taken.error());
  std::string number = std::to_string(*taken + 1);
  if (number.size() > kBatchNumberDigits)
    return tl::unexpected(Failure{Reason::internalError, "batch number", {}});
  number.insert(0, kBatchNumberDigits - number.size(), '0');
  return day + number;
}

}  // namespace

/// As many of the records as one file may hold.
Outcome<Upload::BatchFile> Upload::fileOf(const office::Draft& draft, const std::vector<Outgoing>& records) {
  BatchFile file;
  file.first = records.front().record.sequence;
  for (const Outgoing& outgoing : records) {
    const auto line = lineFor(draft, outgoing);
    if (!line) return tl::unexpected(line.error());
    if (!file.text.empty() && file.text.size() + line->size() > message::kMostFile) break;
    file.text += *line;
    file.types.push_back(outgoing.record.type);
    file.last = outgoing.record.sequence;
    if (outgoing.record.type == RecordType::settled) file.settled += outgoing.record.amounts.total;
  }
  return file;
}

/// The center was reached: an outage that goes on is recovering.
Outcome<void> Upload::answered(Writer& writer) const {
  const auto outage = lift(station_.journal.outage());
  if (!outage) return tl::unexpected(outage.error());
  if (!*outage || !(*outage)->recovering.empty()) return {};
  return lift(writer.noteLink({journal::LinkEvent::answered, wire::compactSeconds(station_.now()), {}, {}}));
}

/// The header of a file that the center has.
Outcome<message::OfflineBatch> Upload::headerOf(const settlement::Head& head, const BatchFile& file) const {
  const auto before = lift(station_.journal.lastBatch());
  const auto number = nextBatchNumber(station_);
  const auto sm3 = hashOf(file.text);
  const auto signature = lift(station_.journal.headSignature(head));
  if (!before) return tl::unexpected(before.error());
  if (!number) return tl::unexpected(number.error());
  if (!sm3) return tl::unexpected(sm3.error());
  if (!signature) return tl::unexpected(signature.error());
  message::OfflineBatch batch;
  batch.batchNo = *number;
  batch.fileSm3 = *sm3;
  batch.previousSm3 = *before ? (*before)->sm3 : std::string();
  batch.first = file.first;
  batch.last = file.last;
  batch.counts = settlement::countsOf(file.types);
  batch.sumSettled = file.settled;
  batch.head = settlement::headText(head);
  batch.headSignature = crypto::toBase64(*signature);
  return batch;
}

/// One file and its header. 0: nothing waits.
Outcome<std::uint64_t> Upload::sendBatch(Writer& writer, const settlement::Head& head) const {
  const auto records = lift(station_.journal.unsent(settlement::kMostBatch));
  if (!records) return tl::unexpected(records.error());
  if (records->empty()) return std::uint64_t{0};
  office::Client& client = office_.client();
  const auto draft = lift(client.draft(stop_));
  if (!draft) return tl::unexpected(draft.error());
  if (auto reached = answered(writer); !reached) return tl::unexpected(reached.error());
  const auto file = fileOf(*draft, *records);
  if (!file) return tl::unexpected(file.error());
  auto batch = headerOf(head, *file);
  if (!batch) return tl::unexpected(batch.error());
  auto fileNo = lift(client.upload(*draft, "offlineBatch", file->text, {{}, stop_}));
  if (!fileNo) return tl::unexpected(fileNo.error());
  batch->fileNo = std::move(*fileNo);
  batch->fileMsgid = draft->msgid();
  const auto taken = lift(client.call(*batch, {{}, stop_}));
  if (!taken) return tl::unexpected(taken.error());
  // An earlier attempt may have arrived, with fewer records.
  if (taken->batchNo != batch->batchNo || taken->last < file->first || taken->last > file->last)
    return tl::unexpected(badAnswer("8602: last"));
  const journal::Batch done{batch->batchNo, file->first, taken->last, taken->fileSm3};
  if (auto noted = lift(writer.taken(done, station_.now())); !noted) return tl::unexpected(noted.error());
  return std::uint64_t{taken->last - file->first + 1};
}

/// Believed, and of this terminal, and behind `after`.
Outcome<settlement::Acknowledgement> Upload::linesOf(const message::AcknowledgementGiven& given,
                                                     std::uint64_t after) const {
  const auto bytes = crypto::fromBase64(given.signature);
  crypto::Sm2Signature signature{};
  if (!bytes || bytes->size() != signature.size()) return tl::unexpected(badAnswer("8603: signature"));
  std::ranges::copy(*bytes, signature.begin());
  if (!office_.client().centerKey().verify(crypto::bytesOf(given.file), signature))
    return tl::unexpected(Failure{Reason::officeUntrusted, "8603: signature", {}});
  auto lines = settlement::parseAcknowledgement(given.file);
  const bool isOurs = lines && lines->terminalId == station_.terminalId && !lines->lines.empty() &&
                      lines->lines.front().serial > after;
  if (!isOurs) return tl::unexpected(badAnswer("8603: file"));
  return std::move(*lines);
}

namespace {

void count(UploadReport& report, const std::vector<settlement::AckLine>& lines) {
  using settlement::AckResult;
  for (const settlement::AckLine& line : lines) {
    ++report.acknowledged;
    report.accepted += line.result == AckResult::accepted || line.result == AckResult::duplicate ? 1 : 0;
    report.held += line.result == AckResult::held ? 1 : 0;
    report.refused += line.result == AckResult::refused ? 1 : 0;
  }
}

}  // namespace

Outcome<void> Upload::pullAcknowledgements(Writer& writer, UploadReport& report) const {
  for (bool isMore = true; isMore;) {
    const auto after = lift(station_.journal.lastAcknowledged());
    if (!after) return tl::unexpected(after.error());
    const auto given = lift(office_.client().call(message::AskAcknowledgement{*after}, {{}, stop_}));
    if (!given) return tl::unexpected(given.error());
    if (given->file.empty()) return {};
    const auto lines = linesOf(*given, *after);
    if (!lines) return tl::unexpected(lines.error());
    if (auto kept = lift(writer.acknowledged(lines->lines, station_.now())); !kept) return kept;
    count(report, lines->lines);
    isMore = given->more;
  }
  return {};
}

Outcome<bool> Upload::endOutage(Writer& writer) const {
  const auto outage = lift(station_.journal.outage());
  if (!outage) return tl::unexpected(outage.error());
  if (!*outage || (*outage)->recovering.empty()) return !*outage;
  const auto since = wire::parseCompactSeconds((*outage)->recovering);
  const auto backlog = lift(station_.journal.backlog());
  if (!backlog) return tl::unexpected(backlog.error());
  if (!since || backlog->records != 0 || station_.now() - *since < kStable) return false;
  const auto ended =
      lift(writer.noteLink({journal::LinkEvent::ended, wire::compactSeconds(station_.now()), {}, {}}));
  if (!ended) return tl::unexpected(ended.error());
  return true;
}

Outcome<UploadReport> Upload::run(const Progress& progress) {
  auto writer = lift(station_.journal.writer(kWriterWait, stop_));
  if (!writer) return tl::unexpected(writer.error());
  if (const auto closed = recoverWithoutCard(station_, *writer); !closed)
    return tl::unexpected(closed.error());
  const auto waiting = lift(station_.journal.backlog());
  if (!waiting) return tl::unexpected(waiting.error());
  const auto head = lift(writer->sign(station_.now()));
  if (!head) return tl::unexpected(head.error());
  UploadReport report;
  for (;;) {
    if (progress) progress(report.sent, waiting->records);
    const auto sent = sendBatch(*writer, *head);
    if (!sent) return tl::unexpected(sent.error());
    if (*sent == 0) break;
    report.sent += *sent;
  }
  if (const auto pulled = pullAcknowledgements(*writer, report); !pulled)
    return tl::unexpected(pulled.error());
  if (const auto reached = answered(*writer); !reached) return tl::unexpected(reached.error());
  if (const auto after = lift(writer->sign(station_.now())); !after) return tl::unexpected(after.error());
  const auto ended = endOutage(*writer);
  const auto left = lift(station_.journal.backlog());
  if (!ended || !left) return tl::unexpected(ended ? left.error() : ended.error());
  report.isEnded = *ended;
  report.waiting = left->records;
  report.unanswered = left->unanswered;
  return report;
}

}  // namespace ssc::flows
