// A stream from something that says it is a PIN pad, in portions of any size: whole messages come out as they
// were written, a mistake ends the stream for good, and a PIN block holds 4 to 12 digits or is refused.
//
// Input: the allocation that fails, then portions behind their lengths.
#include <algorithm>

#include "tests/fuzz/failing_allocation.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"
#include "wire/pin_pad.hpp"

namespace {

using namespace ssc;
using namespace ssc::wire::pad;
using fuzz::require;

void checkBlock(const Entered& entered) {
  static constexpr std::array<std::uint8_t, kSessionKeySize> kKey{1, 2,  3,  4,  5,  6,  7,  8,
                                                                  9, 10, 11, 12, 13, 14, 15, 16};
  const auto digits = openPin(crypto::Key(crypto::ByteView(kKey)), entered.entry, entered.block);
  if (!digits) return;
  require(digits->size() >= kLeastDigits && digits->size() <= kMostDigits, "a PIN has 4 to 12 digits");
  require(std::ranges::all_of(digits->reveal(), [](std::uint8_t c) { return c >= '0' && c <= '9'; }),
          "digits");
}

void checkMessage(const Message& message) {
  const auto frame = encode(message);
  require(frame.size() >= 3 && frame.size() < 256, "a frame is bounded");
  MessageReader reader;
  reader.feed(frame);
  const auto again = reader.next();
  require(again && *again && (*again)->index() == message.index(), "what was read can be written and read");
  require(encode(**again) == frame, "and is the same then");
  if (const auto* entered = std::get_if<Entered>(&message)) checkBlock(*entered);
}

void readAll(fuzz::Input& input) {
  MessageReader reader;
  while (!input.empty()) {
    reader.feed(input.portion());
    for (;;) {
      const auto message = reader.next();
      if (!message) {
        require(!message.error().text().empty(), "a refusal says why");
        require(!reader.next().has_value(), "a mistake ends the stream");
        return;
      }
      if (!*message) break;
      checkMessage(**message);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  const unsigned failing = input.byte();
  fuzz::withFailingAllocation(failing, [&] { readAll(input); });
  return 0;
}
