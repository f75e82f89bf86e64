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

// Growing would leave an unwiped copy behind.
void Session::makeRoomFor(std::size_t length) {
  wipe(buffer_);
  buffer_ = Bytes(length);
}

tl::expected<Session::Answer, ChannelError> Session::exchange(const Command& command) {
  // Deliberately not initialised: encodeInto fills what is sent.
  std::array<std::uint8_t, kShortCommand> shortForm;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  Bytes longForm(command.isExtended() ? command.encodedSize() : 0);
  const MutableByteView room = longForm.empty() ? MutableByteView(shortForm) : MutableByteView(longForm);
  const MutableByteView encoded = room.first(command.encodeInto(room));
  const std::size_t expected = command.expected().value_or(0);
  if (expected + 2 > buffer_.size()) makeRoomFor(expected + 2);

  ++exchanges_;
  const auto length = channel_->transmit(encoded, buffer_);
  const std::size_t written = std::min(length.value_or(0), buffer_.size());
  if (trace_ != nullptr) trace_->record(encoded, ByteView(buffer_).first(written), peer_);
  if (!command.data().empty()) wipe(encoded);
  if (!length) return tl::unexpected(length.error());
  // Without Le nothing is expected; cards that answer all the same are bounded by the buffer.
  const std::size_t most = expected != 0 ? expected + 2 : buffer_.size();
  if (*length < 2 || *length > most) return tl::unexpected(ChannelError::malformedAnswer);
  const auto status = ByteView(buffer_).subspan(*length - 2, 2);
  return Answer{*length, expected, StatusWord(status[0], status[1])};
}

tl::expected<Session::Answer, ChannelError> Session::exchangeWithRightLe(const Command& command) {
  const auto answer = exchange(command);
  if (!answer || answer->expected == 0 || !answer->sw.wrongLe()) return answer;
  return exchange(command.withExpected(countOf(answer->sw.sw2())));
}

tl::expected<Response, ChannelError> Session::transmit(const Command& command) {
  const auto answer = exchangeWithRightLe(command);
  if (!answer) return tl::unexpected(answer.error());
  if (answer->sw.moreAvailable() && answer->expected != 0) return fetchRest(*answer);
  const ByteView data = dataOf(*answer);
  return Response(Bytes(data.begin(), data.end()), answer->sw);
}

// ISO/IEC 7816-3 §12.2.1: GET RESPONSE asks for min(Ne still missing, what 61xx offers).
tl::expected<Response, ChannelError> Session::fetchRest(Answer first) {
  Bytes all;
  all.reserve(first.expected + Command::kMaxShortExpected);  // never grows: see makeRoomFor
  append(all, dataOf(first));
  StatusWord sw = first.sw;
  for (int round = 0; sw.moreAvailable() && all.size() < first.expected; ++round) {
    const std::size_t wanted = std::min(countOf(sw.sw2()), first.expected - all.size());
    const auto part = round < kMaxRounds ? exchangeWithRightLe(Command::getResponse(wanted))
                                         : tl::unexpected(ChannelError::endlessAnswer);
    if (!part) {
      wipe(all);
      return tl::unexpected(part.error());
    }
    append(all, dataOf(*part));
    sw = part->sw;
  }
  return Response(std::move(all), sw);
}

}  // namespace ssc::apdu
