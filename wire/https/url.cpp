#include "wire/https/url.hpp"

#include <algorithm>
#include <charconv>

namespace ssc::https {
namespace {

constexpr std::string_view kScheme = "https://";
constexpr std::size_t kMaxHost = 253;  // RFC 1035 §2.3.4

bool isHostCharacter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.';
}

bool isAddressCharacter(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == ':' || c == '.';
}

bool isHost(std::string_view text, bool (*allowed)(char)) {
  return !text.empty() && text.size() <= kMaxHost && std::all_of(text.begin(), text.end(), allowed);
}

std::optional<std::uint16_t> portOf(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = fault == std::errc() && end == text.data() + text.size();
  return whole && port != 0 ? std::optional(port) : std::nullopt;
}

// `rest` is what follows the host: nothing, or a colon and the port.
std::optional<Endpoint> endpoint(std::string_view host, std::string_view rest) {
  Endpoint place{std::string(host)};
  if (rest.empty()) return place;
  const auto port = rest.front() == ':' ? portOf(rest.substr(1)) : std::nullopt;
  if (!port) return std::nullopt;
  place.port = *port;
  return place;
}

}  // namespace

std::optional<Endpoint> endpointOf(std::string_view url) {
  if (!url.starts_with(kScheme)) return std::nullopt;
  url.remove_prefix(kScheme.size());
  if (url.ends_with('/')) url.remove_suffix(1);
  if (url.starts_with('[')) {  // RFC 3986 §3.2.2: an IPv6 address stands in brackets
    const auto close = url.find(']');
    if (close == std::string_view::npos || !isHost(url.substr(1, close - 1), isAddressCharacter))
      return std::nullopt;
    return endpoint(url.substr(1, close - 1), url.substr(close + 1));
  }
  const auto colon = std::min(url.find(':'), url.size());
  if (!isHost(url.substr(0, colon), isHostCharacter)) return std::nullopt;
  return endpoint(url.substr(0, colon), url.substr(colon));
}

}  // namespace ssc::https
