// Handlers of 8701 to 8704: forms that are handed in, and what becomes of them.
#pragma once

#include "center/gate/call.hpp"
#include "wire/office/application.hpp"

namespace ssc::center {

Answered<wire::office::ApplicationState> submitApplication(const Call& call,
                                                           const wire::office::SubmitApplication& body);
Answered<wire::office::Applications> askApplications(const Call& call,
                                                     const wire::office::AskApplications& body);
/// 2302 who is not on duty, 3102 for a step that this application is not at, or by somebody who may not take
/// it.
Answered<wire::office::ApplicationState> decideApplication(const Call& call,
                                                           const wire::office::DecideApplication& body);
Answered<wire::office::ApplicationState> withdrawApplication(const Call& call,
                                                             const wire::office::WithdrawApplication& body);

/// Where the head names another area, the person's own center has the application.
Answered<std::optional<std::string>> routeSubmit(const Message& message);
Answered<std::optional<std::string>> routeAsk(const Message& message);
Answered<std::optional<std::string>> routeWithdraw(const Message& message);

/// For a terminal of another area.
Answered<std::string> foreignSubmit(const Services& services, soci::session& sql,
                                    const wire::office::Request& request,
                                    const wire::office::Forwarded& forwarded);
Answered<std::string> foreignAsk(const Services& services, soci::session& sql,
                                 const wire::office::Request& request,
                                 const wire::office::Forwarded& forwarded);
Answered<std::string> foreignWithdraw(const Services& services, soci::session& sql,
                                      const wire::office::Request& request,
                                      const wire::office::Forwarded& forwarded);

}  // namespace ssc::center
