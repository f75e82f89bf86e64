// What the library says of itself: version and log. No card is touched, no call is waited for.
#include <string>

#include "SSCardDriver.h"
#include "hostlib/capi/output.hpp"
#include "hostlib/flows/failure.hpp"
#include "hostlib/profile/config.hpp"

namespace {

constexpr std::int64_t kBadParameter = -14;

// The location, or what is wrong with the file that names it.
std::string textFor(const tl::expected<ssc::profile::Config, ssc::profile::FileError>& config) {
  if (config) return config->traceFile.string();
  return std::string(ssc::capi::cutUtf8(config.error().text(), ssc::capi::kMaxErrorText));
}

}  // namespace

const char* SSC_CALL ssc_version(void) {
  return SSC_VERSION;
}

std::int64_t SSC_CALL ssc_log_location(char* pOutInfo, std::uint32_t* pcbOut) {
  if (pcbOut == nullptr) return kBadParameter;
  const auto config = ssc::profile::loadConfig();
  const std::string text = textFor(config);
  const std::uint32_t capacity = pOutInfo == nullptr ? 0 : *pcbOut;
  const bool fits = ssc::capi::writeText(pOutInfo, capacity, text);
  if (!fits && capacity > 0) *pOutInfo = '\0';
  *pcbOut = static_cast<std::uint32_t>(text.size() + 1);
  return fits && config ? 0 : kBadParameter;
}
