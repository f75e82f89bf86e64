// Calling a clerk from a terminal: the center writes it down, and says which number it has.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>

#include "hostlib/flows/office/desk.hpp"

namespace ssc::flows {

struct HelpTicket {
  std::string number;       ///< of the day: "H001"
  std::uint32_t ahead = 0;  ///< others who wait at this center
};

/// 8114. `sessionId`: of who is signed in, or empty. `reason`: one word. Calling again gives the same number
/// until somebody has come.
Outcome<HelpTicket> callHelp(OfficeDesk& desk, const std::string& sessionId, const std::string& reason,
                             const std::stop_token& stop);

}  // namespace ssc::flows
