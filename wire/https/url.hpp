// Where a service is: https://host[:port].
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ssc::https {

struct Endpoint {
  std::string host;  ///< name or address; an IPv6 address without its brackets
  std::uint16_t port = 443;
};

/// Scheme, host and port, nothing else: no user, path or query; a slash at the end is allowed. Plain http is
/// refused.
std::optional<Endpoint> endpointOf(std::string_view url);

}  // namespace ssc::https
