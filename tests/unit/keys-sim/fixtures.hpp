// What the tests of the simulated chips share: sample profiles, and randomness that a test writes down.
#pragma once

#include <algorithm>
#include <deque>
#include <doctest/doctest.h>
#include <memory>

#include "keys-sim/card/card_os.hpp"
#include "keys-sim/psam/psam_os.hpp"

namespace ssc::sim::test {

/// Gives out the queued bytes first, then zeros.
class ScriptedRandom final : public crypto::RandomSource {
 public:
  void push(apdu::ByteView bytes) { queue_.insert(queue_.end(), bytes.begin(), bytes.end()); }
  void clear() { queue_.clear(); }
  tl::expected<void, crypto::CryptoError> fill(crypto::MutableByteView bytes) override {
    for (auto& byte : bytes) {
      byte = queue_.empty() ? std::uint8_t{0} : queue_.front();
      if (!queue_.empty()) queue_.pop_front();
    }
    return {};
  }

 private:
  std::deque<std::uint8_t> queue_;
};

inline std::string samplePath(const std::string& name) {
  return "keys-sim/samples/" + name;
}

inline std::unique_ptr<CardOs> makeCard(CardProfile profile, crypto::RandomSource& random,
                                        StateStore& store) {
  auto card = CardOs::make(std::move(profile), random, store);
  REQUIRE_MESSAGE(card.has_value(), (card ? "" : card.error()));
  (*card)->reset();
  return std::move(*card);
}

inline CardProfile sampleCard(const std::string& name) {
  auto profile = loadCardProfile(samplePath(name));
  REQUIRE_MESSAGE(profile.has_value(), (profile ? "" : profile.error().text()));
  return std::move(*profile);
}

inline PsamProfile samplePsam(const std::string& name) {
  auto profile = loadPsamProfile(samplePath(name));
  REQUIRE_MESSAGE(profile.has_value(), (profile ? "" : profile.error().text()));
  return std::move(*profile);
}

inline apdu::Bytes hex(std::string_view text) {
  const auto bytes = apdu::fromHex(text);
  REQUIRE(bytes.has_value());
  return *bytes;
}

/// The answer to a command in hexadecimal, as hexadecimal.
inline std::string ask(Chip& chip, std::string_view command) {
  const auto decoded = apdu::Command::decode(hex(command));
  REQUIRE(decoded.has_value());
  return apdu::toHex(chip.process(*decoded).encode());
}

inline constexpr std::string_view kSelectSsse = "00A404000F7378312E73682EC9E7BBE1B1A3D5CF";

}  // namespace ssc::sim::test
