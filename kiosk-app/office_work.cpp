#include "kiosk-app/office_work.hpp"

namespace ssc::kiosk {

flows::Outcome<DeskPtr> OfficeWork::desk() {
  const std::lock_guard lock(mutex_);
  if (desk_) return desk_;
  auto opened = flows::OfficeDesk::open(config_, SSC_VERSION);
  if (!opened) return tl::unexpected(opened.error());
  desk_ = std::move(*opened);
  return desk_;
}

DeskPtr OfficeWork::opened() {
  const std::lock_guard lock(mutex_);
  return desk_;
}

}  // namespace ssc::kiosk
