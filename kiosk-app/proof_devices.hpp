// What the kiosk has to see whoever stands before it: a camera that compares faces, a reader for id cards.
// Both are simulated: a file says what they see, a word and its value on each line.
#pragma once

#include <filesystem>

#include "hostlib/flows/office/card_service.hpp"

namespace ssc::kiosk {

/// "likeness 92", "alive yes". notSupported where the file is not there or says something else.
flows::Outcome<flows::FaceSeen> faceBefore(const std::filesystem::path& camera);
/// "number …", "name …"
flows::Outcome<flows::IdCard> idCardOn(const std::filesystem::path& reader);

}  // namespace ssc::kiosk
