#include "hostlib/capi/ssse32/reader_table.hpp"

#include <limits>
#include <utility>

namespace ssc::capi::ssse32 {

std::int32_t ReaderTable::add(std::shared_ptr<Reader> reader) {
  const std::lock_guard lock(mutex_);
  do {
    last_ = last_ == std::numeric_limits<std::int32_t>::max() ? 1 : last_ + 1;
  } while (readers_.contains(last_));
  readers_.emplace(last_, std::move(reader));
  return last_;
}

std::shared_ptr<Reader> ReaderTable::find(std::int32_t handle) const {
  const std::lock_guard lock(mutex_);
  const auto found = readers_.find(handle);
  return found == readers_.end() ? nullptr : found->second;
}

std::shared_ptr<Reader> ReaderTable::remove(std::int32_t handle) {
  const std::lock_guard lock(mutex_);
  const auto found = readers_.find(handle);
  if (found == readers_.end()) return nullptr;
  auto reader = std::move(found->second);
  readers_.erase(found);
  return reader;
}

}  // namespace ssc::capi::ssse32
