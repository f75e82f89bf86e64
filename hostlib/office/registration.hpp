// How a terminal becomes one of the center's: 9020 over the public port, with a one-time code from the
// operator, until the operator has approved it.
#pragma once

#include <stop_token>

#include "hostlib/office/client.hpp"
#include "wire/https/client.hpp"

namespace ssc::office {

enum class Registration : std::uint8_t {
  registered,  ///< the center has our keys; its operator has to approve: ask again later
  approved,    ///< the certificates are in the folder
};

/// Where the public port leads: no certificate of ours is shown, the center's must be the authority's.
https::Settings registrationLink(const Settings& settings);
/// The way of all other messages. Files are read when the first message goes.
https::Settings officeLink(const Settings& settings);
inline constexpr std::string_view kOfficePath = "/office/1";
inline constexpr std::string_view kRegisterPath = "/office/1/register";

/// Makes keys where there are none, and asks. `code`: as the operator handed it out; empty: the one used
/// before (asking again). A terminal that is approved already is asked nothing.
Result<Registration> registerTerminal(const Settings& settings, const std::string& code, const Parts& parts,
                                      const std::stop_token& stop = {});

}  // namespace ssc::office
