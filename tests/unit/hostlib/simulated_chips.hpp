// Simulated card and PSAM as a terminal for flows: their operating systems, without reader and line.
#pragma once

#include <doctest/doctest.h>

#include "keys-sim/card/card_os.hpp"
#include "keys-sim/psam/psam_os.hpp"
#include "tests/unit/hostlib/chip_channel.hpp"
#include "tests/unit/hostlib/fake_terminal.hpp"

namespace ssc::test {

inline sim::PsamProfile psamNamed(const std::string& name) {
  auto profile = sim::loadPsamProfile("keys-sim/samples/" + name);
  REQUIRE(profile.has_value());
  return std::move(*profile);
}

inline sim::CardProfile cardNamed(const std::string& name) {
  auto profile = sim::loadCardProfile("keys-sim/samples/" + name);
  REQUIRE(profile.has_value());
  return std::move(*profile);
}

}  // namespace ssc::test
