// One transaction with one card. Whoever holds a Session is the only one who talks to that card; when it
// dies, the carrier ends the exclusive use. The T=0 habits of cards (61xx, 6Cxx) are handled here and nowhere
// else.
#pragma once

#include <memory>
#include <tl/expected.hpp>

#include "apdu/channel.hpp"
#include "apdu/command.hpp"
#include "apdu/response.hpp"
#include "apdu/trace.hpp"

namespace ssc::apdu {

class Session {
 public:
  /// GET RESPONSE rounds that one command may need: 65 536 bytes in pieces of 256.
  static constexpr int kMaxRounds = 256;

  /// `trace` may be null; it is not owned and outlives the session. `peer` says in the trace who is spoken
  /// to.
  explicit Session(std::unique_ptr<Channel> channel, Trace* trace = nullptr, std::string_view peer = {});
  Session(Session&&) noexcept = default;
  Session& operator=(Session&&) = delete;
  ~Session();

  /// Sends a command and gives its response.
  /// 6Cxx: the command is sent once more with the Le the card names (ISO/IEC 7816-3 §12.2.1).
  /// 61xx: the rest is fetched with GET RESPONSE, up to Ne bytes, if the command has an Le; without one, or
  /// when the card has more than Ne bytes, the response ends with 61xx. An answer longer than the Ne of its
  /// exchange is malformed.
  tl::expected<Response, ChannelError> transmit(const Command& command);

  /// Exchanges made so far, GET RESPONSE and repetitions included.
  [[nodiscard]] std::size_t exchanges() const { return exchanges_; }

 private:
  /// What is in the buffer: `length` bytes that end with `sw`, asked for with Ne = `expected` (0 = none).
  struct Answer {
    std::size_t length = 0;
    std::size_t expected = 0;
    StatusWord sw;
  };

  tl::expected<Answer, ChannelError> exchange(const Command& command);
  tl::expected<Answer, ChannelError> exchangeWithRightLe(const Command& command);
  tl::expected<Response, ChannelError> fetchRest(Answer first);
  void makeRoomFor(std::size_t length);
  [[nodiscard]] ByteView dataOf(const Answer& answer) const {
    return ByteView(buffer_).first(answer.length - 2);
  }

  std::unique_ptr<Channel> channel_;
  Trace* trace_;
  std::string peer_;
  Bytes buffer_;
  std::size_t exchanges_ = 0;
};

}  // namespace ssc::apdu
