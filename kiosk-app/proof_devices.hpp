// What the kiosk has to see whoever stands before it: a camera that compares faces, a reader for id cards.
// Both are simulated: a file says what they see, a word and its value on each line; no picture is taken. A
// file that is not there is a device that is not there.
#pragma once

#include <filesystem>

#include "hostlib/flows/office/id_devices.hpp"

namespace ssc::kiosk {

/// "number …", "name …", "expires 2031-05-04" (none: it has no last day); "state unreadable"; an empty file:
/// no id card lies there.
class SimulatedIdReader final : public flows::IdCardReader {
 public:
  explicit SimulatedIdReader(std::filesystem::path file) : file_(std::move(file)) {}
  flows::Outcome<std::optional<flows::IdCard>> look() override;

 private:
  std::filesystem::path file_;
};

/// "likeness 92", "alive yes"; "sight dark", "sight several"; an empty file: nobody.
class SimulatedCamera final : public flows::FaceCamera {
 public:
  explicit SimulatedCamera(std::filesystem::path file) : file_(std::move(file)) {}
  flows::Outcome<flows::FaceLook> look() override;

 private:
  std::filesystem::path file_;
};

/// One look, for what is done with a card: faceNotSeen, idCardAbsent where there is nothing to be seen.
flows::Outcome<flows::FaceSeen> faceBefore(const std::filesystem::path& camera);
flows::Outcome<flows::IdCard> idCardOn(const std::filesystem::path& reader);
/// Whether one lies there, readable or not; `reader` may be empty: none is fitted.
bool idCardLies(const std::filesystem::path& reader);

}  // namespace ssc::kiosk
