// What a hostile card can do to one exchange. T=0 is compared with a second, plain reading of ISO/IEC 7816-3
// §10.3 written here; PPS and ATR keep their sizes; a slot never waits beyond its bounds.
#include <algorithm>
#include <vector>

#include "firmware/core/slot.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"

namespace {

using namespace ssc::fw;
using ssc::fuzz::Input;
using ssc::fuzz::require;
using Bytes = std::vector<std::uint8_t>;

class Recorder final : public SlotPort {
 public:
  void vcc(Voltage) override {}
  void clk(std::uint32_t) override {}
  void rst(bool) override {}
  void send(ByteView characters) override { sent.insert(sent.end(), characters.begin(), characters.end()); }
  Bytes sent;
};

struct Outcome0 {
  Progress progress = Progress::running;
  Bytes sent;
  Bytes response;
};

// The exchange as a loop over the card's characters.
class PlainT0 {
 public:
  PlainT0(ByteView tpdu, ByteView card) : card_(card) {
    header_.assign(tpdu.begin(),
                   tpdu.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(5, tpdu.size())));
    header_.resize(5);
    const std::size_t p3 = header_[4];
    if (tpdu.size() > 5) data_.assign(tpdu.begin() + 5, tpdu.begin() + 5 + static_cast<std::ptrdiff_t>(p3));
    if (tpdu.size() == 5) asked_ = p3 == 0 ? 256 : p3;
    out_.sent = header_;
  }

  Outcome0 run() {
    while (out_.progress == Progress::running && at_ < card_.size())
      procedure(card_[at_++]);
    // Whatever a card sends behind its status is one character too many.
    if (out_.progress == Progress::finished && at_ < card_.size()) fail();
    return out_;
  }

 private:
  void procedure(std::uint8_t byte) {
    const std::uint8_t ins = header_[1];
    if (byte == 0x60) return;
    if (byte >> 4 == 6 || byte >> 4 == 9) return status(byte);
    if (byte == ins) return transfer(SIZE_MAX);
    if (byte == (ins ^ 0xFF)) return transfer(1);
    fail();
  }

  void transfer(std::size_t most) {
    if (given_ < data_.size()) {
      const std::size_t count = std::min(most, data_.size() - given_);
      const auto from = data_.begin() + static_cast<std::ptrdiff_t>(given_);
      out_.sent.insert(out_.sent.end(), from, from + static_cast<std::ptrdiff_t>(count));
      given_ += count;
    } else if (asked_ > 0) {
      for (std::size_t count = std::min(most, asked_); count > 0 && at_ < card_.size(); --count, --asked_)
        out_.response.push_back(card_[at_++]);
    } else {
      fail();
    }
  }

  void status(std::uint8_t sw1) {
    if (at_ == card_.size()) return;
    out_.response.push_back(sw1);
    out_.response.push_back(card_[at_++]);
    out_.progress = Progress::finished;
  }

  void fail() {
    out_.progress = Progress::failed;
    at_ = card_.size();
  }

  ByteView card_;
  std::size_t at_ = 0;
  Bytes header_;
  Bytes data_;
  std::size_t asked_ = 0;
  std::size_t given_ = 0;
  Outcome0 out_;
};

void checkT0(Input& input) {
  const ByteView tpdu = input.portion();
  const ByteView card = input.rest();
  if (T0Exchange::check(tpdu) != SlotError::none) return;
  T0Exchange exchange;
  Recorder port;
  exchange.start(tpdu, port);
  for (const std::uint8_t character : card)
    exchange.onCharacter(character, port);
  const Outcome0 expected = PlainT0(tpdu, card).run();
  const ExchangeView view = exchange.view();
  require(view.progress == expected.progress, "both readings of T=0 end alike");
  require(port.sent == expected.sent, "both send the card the same");
  if (view.progress == Progress::finished)
    require(std::ranges::equal(view.response, expected.response), "both hand over the same answer");
  const std::size_t asked = tpdu.size() != 5 ? 0 : (tpdu[4] == 0 ? 256U : tpdu[4]);
  require(view.response.size() <= asked + 2, "never more than asked for and SW1 SW2");
  exchange.onFault(LineFault::silence, port);
  require(exchange.view().progress != Progress::running, "silence ends an exchange");
  exchange.end();
  require(exchange.state() == T0State::idle, "end() is idle");
}

void checkPps(Input& input) {
  const ByteView request = input.portion();
  const ByteView card = input.rest();
  if (PpsExchange::check(request) != SlotError::none) return;
  require(request.size() >= 3 && request.size() <= kMaxPps, "a PPS has 3 to 6 bytes");
  PpsExchange exchange;
  Recorder port;
  exchange.start(request, port);
  require(std::ranges::equal(port.sent, request), "the request is sent as it is");
  for (const std::uint8_t character : card) {
    exchange.onCharacter(character, port);
    require(exchange.view().response.size() <= kMaxPps, "the answer is no longer than a PPS");
  }
  exchange.onFault(LineFault::silence, port);
  require(exchange.view().progress != Progress::running, "silence ends a PPS");
}

void checkAtr(Input& input) {
  Atr atr;
  const ByteView card = input.rest();
  for (const std::uint8_t character : card)
    atr.onCharacter(character);
  require(atr.bytes().size() <= std::min(card.size(), kMaxAtr), "an ATR has at most 33 characters");
  require(!(atr.complete() && atr.bad()), "good or bad");
  require(atr.bad() == (atr.fault() != SlotError::none), "a bad ATR says why");
  if (atr.complete()) require(atr.bytes()[0] == 0x3B || atr.bytes()[0] == 0x3F, "TS is 3B or 3F");
  require(card.size() < kMaxAtr + 1 || atr.complete() || atr.bad(), "33 characters decide");
}

class PowerOn {
 public:
  explicit PowerOn(ByteView atr) {
    slot.attach(port, {}, classBit(Voltage::classA));
    static_cast<void>(slot.onPresence(true));
    static_cast<void>(slot.powerOn(Voltage::off, now));
    now = slot.deadline();
    static_cast<void>(slot.onTime(now));
    static_cast<void>(slot.onCharacters(atr, now));
  }
  [[nodiscard]] bool active() const { return slot.iccStatus() == IccStatus::active; }
  Recorder port;
  Slot slot;
  Instant now = 1'000'000;
};

// Characters come one by one, each as late as the slot allows or earlier.
void checkWaits(Input& input) {
  PowerOn card(input.portion());
  if (!card.active()) return;
  const ByteView parameters = input.take(T0Parameters::kSize);
  static_cast<void>(card.slot.setParameters(parameters));
  const ByteView block = input.portion();
  const Instant begin = card.now;
  bool ended = card.slot.transfer(block, card.now).ended;
  while (!ended) {
    const Instant deadline = card.slot.deadline();
    require(deadline != kNever, "a running exchange has a deadline");
    require(deadline <= begin + Slot::kLongestExchange, "no exchange runs past its limit");
    if (input.empty()) break;
    const std::uint8_t character = input.byte();
    const Micros share = input.byte();  // 255: at the deadline itself, so the port is late
    card.now = std::max(card.now, card.now + (deadline - card.now) * share / 255);
    if (card.now >= deadline) {
      require(card.slot.onTime(card.now).ended, "the deadline ends the exchange");
      ended = true;
    } else {
      ended = card.slot.onCharacters({&character, 1}, card.now).ended;
    }
  }
  card.slot.release();
  require(!card.slot.busy() || !ended, "an ended slot is free");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using Check = void (*)(Input&);
  static constexpr std::array<Check, 4> kChecks = {&checkT0, &checkPps, &checkAtr, &checkWaits};
  Input input(data, size);
  kChecks[input.byte() % kChecks.size()](input);
  return 0;
}
