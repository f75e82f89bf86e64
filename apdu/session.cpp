#include "apdu/session.hpp"

#include <algorithm>
#include <array>

namespace ssc::apdu {
namespace {

constexpr std::size_t kShortResponse = Command::kMaxShortExpected + 2;
constexpr std::size_t kShortCommand = 4 + 1 + Command::kMaxShortData + 1;

std::size_t countOf(std::uint8_t sw2) {
  return sw2 == 0 ? Command::kMaxShortExpected : sw2;
}

}  // namespace

Session::Session(std::unique_ptr<Channel> channel, Trace* trace, std::string_view peer)
    : channel_(std::move(channel)), trace_(trace), peer_(peer), buffer_(kShortResponse) {}

Session::~Session() {
  wipe(buffer_);
}

StatusWord Session::statusAt(std::size_t length) const {
  return {buffer_[length - 2], buffer_[length - 1]};
}

// Growing would leave an unwiped copy behind.
void Session::makeRoomFor(std::size_t length) {
  if (length <= buffer_.size()) return;
  wipe(buffer_);
  buffer_ = Bytes(length);
}

// Without Le nothing is expected; cards that answer all the same are bounded by the buffer.
bool Session::fits(std::size_t length, const Command& command) const {
  const std::size_t most = command.expected() ? *command.expected() + 2 : buffer_.size();
  return length >= 2 && length <= most;
}

tl::expected<std::size_t, ChannelError> Session::exchange(const Command& command) {
  std::array<std::uint8_t, kShortCommand>
      shortForm;  // deliberately not initialised: encodeInto fills what is sent
  Bytes longForm;
  MutableByteView encoded(shortForm);
  if (command.encodedSize() > shortForm.size()) {
    longForm.resize(command.encodedSize());
    encoded = longForm;
  }
  encoded = encoded.first(command.encodeInto(encoded));
  makeRoomFor(command.expected().value_or(0) + 2);
  ++exchanges_;
  const auto length = channel_->transmit(encoded, buffer_);
  const std::size_t written = std::min(length.value_or(0), buffer_.size());
  if (trace_ != nullptr) trace_->record(encoded, ByteView(buffer_).first(written), peer_);
  wipe(encoded);
  if (length && !fits(*length, command)) return tl::unexpected(ChannelError::malformedAnswer);
  return length;
}

tl::expected<Session::Answer, ChannelError> Session::exchangeWithRightLe(const Command& command) {
  std::size_t expected = command.expected().value_or(0);
  auto length = exchange(command);
  if (length && expected != 0 && statusAt(*length).wrongLe()) {
    expected = countOf(statusAt(*length).sw2());
    length = exchange(command.withExpected(expected));
  }
  return length.map([&](std::size_t n) { return Answer{n, expected}; });
}

tl::expected<Response, ChannelError> Session::transmit(const Command& command) {
  const auto answer = exchangeWithRightLe(command);
  if (!answer) return tl::unexpected(answer.error());
  if (statusAt(answer->length).moreAvailable() && command.expected()) return fetchRest(*answer);
  const ByteView data = dataOf(answer->length);
  return Response(Bytes(data.begin(), data.end()), statusAt(answer->length));
}

// ISO/IEC 7816-3 §12.2.1: GET RESPONSE asks for min(Ne still missing, what 61xx offers).
tl::expected<Response, ChannelError> Session::fetchRest(Answer first) {
  Bytes all;
  all.reserve(first.expected + Command::kMaxShortExpected);  // never grows: see makeRoomFor
  append(all, dataOf(first.length));
  StatusWord sw = statusAt(first.length);
  for (int round = 0; sw.moreAvailable() && all.size() < first.expected; ++round) {
    const std::size_t wanted = std::min(countOf(sw.sw2()), first.expected - all.size());
    const auto part = round < kMaxRounds ? exchangeWithRightLe(Command::getResponse(wanted))
                                         : tl::unexpected(ChannelError::endlessAnswer);
    if (!part) {
      wipe(all);
      return tl::unexpected(part.error());
    }
    append(all, dataOf(part->length));
    sw = statusAt(part->length);
  }
  return Response(std::move(all), sw);
}

}  // namespace ssc::apdu
