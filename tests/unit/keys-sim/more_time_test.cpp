#include "keys-sim/device/more_time.hpp"

#include "keys-sim/device/station.hpp"
#include "tests/unit/keys-sim/fixtures.hpp"

namespace ssc::sim::test {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kEvery{40};

/// Knows one command and takes its time for it.
class SlowChip final : public Chip {
 public:
  explicit SlowChip(milliseconds needs) : needs_(needs) {}
  apdu::Bytes reset() override { return hex("3B00"); }
  Direction direction(const apdu::Header&) const override { return Direction::outgoing; }
  apdu::Response process(const apdu::Command&) override {
    std::this_thread::sleep_for(needs_);
    return {hex("AA"), apdu::sw::kOk};
  }
  std::string name() const override { return "slow"; }
  std::map<std::string, unsigned> triesLeft() const override { return {}; }
  void setFake(bool) override {}
  void setMemoryFails(bool) override {}

 private:
  milliseconds needs_;
};

/// What goes over the line for one command.
struct Line {
  explicit Line(milliseconds needs)
      : moreTime([this] { sent += "60"; }, kEvery),
        station(
            std::make_unique<SlowChip>(needs),
            [this](LinkMessage type, apdu::ByteView payload) {
              if (type == LinkMessage::characters) sent += apdu::toHex(payload);
            },
            &moreTime) {
    station.insert();
    station.linkUp();
    for (const auto& [type, payload] :
         std::vector<std::pair<LinkMessage, std::string_view>>{{LinkMessage::supply, "41"},
                                                               {LinkMessage::clock, "0DF3"},
                                                               {LinkMessage::reset, "01"},
                                                               {LinkMessage::characters, "00B0000001"}})
      station.onFrame({type, hex(payload)}, now);
    while (const auto due = station.nextDue())
      station.runDue(now = std::max(now, *due));
  }

  std::string sent;
  Station::Time now{std::chrono::seconds(1)};
  MoreTime moreTime;
  Station station;
};

}  // namespace

TEST_CASE("while a chip works longer than usual, NULL after NULL leaves, then the answer as ever") {
  const Line line(10 * kEvery);
  const std::string_view sent = line.sent;
  REQUIRE(sent.starts_with("3B00"));
  REQUIRE(sent.ends_with("B0AA9000"));
  const auto nulls = sent.substr(4, sent.size() - 12);
  CAPTURE(nulls);
  // By fixed times and not exactly: a busy machine may look late, but never twice within the period.
  CHECK(nulls.size() / 2 >= 2);
  CHECK(nulls.size() / 2 <= 10);
  CHECK(nulls.find_first_not_of("60") == std::string_view::npos);
  CHECK(line.station.status().sent == sent.size() / 2);
}

TEST_CASE("a chip that answers in time asks for none, and none comes later") {
  const Line line(milliseconds(0));
  std::this_thread::sleep_for(3 * kEvery);
  CHECK(line.sent == "3B00B0AA9000");
}

}  // namespace ssc::sim::test
