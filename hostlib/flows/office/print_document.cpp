#include "hostlib/flows/office/print_document.hpp"

#include "hostlib/flows/office/print_job.hpp"

namespace ssc::flows {

Outcome<PrintDraft> PrintDocument::prepare(const SignedInPerson& person, const PrintRequest& request) {
  auto facts = askPrintFacts(desk_, person, request, stop_);
  if (!facts) return tl::unexpected(facts.error());
  if (face_.show) face_.show({});
  auto preview = maker_.make(facts->paper, std::nullopt, request.language);
  if (!preview) return tl::unexpected(preview.error());
  if (preview->pages == 0)
    return tl::unexpected(Failure{Reason::internalError, "a document without pages", {}});
  return PrintDraft{std::move(*facts), std::move(*preview), request.language};
}

PrintEnd PrintDocument::print(const SignedInPerson& person, const PrintDraft& draft) {
  PrintEnd end;
  end.pages = static_cast<unsigned>(draft.preview.pages);
  const auto turn = registry_.take();
  if (!turn) {
    end.failure = turn.error();
    return end;
  }
  // The center voids what it still waits to hear of when the next one is registered: so it hears first.
  if (const PrintRecovery before = recoverPrints(desk_, **turn, stop_); before.kept > 0) {
    end.failure = before.failure;
    return end;
  }
  const PrintJobParts parts{desk_, maker_, **turn, devices_, face_, limits_, stop_};
  return PrintJob(parts, draft).run(person);
}

}  // namespace ssc::flows
