#include "hostlib/flows/office/help_call.hpp"

#include "wire/office/staff.hpp"

namespace ssc::flows {

Outcome<HelpTicket> callHelp(OfficeDesk& desk, const std::string& sessionId, const std::string& reason,
                             const std::stop_token& stop) {
  auto answer = lift(desk.client().call(wire::office::HelpCall{sessionId, reason}, {{}, stop}));
  if (!answer) return tl::unexpected(answer.error());
  return HelpTicket{std::move(answer->ticket), answer->ahead};
}

}  // namespace ssc::flows
