// How large the screen is, where nobody wrote it down.
#include "kiosk-app/settings.hpp"

#include <doctest/doctest.h>

namespace ssc::kiosk::test {
namespace {

constexpr double kUsual = 268;

double sideOf(QSizeF millimetres, QSize pixels) {
  return shortSideOf(Settings{}, millimetres, pixels);
}

}  // namespace

TEST_CASE("a display that knows its size is believed, however it stands") {
  CHECK(sideOf({300, 533}, {1080, 1920}) == doctest::Approx(300));
  CHECK(sideOf({533, 300}, {1920, 1080}) == doctest::Approx(300));
}

TEST_CASE("a size that cannot be true is not taken") {
  CHECK(sideOf({0, 0}, {1080, 1920}) == kUsual);       // says nothing
  CHECK(sideOf({160, 90}, {1920, 1080}) != kUsual);    // 7 inches: small, and possible
  CHECK(sideOf({16, 9}, {1920, 1080}) == kUsual);      // a ratio, not a size
  CHECK(sideOf({1600, 900}, {1920, 1080}) == kUsual);  // a projector's
  CHECK(sideOf({300, 300}, {1080, 1920}) == kUsual);   // pixels are square
}

TEST_CASE("what was written down goes over the display; a window is no screen") {
  Settings settings;
  settings.windowed = true;
  CHECK(shortSideOf(settings, {300, 533}, {1080, 1920}) == kUsual);
  settings.shortSideMm = 310;
  CHECK(shortSideOf(settings, {300, 533}, {1080, 1920}) == 310);
}

}  // namespace ssc::kiosk::test
