#include "keys-sim/device/station.hpp"

#include "keys-sim/device/control_commands.hpp"
#include "tests/unit/keys-sim/fixtures.hpp"

namespace ssc::sim::test {
namespace {

using std::chrono::milliseconds;

// A reader's end of the link without a socket, and a clock that is set by hand.
class Bench {
 public:
  Bench()
      : station(chip("card-a.toml"), [this](LinkMessage type, apdu::ByteView payload) {
          if (type == LinkMessage::characters)
            characters += apdu::toHex(payload);
          else
            events += static_cast<char>(type);
        }) {
    station.insert();
    station.linkUp();
  }

  std::unique_ptr<Chip> chip(const std::string& name) {
    stores_.push_back(std::make_unique<MemoryStore>());
    return makeCard(sampleCard(name), random_, *stores_.back());
  }

  void contact(LinkMessage type, std::string_view payload) { station.onFrame({type, hex(payload)}, now); }

  std::string powerOn() {
    for (const auto& [type, payload] :
         std::vector<std::pair<LinkMessage, std::string_view>>{{LinkMessage::reset, "00"},
                                                               {LinkMessage::supply, "41"},
                                                               {LinkMessage::clock, "0DF3"},
                                                               {LinkMessage::reset, "01"}})
      contact(type, payload);
    return settle();
  }

  // Lets time pass until nothing is due any more.
  std::string settle() {
    while (const auto due = station.nextDue()) {
      now = std::max(now, *due);
      station.runDue(now);
    }
    return std::exchange(characters, {});
  }

  std::string send(std::string_view text) {
    contact(LinkMessage::characters, text);
    return settle();
  }

  std::string control(const std::string& line) {
    ControlContext context{
        station,
        [this](const std::string& name) -> tl::expected<std::unique_ptr<Chip>, std::string> {
          if (name != "card-b.toml") return tl::make_unexpected(name + ": cannot be read");
          return chip(name);
        },
        now};
    const std::string answer = runControlLine(context, line);
    quit = context.quit;
    return answer;
  }

  std::string events, characters;
  bool quit = false;
  Station::Time now{std::chrono::seconds(1)};

 private:
  ScriptedRandom random_;
  std::vector<std::unique_ptr<StateStore>> stores_;

 public:
  Station station;
};

constexpr std::string_view kAtr = "3B6D000000815453548699999900000001";

}  // namespace

TEST_CASE("a card says that it is in, answers power and reset, and runs commands") {
  Bench bench;
  CHECK(bench.events == "i");
  CHECK(bench.powerOn() == kAtr);
  CHECK(bench.send("00A4000000") == "6112");
  bench.contact(LinkMessage::reset, "00");
  bench.contact(LinkMessage::reset, "01");
  CHECK(bench.settle() == kAtr);
  CHECK(bench.send("00C0000010") == "6F00");
}

TEST_CASE("a card without supply, without clock or in reset is silent") {
  Bench bench;
  bench.powerOn();
  for (const auto& [type, off, on] : std::vector<std::tuple<LinkMessage, std::string_view, std::string_view>>{
           {LinkMessage::supply, "00", "41"},
           {LinkMessage::clock, "0000", "0DF3"},
           {LinkMessage::reset, "00", "01"}}) {
    bench.contact(type, off);
    CHECK(bench.send("00A4000000").empty());
    CHECK_FALSE(bench.station.status().powered);
    bench.contact(type, on);
    bench.settle();
    bench.powerOn();
  }
}

TEST_CASE("a card that is out hears nothing until it is in again") {
  Bench bench;
  bench.powerOn();
  CHECK(bench.control("remove") == "ok");
  CHECK(bench.send("00A4000000").empty());
  CHECK(bench.powerOn().empty());
  CHECK(bench.control("insert") == "ok");
  CHECK(bench.events == "ioi");
  CHECK(bench.powerOn() == kAtr);
}

TEST_CASE("another card takes the place after a pause that readers can see") {
  Bench bench;
  bench.powerOn();
  CHECK(bench.control("swap card-x.toml") == "error: card-x.toml: cannot be read");
  CHECK(bench.control("swap card-b.toml") == "ok B");
  CHECK(bench.events == "io");
  CHECK_FALSE(bench.station.status().inserted);
  bench.settle();
  CHECK(bench.events == "ioi");
  CHECK(bench.station.status().profile == "B");
}

TEST_CASE("a reader that restarts finds the card in, without power") {
  Bench bench;
  bench.powerOn();
  bench.station.linkDown();
  CHECK_FALSE(bench.station.status().powered);
  bench.station.linkUp();
  CHECK(bench.events == "ii");
  CHECK(bench.powerOn() == kAtr);
}

TEST_CASE("a torn card sends its last characters and is out") {
  Bench bench;
  bench.powerOn();
  REQUIRE(bench.send("00A4000000") == "6112");
  CHECK(bench.control("tear 3") == "ok");
  CHECK(bench.send("00C0000012") == "C06F10");
  CHECK(bench.events == "io");
}

TEST_CASE("a card pulled at the second exchange leaves that one unanswered") {
  Bench bench;
  bench.powerOn();
  CHECK(bench.control("pull-at 2") == "ok");
  CHECK(bench.send("00A4000000") == "6112");
  CHECK(bench.send("00A4000000").empty());
  CHECK(bench.events == "io");
}

TEST_CASE("a card whose answer is lost has done what it was told") {
  Bench bench;
  bench.powerOn();
  CHECK(bench.control("lose-answer 2") == "ok");
  CHECK(bench.send("00A404000F") == "A4");
  CHECK(bench.send("7378312E73682EC9E7BBE1B1A3D5CF") == "611E");
  REQUIRE(bench.send("0020000003") == "20");
  CHECK(bench.send("999999").empty());
  CHECK(bench.events == "io");
  CHECK(bench.station.status().triesLeft.at("PIN") == 5);
}

TEST_CASE("a card whose memory fails says so and keeps what it had, the next card as well") {
  Bench bench;
  bench.powerOn();
  const auto verify = [&] {
    bench.powerOn();
    bench.send("00A404000F");
    bench.send("7378312E73682EC9E7BBE1B1A3D5CF");
    bench.send("0020000003");
    return bench.send("999999");
  };
  CHECK(bench.control("fail-memory on") == "ok");
  CHECK(verify() == "6581");
  bench.control("swap card-b.toml");
  bench.settle();
  CHECK(verify() == "6581");
  CHECK(bench.control("fail-memory off") == "ok");
  CHECK(verify() == "63C5");
}

TEST_CASE("a mute card gives neither ATR nor answer until it is asked to speak") {
  Bench bench;
  bench.control("mute on");
  CHECK(bench.powerOn().empty());
  bench.control("mute off");
  CHECK(bench.powerOn() == kAtr);
}

TEST_CASE("a slow card pauses before each answer") {
  Bench bench;
  bench.powerOn();
  bench.control("slow 250");
  const auto before = bench.now;
  CHECK(bench.send("00A4000000") == "6112");
  CHECK(bench.now - before == milliseconds(250));
}

TEST_CASE("a false card differs in its proof only") {
  Bench bench;
  const std::string internal = "0088000010";
  const auto proof = [&] {
    bench.powerOn();
    bench.send("00A404000F");
    bench.send("7378312E73682EC9E7BBE1B1A3D5CF");
    bench.send(internal);
    bench.send("1122334455667788A1A2A3A4A5A6A7A8");
    return bench.send("00C0000008");
  };
  CHECK(proof() == "C0A564738F2F78A3579000");
  bench.control("fake on");
  const auto wrong = proof();
  CHECK(wrong.size() == 22);
  CHECK(wrong != "C0A564738F2F78A3579000");
  bench.control("fake off");
  CHECK(proof() == "C0A564738F2F78A3579000");
}

TEST_CASE("line time is twelve etu a character, both ways, procedure bytes and ATR included") {
  Bench bench;
  bench.control("rate 9600");
  const auto start = bench.now;
  REQUIRE(bench.powerOn() == kAtr);
  CHECK(bench.now - start == std::chrono::microseconds(17 * 1250));
  REQUIRE(bench.send("00A404000F") == "A4");
  REQUIRE(bench.send("7378312E73682EC9E7BBE1B1A3D5CF") == "611E");
  REQUIRE(bench.send("00C000001E").size() == 2 * 33);
  const auto status = bench.station.status();
  CHECK(status.received == 5 + 15 + 5);
  CHECK(status.sent == 17 + 1 + 2 + 33);
  CHECK(bench.now - start == std::chrono::microseconds(1250 * (25 + 53)));
}

TEST_CASE("the control commands answer ok or say what is wrong") {
  Bench bench;
  bench.powerOn();
  for (const auto& [line, answer] : std::vector<std::pair<std::string, std::string>>{
           {"corrupt 1 60", "ok"},
           {"corrupt 1", "ok"},
           {"lose 1", "ok"},
           {"extra 1", "ok"},
           {"rate 115200", "ok"},
           {"procedure null=3", "ok"},
           {"exchanges reset", "ok"},
           {"", "error: unknown command"},
           {"jump", "error: unknown command"},
           {"tear", "error: usage: tear N"},
           {"tear 1 2", "error: usage: tear N"},
           {"tear 0", "error: the number must be from 1 to 1000000"},
           {"tear x", "error: the number must be from 1 to 1000000"},
           {"corrupt 1 100", "error: the new value must be one byte in hexadecimal"},
           {"mute yes", "error: must be on or off"},
           {"rate 300", "error: the rate must be 0 or from 9600 to 115200"},
           {"exchanges", "error: usage: exchanges reset"},
           {"procedure odd", "error: the mode must be all, single, alternate, null=1…255 or late"}}) {
    CAPTURE(line);
    CHECK(bench.control(line) == answer);
  }
  CHECK_FALSE(bench.quit);
  CHECK(bench.control("quit") == "ok");
  CHECK(bench.quit);
}

TEST_CASE("status tells what happened, and neither PIN nor name") {
  Bench bench;
  bench.powerOn();
  bench.send("00A4000000");
  CHECK(
      bench.control("status") ==
      R"(ok {"profile":"A","inserted":true,"powered":true,"attached":true,"mute":false,"fake":false,"exchanges":1,)"
      R"("received":5,"sent":19,"rate":0,"procedure":"all","tries":{"PIN":6,"PKI.ADMIN":6,"PKI.USER":6}})");
  bench.control("exchanges reset");
  CHECK(bench.station.status().exchanges == 0);
}

}  // namespace ssc::sim::test
