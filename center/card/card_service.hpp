// Handlers of 8303, 8304 and 8306.
#pragma once

#include "center/gate/call.hpp"
#include "wire/office/card_service.hpp"

namespace ssc::center {

Answered<wire::office::CardChanged> enableCard(const Call& call, const wire::office::EnableCard& body);
Answered<wire::office::CardChanged> reportLoss(const Call& call, const wire::office::ReportLoss& body);
Answered<wire::office::CardChanged> releaseCard(const Call& call, const wire::office::ReleaseCard& body);

/// The area that issued the card does it.
Answered<std::optional<std::string>> routeEnableCard(const Message& message);
Answered<std::optional<std::string>> routeReportLoss(const Message& message);
Answered<std::optional<std::string>> routeReleaseCard(const Message& message);

/// For a terminal of another area.
Answered<std::string> foreignEnableCard(const Services& services, soci::session& sql,
                                        const wire::office::Request& request,
                                        const wire::office::Forwarded& forwarded);
Answered<std::string> foreignReportLoss(const Services& services, soci::session& sql,
                                        const wire::office::Request& request,
                                        const wire::office::Forwarded& forwarded);
Answered<std::string> foreignReleaseCard(const Services& services, soci::session& sql,
                                         const wire::office::Request& request,
                                         const wire::office::Forwarded& forwarded);

}  // namespace ssc::center
