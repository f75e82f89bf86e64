// Commands, their way through a session, and what a redacted trace keeps of them. The first byte of the input
// is the size of a command; the rest is what a hostile card answers, each answer behind its size.
#include <algorithm>
#include <memory>
#include <sstream>

#include "apdu/session.hpp"
#include "tests/fuzz/require.hpp"

namespace {

using namespace ssc::apdu;
using ssc::fuzz::require;

class HostileCard final : public Channel {
 public:
  explicit HostileCard(ByteView answers) : rest_(answers) {}

  tl::expected<std::size_t, ChannelError> transmit(ByteView command, MutableByteView response) override {
    require(Command::decode(command).has_value(), "a session sends commands");
    require(response.size() >= 258, "there is room for 258 bytes");
    if (rest_.empty()) return tl::unexpected(ChannelError::cardRemoved);
    const std::size_t claimed = rest_[0];
    const std::size_t given = std::min({claimed, rest_.size() - 1, response.size()});
    std::copy_n(rest_.begin() + 1, given, response.begin());
    rest_ = rest_.subspan(1 + given);
    return claimed == 0xFF ? response.size() + 1 : given;  // FF: a reader that lies
  }

 private:
  ByteView rest_;
};

bool same(const Command& a, const Command& b) {
  return a.header() == b.header() && std::ranges::equal(a.data(), b.data()) && a.expected() == b.expected();
}

void checkRedacted(ByteView command, const Exchange& kept) {
  require(kept.command.size() == command.size(), "lengths are kept");
  const auto before = Command::decode(command);
  const auto after = Command::decode(kept.command);
  require(before.has_value() == after.has_value(), "a command stays a command");
  if (!before) {
    require(std::all_of(
                kept.command.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(5, command.size())),
                kept.command.end(), [](std::uint8_t byte) { return byte == 0; }),
            "of what is no command nothing is kept");
    return;
  }
  require(before->header() == after->header() && before->expected() == after->expected(),
          "header and Ne are kept");
  require(std::ranges::all_of(after->data(), [](std::uint8_t byte) { return byte == 0; }),
          "the data is not kept");
}

void checkTrace(const Trace& trace) {
  std::stringstream text;
  trace.write(text);
  const auto back = readTrace(text);
  require(back && back->exchanges.size() == trace.exchanges().size(), "a trace can be read back");
  for (const Exchange& exchange : trace.exchanges()) {
    const std::size_t data = exchange.response.size() - std::min<std::size_t>(2, exchange.response.size());
    require(
        std::all_of(exchange.response.begin(), exchange.response.begin() + static_cast<std::ptrdiff_t>(data),
                    [](std::uint8_t byte) { return byte == 0; }),
        "no answer is kept");
  }
}

void play(const Command& command, ByteView answers) {
  Trace trace(RedactionPolicy{});
  Session session(std::make_unique<HostileCard>(answers), &trace);
  const auto response = session.transmit(command);
  require(session.exchanges() <= 2U + 2U * Session::kMaxRounds, "exchanges are bounded");
  require(!response || response->data().size() <= command.expected().value_or(256) + 512,
          "answers are bounded");
  checkTrace(trace);
}

void checkTraceText(ByteView bytes) {
  std::istringstream in(toText(bytes));
  const auto trace = readTrace(in);
  require(
      !trace || std::ranges::none_of(trace->exchanges, [](const Exchange& e) { return e.command.empty(); }),
      "a recorded command has bytes");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView input(data, size);
  checkTraceText(input);
  if (input.empty()) return 0;
  const ByteView encoded = input.subspan(1, std::min<std::size_t>(input[0], size - 1));
  if (!encoded.empty()) {
    Trace trace(RedactionPolicy{});
    trace.record(encoded, {});
    checkRedacted(encoded, trace.exchanges().front());
  }
  const auto command = Command::decode(encoded);
  if (!command) {
    require(command.error().offset <= encoded.size(), "an error names a place in the bytes");
    return 0;
  }
  const auto twice = Command::decode(command->encode());
  require(twice && same(*command, *twice), "decode(encode(x)) is x");
  require(command->encode().size() <= encoded.size(), "the encoding is the shortest");
  play(*command, input.subspan(1 + encoded.size()));
  return 0;
}
