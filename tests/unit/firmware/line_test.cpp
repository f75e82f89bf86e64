#include "firmware/core/line.hpp"

#include <doctest/doctest.h>

namespace ssc::fw::test {

TEST_CASE("at the default parameters an etu is 372 clocks and the work waiting time one second") {
  const Line line;
  CHECK(line.clocks(3571) == 1000);
  CHECK(line.etus(3571) == 372'000);
  CHECK(line.characters(1) == 1251);
  CHECK(line.workWaiting() == 1'000'057);
}

TEST_CASE("Fi and Di change the character's time, Di does not change the work waiting time") {
  Line line;
  line.fiDi = 0x95;
  CHECK(line.characters(16) == (16U * 12U * 512U * 1000U + 16U * 3571U - 1) / (16U * 3571U));
  line.fiDi = 0x91;
  const Micros slow = line.workWaiting();
  line.fiDi = 0x95;
  CHECK(line.workWaiting() == slow);
}

TEST_CASE("extra guard time lengthens characters, except the value 255") {
  Line line;
  line.extraGuardTime = 12;
  CHECK(line.characters(100) == Line{}.characters(200));
  line.extraGuardTime = 255;
  CHECK(line.characters(100) == Line{}.characters(100));
}

TEST_CASE("reserved codes of Fi and Di have no rate") {
  unsigned valid = 0;
  for (unsigned code = 0; code < 256; ++code)
    valid += rateOf(static_cast<std::uint8_t>(code)).valid() ? 1U : 0U;
  CHECK(valid == 12U * 9U);
  CHECK_FALSE(rateOf(0x10).valid());
  CHECK_FALSE(rateOf(0x71).valid());
}

}  // namespace ssc::fw::test
