// A camera for tests: puts a picture on a desk in front of it, tilted, turned, blurred, unevenly lit and with
// the sensor's noise. What one seed gives is always the same.
#pragma once

#include <cstdint>

#include "wire/qr/picture.hpp"

namespace ssc::test {

struct Shot {
  std::size_t width = 640, height = 480;  ///< of the frame
  double side = 240;                      ///< of the picture on the frame, in pixels
  double turn = 0;                        ///< in degrees, about the line of sight
  double tilt = 0;        ///< 0 to 0.3: by how much of its side the far edge is shorter than the near one
  double tiltFrom = 0;    ///< in degrees: which edge is the far one
  double blur = 0;        ///< standard deviation of the blur, in pixels
  double noise = 0;       ///< standard deviation of the noise, in shades
  double unevenness = 0;  ///< 0 to 1: how much darker one corner of the frame is than the opposite one
  std::uint32_t seed = 1;
};

/// A grey desk with the picture on it, as the shot shows it.
qr::Picture photograph(const qr::Picture& paper, const Shot& shot);
/// The desk alone, with patterns on it that are no code.
qr::Picture photographOfNothing(const Shot& shot);

}  // namespace ssc::test
