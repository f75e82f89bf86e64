// The simulated chips against hostile terminals. The first byte names a sample chip, the second the way in:
// whole APDUs behind their lengths, or characters on the T=0 line. Promises: an answer always has two status
// bytes and at most 256 bytes more; the line always answers in bounds; and nothing a terminal without the key
// RKSSSE can send makes card A give out what is in EF06: the holder.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "keys-sim/card/card_os.hpp"
#include "keys-sim/device/t0_device.hpp"
#include "keys-sim/profile/file_text.hpp"
#include "keys-sim/psam/psam_os.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"

namespace {

using namespace ssc::sim;
using ssc::apdu::Bytes;
using ssc::apdu::ByteView;
using ssc::fuzz::Input;
using ssc::fuzz::require;

// What EF06 of card A holds: the social security number and the name (张三 in GB 18030).
constexpr std::string_view kNumber = "999900199001010014";
constexpr std::string_view kName = "\xD5\xC5\xC8\xFD";
constexpr std::size_t kMostData = 256;

// The same numbers for every input.
class Counting final : public ssc::crypto::RandomSource {
 public:
  tl::expected<void, ssc::crypto::CryptoError> fill(ssc::crypto::MutableByteView bytes) override {
    for (auto& byte : bytes)
      byte = ++last_;
    return {};
  }
  void restart() { last_ = 0; }

 private:
  std::uint8_t last_ = 0;
};

std::string sample(const std::string& name) {
  const auto text = readFileText(std::string(SSC_SAMPLES) + "/" + name);
  require(text.has_value(), "the sample file can be read");
  return *text;
}

// Deriving a chip's keys takes longer than all its answers: the chips are made once and are as new for every
// input.
class Card {
 public:
  explicit Card(char letter) : letter_(letter) { make(); }

  // An input that knew the PIN, or guessed a MAC, may have written: then the card is made again.
  Chip& asNew() {
    random_.restart();
    if (!os_->durable().images.empty() || !os_->durable().blocked.empty()) make();
    for (const auto& [counter, tries] : os_->triesLeft())
      require(os_->setTries(counter, kMostTries), "memory can be written");
    os_->reset();
    return *os_;
  }

 private:
  static constexpr unsigned kMostTries = 15;  // the card cuts it to the counter's own limit

  void make() {
    require(store_.save({}).has_value(), "memory can be written");
    auto profile = parseCardProfile(sample(std::string("card-") + letter_ + ".toml"), "card");
    require(profile.has_value(), "the sample profile loads");
    auto made = CardOs::make(std::move(*profile), random_, store_);
    require(made.has_value(), "the sample card starts");
    os_ = std::move(*made);
  }

  char letter_;
  Counting random_;
  MemoryStore store_;
  std::unique_ptr<CardOs> os_;
};

class Psam {
 public:
  explicit Psam(const std::string& file) {
    auto profile = parsePsamProfile(sample(file), "psam");
    require(profile.has_value(), "the sample profile loads");
    auto made = PsamOs::make(std::move(*profile), random_, store_);
    require(made.has_value(), "the sample PSAM starts");
    os_ = std::move(*made);
  }

  Chip& asNew() {
    random_.restart();
    os_->reset();
    return *os_;
  }

 private:
  Counting random_;
  MemoryStore store_;
  std::unique_ptr<PsamOs> os_;
};

template <char Letter>
Chip& card() {
  static Card made(Letter);
  return made.asNew();
}

template <bool Full>
Chip& psam() {
  static Psam made(Full ? "psam-full.toml" : "psam-3des.toml");
  return made.asNew();
}

using Make = Chip& (*)();
constexpr std::array<Make, 8> kChips = {&card<'a'>, &card<'b'>, &card<'c'>,  &card<'d'>,
                                        &card<'e'>, &card<'f'>, &psam<true>, &psam<false>};
constexpr std::size_t kCardA = 0;

bool contains(ByteView bytes, std::string_view text) {
  const auto same = [](std::uint8_t byte, char c) { return byte == static_cast<std::uint8_t>(c); };
  return std::search(bytes.begin(), bytes.end(), text.begin(), text.end(), same) != bytes.end();
}

void requireNoHolder(ByteView bytes) {
  require(!contains(bytes, kNumber) && !contains(bytes, kName), "EF06 of card A stays closed");
}

void sendApdus(Chip& chip, Input& input, bool isCardA) {
  while (!input.empty()) {
    const auto command = ssc::apdu::Command::decode(input.portion());
    if (!command) continue;
    static_cast<void>(chip.direction(command->header()));
    const auto answer = chip.process(*command);
    const Bytes encoded = answer.encode();
    require(encoded.size() == answer.data().size() + 2, "SW1 SW2 end the answer");
    require(answer.data().size() <= kMostData, "an answer fits a short response");
    require((answer.sw().sw1() & 0xF0U) == 0x60 || (answer.sw().sw1() & 0xF0U) == 0x90, "SW1 is 6x or 9x");
    if (isCardA) requireNoHolder(encoded);
  }
}

// Bytes on the line; the input decides how the chip hands over its data.
void sendCharacters(Chip& chip, Input& input, bool isCardA) {
  static constexpr std::array<std::string_view, 5> kModes = {"all", "single", "alternate", "null=2", "late"};
  const auto mode = ProcedureMode::parse(kModes[input.byte() % kModes.size()]);
  require(mode.has_value(), "the modes have these names");
  T0Device device(chip);
  device.setProcedure(*mode);
  device.reset();
  while (!input.empty()) {
    const LineOutput output = device.receive(input.byte());
    for (const auto& emission : output.emissions) {
      require(!emission.characters.empty(), "an emission has characters");
      require(emission.characters.size() <= 2 * (kMostData + 2) * 3, "an emission is bounded");
      if (isCardA) requireNoHolder(emission.characters);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Input input(data, size);
  const std::size_t number = input.byte() % kChips.size();
  const bool onLine = (input.byte() & 1U) != 0;
  Chip& chip = kChips[number]();
  (onLine ? sendCharacters : sendApdus)(chip, input, number == kCardA);
  for (const auto& [name, tries] : chip.triesLeft())
    require(tries <= 15, "tries only go down");
  return 0;
}
