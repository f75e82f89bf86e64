// The whole reader core on a serial line, with a hostile driver and hostile cards. The input is a script:
// host bytes, framed and unframed commands, card characters, parity errors, card movements and time.
// Promises: every command gets exactly one answer, in a whole frame within the message limit, before the
// longest exchange is over; nobody waits for a moment that has passed; once all is answered the reader keeps
// no byte of a command.
#include <algorithm>
#include <set>
#include <vector>

#include "firmware/core/serial_link.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"

namespace {

using namespace ssc::fw;
using ssc::fuzz::Input;
using ssc::fuzz::require;

constexpr std::size_t kSlots = 5;
// As long as every class tried cold and warm, or a whole exchange, may take.
constexpr Micros kLongestCommand = Slot::kLongestExchange + 20'000'000;
// Stands for a PIN in commands; no input may bring it along.
constexpr std::array<std::uint8_t, 8> kSecret = {0x24, 0xD1, 0x5E, 0xC2, 0x7F, 0xB3, 0x96, 0xA4};
constexpr ReaderProfile kProfile{.model = "fuzz",
                                 .firmwareText = "fuzz",
                                 .voltageClasses = classBit(Voltage::classA) | classBit(Voltage::classC),
                                 .slotCount = kSlots};

class ScriptClock final : public Clock {
 public:
  [[nodiscard]] Instant now() const override { return now_; }
  void moveTo(Instant moment) { now_ = std::max(now_, moment); }

 private:
  Instant now_ = 1'000'000;
};

class Contacts final : public SlotPort {
 public:
  void vcc(Voltage voltage) override { powered_ = voltage != Voltage::off; }
  void clk(std::uint32_t) override {}
  void rst(bool) override {}
  void send(ByteView characters) override {
    require(powered_, "nothing is sent to a card without power");
    require(!characters.empty(), "a sending has characters");
  }

 private:
  bool powered_ = false;
};

// What runs: slot and sequence number of every command not yet answered.
class Ledger final : public Tracer {
 public:
  void onCommand(const MessageHead& head) override {
    ++commands_;
    open_.emplace(head.slot, head.seq);
  }
  void onAnswer(const MessageHead& head) override {
    const auto found = open_.find({head.slot, head.seq});
    require(found != open_.end(), "an answer belongs to a command that waits for it");
    open_.erase(found);
  }
  [[nodiscard]] std::size_t commands() const { return commands_; }
  [[nodiscard]] std::size_t open() const { return open_.size(); }

 private:
  std::size_t commands_ = 0;
  std::multiset<std::pair<std::uint8_t, std::uint8_t>> open_;
};

class Line final : public SerialPort {
 public:
  void transmit(ByteView bytes) override {
    if (bytes.size() == 1) return require(bytes[0] >= 0x80, "a time request is a byte from 80 up");
    if (bytes.size() == 2) return require(bytes[0] == 0x50 && (bytes[1] | 1U) == 3, "a card movement");
    if (bytes.size() == 3) return require(std::ranges::equal(bytes, kNakFrame), "a NAK frame");
    checkAnswer(bytes);
  }

 private:
  static void checkAnswer(ByteView frame) {
    require(frame.size() >= 2 + ccid::kHeaderSize + 1 && frame.size() <= kMaxFrame, "an answer has its size");
    require(frame[0] == kFrameSync && frame[1] == kFrameAck, "an answer is framed");
    std::uint8_t sum = 0;
    for (const std::uint8_t byte : frame)
      sum = static_cast<std::uint8_t>(sum ^ byte);
    require(sum == 0, "the LRC fits");
    const ByteView message = frame.subspan(2, frame.size() - 3);
    const std::size_t length = message[1] | static_cast<std::size_t>(message[2]) << 8;
    require(message[3] == 0 && message[4] == 0, "dwLength is short");
    require(message.size() == ccid::kHeaderSize + length, "dwLength is the length of the data");
    require(message[0] >= 0x80 && message[0] <= 0x84, "an answer is of a known type");
    require((message[7] & 0x3CU) == 0 && (message[7] & 3U) != 3, "bStatus has its reserved bits clear");
    const unsigned status = message[7] >> 6U;
    require(status == 0 || (status == 1 && length == 0), "done, or failed without data");
    require(status == 1 || message[8] == 0, "no error without failure");
    require(message[8] != 0x81, "a reserved error is never sent");
  }
};

class World {
 public:
  World() { reader_.trace(&ledger_); }

  void run(Input& input) {
    while (!input.empty())
      step(input);
    pass(kLongestCommand);
    require(ledger_.open() == 0, "every command has its answer in the end");
    require(reader_.nextDeadline() == kNever, "an idle reader waits for nothing");
    require(!holds(&reader_, sizeof reader_), "the reader overwrites commands");
    require(!holds(&link_, sizeof link_), "the line overwrites commands");
  }

 private:
  using Step = void (World::*)(Input&);

  void step(Input& input) {
    static constexpr std::array<Step, 8> kSteps = {&World::hostBytes,  &World::framed, &World::unframed,
                                                   &World::cardBytes,  &World::parity, &World::movement,
                                                   &World::shortWhile, &World::secret};
    (this->*kSteps[input.byte() % kSteps.size()])(input);
  }

  void hostBytes(Input& input) {
    link_.onHostBytes(input.portion(), reader_);
    clean_ = false;
  }

  // A command without fault in it: the ledger must see it.
  void framed(Input& input) {
    beginClean();
    const std::vector<std::uint8_t> message = command(input);
    const std::size_t before = ledger_.commands();
    sendFrame(message, 0);
    require(ledger_.commands() == before + 1, "a good frame is one command");
  }

  // As over USB; dwLength is as the input says it.
  void unframed(Input& input) {
    const ByteView message = input.portion();
    const std::size_t before = ledger_.commands();
    reader_.onHostMessage(message);
    require(ledger_.commands() - before == (message.size() < ccid::kHeaderSize ? 0U : 1U), "one command");
  }

  void cardBytes(Input& input) {
    const std::size_t slot = input.byte() % (kSlots + 1);
    reader_.onSlotBytes(slot, input.portion());
  }

  void parity(Input& input) { reader_.onSlotParityError(input.byte() % (kSlots + 1)); }

  void movement(Input& input) {
    const std::uint8_t value = input.byte();
    reader_.onPresence(value % (kSlots + 1), (value & 0x80U) != 0);
  }

  // Up to about 16 s, in steps of the square.
  void shortWhile(Input& input) {
    const Micros value = input.byte();
    pass(value * value * 256);
  }

  // VERIFY with the secret, in a frame that is good or damaged.
  void secret(Input& input) {
    beginClean();
    const std::uint8_t slot = input.byte() % kSlots;
    std::vector<std::uint8_t> message = {0x6F, 5 + kSecret.size(), 0, 0, 0, slot, input.byte(), 0, 0, 0};
    message.insert(message.end(), {0x00, 0x20, 0x00, 0x00, kSecret.size()});
    message.insert(message.end(), kSecret.begin(), kSecret.end());
    sendFrame(message, input.byte() & 1U);
  }

  static std::vector<std::uint8_t> command(Input& input) {
    std::vector<std::uint8_t> message(ccid::kHeaderSize);
    message[0] = input.byte();
    for (std::size_t i = 5; i < ccid::kHeaderSize; ++i)
      message[i] = input.byte();
    const ByteView data = input.portion();
    message[1] = static_cast<std::uint8_t>(data.size());
    message.insert(message.end(), data.begin(), data.end());
    return message;
  }

  void sendFrame(ByteView message, unsigned damage) {
    Buffer<kMaxFrame> frame;
    buildFrame(frame, message);
    std::vector<std::uint8_t> bytes(frame.view().begin(), frame.view().end());
    bytes.back() = static_cast<std::uint8_t>(bytes.back() ^ damage);
    link_.onHostBytes(bytes, reader_);
  }

  // Behind arbitrary bytes a frame is only sure to be seen after the longest pause.
  void beginClean() {
    if (!clean_) pass(FrameReceiver::kLongestPause + 1);
    clean_ = true;
  }

  void pass(Micros span) {
    const Instant end = clock_.now() + span;
    while (reader_.nextDeadline() <= end) {
      clock_.moveTo(reader_.nextDeadline());
      reader_.onTick();
      require(reader_.nextDeadline() > clock_.now(), "a deadline is served when it has come");
    }
    clock_.moveTo(end);
  }

  static bool holds(const void* object, std::size_t size) {
    const auto* const raw = static_cast<const std::uint8_t*>(object);
    return std::search(raw, raw + size, kSecret.begin(), kSecret.end()) != raw + size;
  }

  ScriptClock clock_;
  Line line_;
  Ledger ledger_;
  std::array<Contacts, kSlots> contacts_;
  std::array<SlotPort*, kSlots> ports_{&contacts_[0], &contacts_[1], &contacts_[2], &contacts_[3],
                                       &contacts_[4]};
  SerialLink link_{line_, clock_};
  Reader reader_{kProfile, link_, clock_, ports_};
  bool clean_ = true;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::span<const std::uint8_t> bytes(data, size);
  if (!std::ranges::search(bytes, kSecret).empty()) return -1;
  Input input(data, size);
  World().run(input);
  return 0;
}
