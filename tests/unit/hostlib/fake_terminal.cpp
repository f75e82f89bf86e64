#include "tests/unit/hostlib/fake_terminal.hpp"

#include <algorithm>

namespace ssc::test {
namespace {

// Passes everything on and tells when it dies: that is when the card is free again.
class WatchedChannel final : public apdu::Channel {
 public:
  WatchedChannel(std::unique_ptr<apdu::Channel> inner, std::string name,
                 std::shared_ptr<std::vector<std::string>> events)
      : inner_(std::move(inner)), name_(std::move(name)), events_(std::move(events)) {
    events_->push_back("+" + name_);
  }
  ~WatchedChannel() override { events_->push_back("-" + name_); }
  tl::expected<std::size_t, apdu::ChannelError> transmit(apdu::ByteView command,
                                                         apdu::MutableByteView response) override {
    return inner_->transmit(command, response);
  }

 private:
  std::unique_ptr<apdu::Channel> inner_;
  std::string name_;
  std::shared_ptr<std::vector<std::string>> events_;
};

}  // namespace

tl::expected<void, crypto::CryptoError> ScriptedRandom::fill(crypto::MutableByteView out) {
  REQUIRE_MESSAGE(next_ + out.size() <= bytes_.size(), "more randoms are drawn than the script holds");
  std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(next_), out.size(), out.begin());
  next_ += out.size();
  return {};
}

tl::expected<std::size_t, apdu::ChannelError> LenientChannel::transmit(apdu::ByteView command,
                                                                       apdu::MutableByteView response) {
  REQUIRE_MESSAGE(next_ < steps_.size(), "one command too many: " << apdu::toHex(command));
  const std::size_t position = next_++;
  const ScriptedChannel::Step& step = steps_[position];
  CHECK_EQ(apdu::toHex(command), apdu::toHex(step.command));
  if (fault_ && fault_->at == position) return tl::unexpected(fault_->error);
  REQUIRE(step.answer.size() <= response.size());
  std::copy(step.answer.begin(), step.answer.end(), response.begin());
  return step.answer.size();
}

flows::Outcome<flows::PoweredCard> FakeTerminal::power(Slot& slot, const std::string& name) {
  if (slot.failure) return tl::unexpected(*slot.failure);
  REQUIRE_MESSAGE(slot.channel != nullptr, "powered a second time: " << name);
  auto atr = apdu::Atr::parse(slot.atr);
  REQUIRE(atr.has_value());
  return flows::PoweredCard{std::make_unique<WatchedChannel>(std::move(slot.channel), name, events_),
                            std::move(*atr)};
}

flows::Outcome<flows::PoweredCard> FakeTerminal::powerCard(flows::CardInterface) {
  return power(card_, "card");
}

flows::Outcome<flows::PoweredCard> FakeTerminal::powerSam() {
  return power(sam_, "psam");
}

bool FakeTerminal::everythingReleased() const {
  const auto taken = std::ranges::count_if(*events_, [](const std::string& e) { return e.starts_with('+'); });
  return static_cast<std::size_t>(taken) * 2 == events_->size();
}

flows::Outcome<flows::BasicCard> readOver(const Transcript& transcript, apdu::Trace* trace) {
  FakeTerminal terminal({std::make_unique<ScriptedChannel>(transcript.card), transcript.cardAtr, {}},
                        {std::make_unique<ScriptedChannel>(transcript.psam), transcript.psamAtr, {}});
  ScriptedRandom random(transcript.random);
  auto outcome = flows::ReadCard(terminal, random, trace).run(flows::CardInterface::contact);
  CHECK(terminal.everythingReleased());
  return outcome;
}

}  // namespace ssc::test
