// Which attached device a name of the low-level interface means.
#pragma once

#include <memory>

#include "apdu/pcsc/context.hpp"
#include "apdu/pcsc/job.hpp"
#include "hostlib/capi/ssse32/device_name.hpp"
#include "hostlib/capi/ssse32/ifd_code.hpp"
#include "hostlib/flows/pcsc_terminal.hpp"

namespace ssc::capi::ssse32 {

/// AUTO: what the configuration leads to. USBn: the n-th device whose driver tells a USB channel; COMn: the
/// n-th other one; each with the profile that fits it. `readerError`: no such device, or one that must be
/// asked for its bus is held by other programs; `badParameter`: configuration or profile. Blocks: call from a
/// job.
Result<flows::Selection> chooseDevice(const profile::Config& config, const DeviceName& name,
                                      const std::shared_ptr<pcsc::Context>& context,
                                      const pcsc::JobToken& job);

}  // namespace ssc::capi::ssse32
