// The handles of the low-level interface: numbers for open readers.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>

#include "hostlib/capi/ssse32/reader.hpp"

namespace ssc::capi::ssse32 {

/// For any number of threads. A number is not given out again before all others were, so that a handle used
/// after its Close is found out.
class ReaderTable {
 public:
  /// The new handle, 1 or more.
  std::int32_t add(std::shared_ptr<Reader> reader);
  /// Empty where no open reader has this handle.
  [[nodiscard]] std::shared_ptr<Reader> find(std::int32_t handle) const;
  /// The same, and the handle ends.
  std::shared_ptr<Reader> remove(std::int32_t handle);

 private:
  mutable std::mutex mutex_;
  std::map<std::int32_t, std::shared_ptr<Reader>> readers_;
  std::int32_t last_ = 0;
};

}  // namespace ssc::capi::ssse32
