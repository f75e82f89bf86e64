// Handlers of offline settlement: 3201, 3202, 8601 to 8605, 8607.
#pragma once

#include "center/gate/call.hpp"
#include "wire/office/settlement.hpp"

namespace ssc::center {

Answered<wire::office::PolicyGiven> givePolicy(const Call& call, const wire::office::AskPolicy& body);
Answered<wire::office::BatchTaken> takeBatch(const Call& call, const wire::office::OfflineBatch& body);
Answered<wire::office::AcknowledgementGiven> acknowledge(const Call& call,
                                                         const wire::office::AskAcknowledgement& body);
Answered<wire::office::ReversalTaken> reverseOffline(const Call& call,
                                                     const wire::office::ReverseOffline& body);
Answered<wire::office::CardReset> takeCardLog(const Call& call, const wire::office::UploadCardLog& body);
Answered<wire::office::TotalsCompared> compareTotals(const Call& call,
                                                     const wire::office::CompareTotals& body);
Answered<wire::office::DetailsCompared> compareDetails(const Call& call,
                                                       const wire::office::CompareDetails& body);
Answered<wire::office::Done> takeOutageReport(const Call& call, const wire::office::ReportOutage& body);

// ---- what the operator does

/// Signs a policy and makes it today's; its version must be above every other. wrongStep: it is not, or it is
/// a policy of tests and this center takes none.
Answered<std::string> publishPolicy(const Services& services, const std::string& text);
/// What the specification has, as version yyyyMMdd01 of today.
Answered<std::string> publishDefaultPolicy(const Services& services);
/// The stop-list as it is now, where it differs from what was published last. Its version.
Answered<std::uint32_t> publishStopList(const Services& services);

}  // namespace ssc::center
