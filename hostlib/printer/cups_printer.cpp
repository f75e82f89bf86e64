#include "hostlib/printer/cups_printer.hpp"

#include <algorithm>
#include <array>

#include "hostlib/printer/ipp_link.hpp"
#include "hostlib/printer/state_reasons.hpp"

namespace ssc::printer {

struct CupsPlaces {
  PrinterAddress queue, device;
};

namespace {

constexpr const char* kPdf = "application/pdf";

bool isGood(const IppMessage& answer) {
  return ippGetStatusCode(answer.get()) <= IPP_STATUS_OK_EVENTS_COMPLETE;
}

void addJob(const IppMessage& request, JobId job) {
  ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job.number);
}

template <std::size_t kCount>
void wish(const IppMessage& request, const std::array<const char*, kCount>& names) {
  ippAddStrings(request.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                static_cast<int>(kCount), nullptr, names.data());
}

int numberIn(const IppMessage& answer, const char* name) {
  ipp_attribute_t* found = ippFindAttribute(answer.get(), name, IPP_TAG_ZERO);
  const bool isNumber =
      found != nullptr && (ippGetValueTag(found) == IPP_TAG_INTEGER || ippGetValueTag(found) == IPP_TAG_ENUM);
  return isNumber ? ippGetInteger(found, 0) : 0;
}

Trouble troubleIn(const IppMessage& answer) {
  ipp_attribute_t* reasons = ippFindAttribute(answer.get(), "printer-state-reasons", IPP_TAG_KEYWORD);
  Trouble worst = Trouble::none;
  for (int i = 0; i < ippGetCount(reasons); ++i) {
    if (const char* keyword = ippGetString(reasons, i, nullptr)) worst = std::max(worst, troubleOf(keyword));
  }
  return worst;
}

std::optional<unsigned> sheetsIn(const IppMessage& answer) {
  ipp_attribute_t* trays = ippFindAttribute(answer.get(), "printer-input-tray", IPP_TAG_STRING);
  std::optional<unsigned> most;
  for (int i = 0; i < ippGetCount(trays); ++i) {
    int length = 0;
    const auto* line = static_cast<const char*>(ippGetOctetString(trays, i, &length));
    if (line == nullptr || length <= 0) continue;
    const auto sheets = printer::sheetsIn(std::string_view(line, static_cast<std::size_t>(length)));
    most = std::max(most, sheets);
  }
  return most;
}

struct PhaseRow {
  ipp_jstate_t state;
  Phase phase;
};
constexpr std::array kPhases{
    PhaseRow{IPP_JSTATE_PENDING, Phase::queued},      PhaseRow{IPP_JSTATE_HELD, Phase::queued},
    PhaseRow{IPP_JSTATE_PROCESSING, Phase::printing}, PhaseRow{IPP_JSTATE_STOPPED, Phase::stopped},
    PhaseRow{IPP_JSTATE_CANCELED, Phase::cancelled},  PhaseRow{IPP_JSTATE_ABORTED, Phase::aborted},
    PhaseRow{IPP_JSTATE_COMPLETED, Phase::completed},
};

Result<JobState> jobIn(const IppMessage& answer) {
  JobState job;
  if (ippGetStatusCode(answer.get()) == IPP_STATUS_ERROR_NOT_FOUND) {
    job.phase = Phase::vanished;
    return job;
  }
  if (!isGood(answer)) return tl::unexpected(PrinterError::refused);
  const auto state = static_cast<ipp_jstate_t>(numberIn(answer, "job-state"));
  const auto* row = std::ranges::find(kPhases, state, &PhaseRow::state);
  if (row == kPhases.end()) return tl::unexpected(PrinterError::badAnswer);
  job.phase = row->phase;
  const int pages =
      std::max(numberIn(answer, "job-impressions-completed"), numberIn(answer, "job-media-sheets-completed"));
  job.pagesDone = static_cast<unsigned>(std::max(pages, 0));
  return job;
}

/// Create-Job comes first: so a job whose document did not arrive can be taken back.
Result<JobId> create(IppLink& link, const std::string& jobName, const std::string& media) {
  const IppMessage request = link.request(IPP_OP_CREATE_JOB);
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr, jobName.c_str());
  ippAddString(request.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nullptr, media.c_str());
  ippAddString(request.get(), IPP_TAG_JOB, IPP_TAG_KEYWORD, "sides", nullptr, "one-sided");
  const auto answer = link.ask(request);
  if (!answer) return tl::unexpected(answer.error());
  if (!isGood(*answer)) return tl::unexpected(PrinterError::refused);
  const JobId job{numberIn(*answer, "job-id")};
  if (job.number <= 0) return tl::unexpected(PrinterError::badAnswer);
  return job;
}

Result<void> sendDocument(IppLink& link, JobId job, crypto::ByteView pdf) {
  const IppMessage request = link.request(IPP_OP_SEND_DOCUMENT);
  addJob(request, job);
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr, kPdf);
  ippAddBoolean(request.get(), IPP_TAG_OPERATION, "last-document", 1);
  const auto answer = link.ask(request, pdf);
  if (!answer) return tl::unexpected(answer.error());
  if (!isGood(*answer)) return tl::unexpected(PrinterError::refused);
  return {};
}

}  // namespace

Result<std::unique_ptr<CupsPrinter>> CupsPrinter::make(CupsSettings settings) {
  auto queue = PrinterAddress::parse(settings.uri, settings.socket);
  if (!queue) return tl::unexpected(queue.error());
  auto device = settings.device.empty() ? queue : PrinterAddress::parse(settings.device, {});
  if (!device) return tl::unexpected(device.error());
  return std::unique_ptr<CupsPrinter>(
      new CupsPrinter(std::move(settings), {std::move(*queue), std::move(*device)}));
}

CupsPrinter::CupsPrinter(CupsSettings settings, CupsPlaces places)
    : settings_(std::move(settings)), places_(std::make_unique<CupsPlaces>(std::move(places))) {}

CupsPrinter::~CupsPrinter() = default;

Result<PaperState> CupsPrinter::paper(const std::stop_token& stop) {
  Patience patience = Patience::of(settings_.answer, stop);
  auto link = IppLink::open(places_->device, patience);
  if (!link) return tl::unexpected(link.error());
  const IppMessage request = link->request(IPP_OP_GET_PRINTER_ATTRIBUTES);
  wish<3>(request, {"printer-state-reasons", "printer-is-accepting-jobs", "printer-input-tray"});
  const auto answer = link->ask(request);
  if (!answer) return tl::unexpected(answer.error());
  if (!isGood(*answer)) return tl::unexpected(PrinterError::refused);
  ipp_attribute_t* accepting = ippFindAttribute(answer->get(), "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
  return PaperState{troubleIn(*answer), accepting == nullptr || ippGetBoolean(accepting, 0) != 0,
                    sheetsIn(*answer)};
}

Result<JobId> CupsPrinter::submit(crypto::ByteView pdf, const std::string& jobName,
                                  const std::stop_token& stop) {
  Patience patience = Patience::of(settings_.send, stop);
  auto link = IppLink::open(places_->queue, patience);
  if (!link) return tl::unexpected(link.error());
  const auto job = create(*link, jobName, settings_.media);
  if (!job) return job;
  const auto sent = sendDocument(*link, *job, pdf);
  if (sent) return job;
  static_cast<void>(cancel(*job));
  return tl::unexpected(sent.error());
}

Result<JobState> CupsPrinter::state(JobId job, const std::stop_token& stop) {
  Patience patience = Patience::of(settings_.answer, stop);
  auto link = IppLink::open(places_->queue, patience);
  if (!link) return tl::unexpected(link.error());
  const IppMessage ofPrinter = link->request(IPP_OP_GET_PRINTER_ATTRIBUTES);
  wish<1>(ofPrinter, {"printer-state-reasons"});
  const auto printer = link->ask(ofPrinter);
  if (!printer) return tl::unexpected(printer.error());
  const IppMessage ofJob = link->request(IPP_OP_GET_JOB_ATTRIBUTES);
  addJob(ofJob, job);
  wish<3>(ofJob, {"job-state", "job-impressions-completed", "job-media-sheets-completed"});
  const auto answer = link->ask(ofJob);
  if (!answer) return tl::unexpected(answer.error());
  auto state = jobIn(*answer);
  if (state) state->trouble = troubleIn(*printer);
  return state;
}

Result<void> CupsPrinter::cancel(JobId job) {
  Patience patience = Patience::of(settings_.answer, {});
  auto link = IppLink::open(places_->queue, patience);
  if (!link) return tl::unexpected(link.error());
  const IppMessage request = link->request(IPP_OP_CANCEL_JOB);
  addJob(request, job);
  const auto answer = link->ask(request);
  if (!answer) return tl::unexpected(answer.error());
  if (!isGood(*answer)) return tl::unexpected(PrinterError::refused);
  return {};
}

}  // namespace ssc::printer
