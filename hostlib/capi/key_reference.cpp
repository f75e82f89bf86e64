#include "hostlib/capi/key_reference.hpp"

namespace ssc::capi {

std::string keyReference(const profile::Config& config, std::string_view region, std::string_view keyName) {
  if (!config.hsm) return {};
  for (std::size_t digits = region.size(); digits > 0; --digits) {
    const auto references = config.hsm->keys.find(std::string(region.substr(0, digits)));
    if (references == config.hsm->keys.end()) continue;
    const auto reference = references->second.find(std::string(keyName));
    if (reference != references->second.end()) return reference->second;
  }
  return {};
}

}  // namespace ssc::capi
