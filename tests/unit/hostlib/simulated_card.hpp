// The simulated chips behind the habits of a contact reader: for tests of what a host says to them.
#pragma once

#include <doctest/doctest.h>
#include <memory>
#include <string>

#include "hostlib/card/navigation.hpp"
#include "hostlib/card/pin.hpp"
#include "hostlib/sam/psam.hpp"
#include "keys-sim/card/card_os.hpp"
#include "keys-sim/psam/psam_os.hpp"

namespace ssc::test {

// T=0 as a reader without its own memory shows it: the answer waits (61xx), or the right Le is named (6Cxx).
class ContactChannel final : public apdu::Channel {
 public:
  explicit ContactChannel(sim::Chip& chip) : chip_(chip) {}

  tl::expected<std::size_t, apdu::ChannelError> transmit(apdu::ByteView bytes,
                                                         apdu::MutableByteView out) override {
    const auto command = apdu::Command::decode(bytes);
    REQUIRE(command.has_value());
    if (command->header().ins == 0xC0) return answer(out, std::exchange(waiting_, {}), apdu::sw::kOk);
    apdu::Response response = chip_.process(*command);
    const apdu::StatusWord sw = response.sw();
    apdu::Bytes data = std::move(response).takeData();
    if (data.empty() || !sw.ok()) return answer(out, {}, sw);
    const auto length = static_cast<std::uint8_t>(data.size() & 0xFF);
    if (!command->data().empty()) {
      waiting_ = std::move(data);
      return answer(out, {}, {0x61, length});
    }
    const std::size_t expected = command->expected().value_or(0);
    if (expected > data.size()) return answer(out, {}, {0x6C, length});
    data.resize(expected);
    return answer(out, data, sw);
  }

 private:
  static std::size_t answer(apdu::MutableByteView out, const apdu::Bytes& data, apdu::StatusWord sw) {
    std::copy(data.begin(), data.end(), out.begin());
    out[data.size()] = sw.sw1();
    out[data.size() + 1] = sw.sw2();
    return data.size() + 2;
  }

  sim::Chip& chip_;
  apdu::Bytes waiting_;
};

/// A sample card behind a contact reader, recognised, its PIN verified.
struct SimulatedCard {
  explicit SimulatedCard(const std::string& name) {
    auto profile = sim::loadCardProfile("keys-sim/samples/" + name);
    REQUIRE(profile.has_value());
    auto made = sim::CardOs::make(std::move(*profile), random, store);
    REQUIRE(made.has_value());
    chip = std::move(*made);
    session = std::make_unique<apdu::Session>(std::make_unique<ContactChannel>(*chip));
    card = std::make_unique<card::Card>(*session, *apdu::Atr::parse(chip->reset()));
    const auto identity = card->recognise();
    REQUIRE(identity.has_value());
    generation = identity->generation;
    algorithm = identity->algorithm;
    samIdentity = {identity->region, identity->cardFactor};
    here = std::make_unique<card::Navigation>(*card, "SSSE");
    REQUIRE(card::verifyPin(*card, *card::packPin("123456")).has_value());
  }

  [[nodiscard]] const cardspec::File& file(std::string_view df, std::uint16_t fid) const {
    return *cardspec::findFile(generation, df, fid);
  }

  crypto::SystemRandom random;
  sim::MemoryStore store;
  std::unique_ptr<sim::CardOs> chip;
  std::unique_ptr<apdu::Session> session;
  std::unique_ptr<card::Card> card;
  std::unique_ptr<card::Navigation> here;
  cardspec::Algorithm algorithm = cardspec::Algorithm::tripleDes;
  sam::CardIdentity samIdentity;
  cardspec::Generation generation = cardspec::Generation::one;
};

/// A full PSAM behind a contact reader, not opened yet.
struct SimulatedPsam {
  SimulatedPsam() {
    auto profile = sim::loadPsamProfile("keys-sim/samples/psam-full.toml");
    REQUIRE(profile.has_value());
    auto made = sim::PsamOs::make(std::move(*profile), random, store);
    REQUIRE(made.has_value());
    chip = std::move(*made);
    chip->reset();
    session = std::make_unique<apdu::Session>(std::make_unique<ContactChannel>(*chip));
    psam = std::make_unique<sam::Psam>(*session);
  }

  crypto::SystemRandom random;
  sim::MemoryStore store;
  std::unique_ptr<sim::PsamOs> chip;
  std::unique_ptr<apdu::Session> session;
  std::unique_ptr<sam::Psam> psam;
};

}  // namespace ssc::test
