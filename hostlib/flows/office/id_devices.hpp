// What sees who stands there: a reader for id cards, and a camera that compares a living face with the photo
// of the id card that was read last. Picture and photo stay with the devices.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "crypto/secret.hpp"
#include "hostlib/flows/failure.hpp"

namespace ssc::flows {

/// As the id card has it; only one that proved itself to its reader is given on.
struct IdCard {
  crypto::Personal number, name;
  std::string expires;  ///< its last day, yyyy-MM-dd; empty: it has none
};

class IdCardReader {
 public:
  IdCardReader() = default;
  IdCardReader(const IdCardReader&) = delete;
  IdCardReader& operator=(const IdCardReader&) = delete;
  virtual ~IdCardReader() = default;
  /// Nothing where no id card lies there; idCardUnreadable, idReaderFault. Does not wait.
  virtual Outcome<std::optional<IdCard>> look() = 0;
};

/// What camera and matcher found of whoever stands there.
struct FaceSeen {
  std::uint8_t likeness = 0;  ///< with the photo of the id card, per cent
  bool alive = false;
};

/// Whether there is a face to be compared, or why not.
enum class FaceSight : std::uint8_t { face, nobody, dark, several };

struct FaceLook {
  FaceSight sight = FaceSight::nobody;
  FaceSeen seen;  ///< with `face`
};

class FaceCamera {
 public:
  FaceCamera() = default;
  FaceCamera(const FaceCamera&) = delete;
  FaceCamera& operator=(const FaceCamera&) = delete;
  virtual ~FaceCamera() = default;
  /// cameraFault. Does not wait.
  virtual Outcome<FaceLook> look() = 0;
};

}  // namespace ssc::flows
