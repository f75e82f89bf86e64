// Profiles that people write: any text gives a profile or an error with its place, never an exception; what
// is accepted starts as a chip, and the chip answers.
#include <exception>
#include <string_view>
#include <utility>

#include "keys-sim/card/card_os.hpp"
#include "keys-sim/device/seeded_random.hpp"
#include "keys-sim/psam/psam_os.hpp"
#include "tests/fuzz/require.hpp"

namespace {

using namespace ssc::sim;
using ssc::apdu::Command;
using ssc::fuzz::require;

constexpr const char* kFile = "fuzz.toml";

void readEverything(Chip& chip, ssc::apdu::ByteView environment) {
  require(chip.reset().size() <= 33, "an ATR has at most 33 characters");
  static_cast<void>(chip.process(Command::selectByName(environment)));
  for (unsigned sfi = 1; sfi < 31; ++sfi) {
    const auto reference = static_cast<std::uint8_t>(sfi);
    static_cast<void>(chip.process(Command::readBinaryOf(reference, 0, 256)));
    for (std::uint8_t number = 1; number <= 12; ++number)
      require(chip.process(Command::readRecordByNumber(number, reference, 256)).encode().size() <= 258,
              "a record fits a short response");
  }
}

template <typename Os, typename Profile>
void check(Profile profile, std::string_view environment) {
  if (!profile) {
    require(profile.error().file == kFile && !profile.error().what.empty(), "an error says where and what");
    return;
  }
  SeededRandom random(1);
  MemoryStore store;
  const auto chip = Os::make(std::move(*profile), random, store);
  require(chip.has_value(), "what is accepted starts");
  const auto* const row = ssc::cardspec::findApplication(environment);
  require(row != nullptr, "the environment has a name");
  readEverything(**chip, row->name);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  try {
    check<CardOs>(parseCardProfile(text, kFile), "SSSE");
    check<PsamOs>(parsePsamProfile(text, kFile), "PSAM3DES");
  } catch (const std::exception& error) {
    require(false, error.what());
  }
  return 0;
}
