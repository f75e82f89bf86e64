// What was settled without the network goes to the center, once (services 6.6): batches in their order, then
// what became of each record. Sent again after any interruption, it changes nothing there.
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "hostlib/flows/office/desk.hpp"
#include "hostlib/flows/settle/station.hpp"
#include "wire/office/settlement.hpp"
#include "wire/settlement/acknowledgement.hpp"

namespace ssc::flows {

struct UploadReport {
  std::uint64_t sent = 0;          ///< records the center has taken this time
  std::uint64_t acknowledged = 0;  ///< lines of the center
  std::uint64_t accepted = 0, held = 0, refused = 0;
  std::uint64_t waiting = 0;     ///< records that are not sent yet
  std::uint64_t unanswered = 0;  ///< sent, and not a word yet
  bool isEnded = false;          ///< the outage is over: everything sent, the way good for ten minutes
};

class Upload {
 public:
  /// `progress`: records the center has, of all that waited.
  using Progress = std::function<void(std::uint64_t done, std::uint64_t of)>;
  Upload(const SettlementStation& station, OfficeDesk& office, std::stop_token stop)
      : station_(station), office_(office), stop_(std::move(stop)) {}

  /// What is PREPARED becomes a U first. A failure leaves everything in its place: run it again.
  Outcome<UploadReport> run(const Progress& progress = {});

 private:
  using Writer = journal::Journal::Writer;

  struct BatchFile;

  static Outcome<BatchFile> fileOf(const office::Draft& draft, const std::vector<journal::Outgoing>& records);
  [[nodiscard]] Outcome<wire::office::OfflineBatch> headerOf(const settlement::Head& head,
                                                             const BatchFile& file) const;
  [[nodiscard]] Outcome<settlement::Acknowledgement> linesOf(const wire::office::AcknowledgementGiven& given,
                                                             std::uint64_t after) const;
  Outcome<void> answered(Writer& writer) const;
  Outcome<std::uint64_t> sendBatch(Writer& writer, const settlement::Head& head) const;
  Outcome<void> pullAcknowledgements(Writer& writer, UploadReport& report) const;
  Outcome<bool> endOutage(Writer& writer) const;

  const SettlementStation& station_;
  OfficeDesk& office_;
  std::stop_token stop_;
};

}  // namespace ssc::flows
