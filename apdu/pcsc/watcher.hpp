// Readers coming and going, cards going in and out, as values.
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"
#include "apdu/pcsc/context.hpp"
#include "apdu/pcsc/deadline.hpp"
#include "apdu/pcsc/reader_state.hpp"

namespace ssc::pcsc {

/// Follows all readers. Has a context of its own and makes a new one when the service was restarted or a wait
/// was cancelled, so a watcher is never used up. For one thread; the stop may be requested from any.
class Watcher {
 public:
  /// Waits for the next events, at least one; the first call reports what is there already.
  /// `timedOut`, `cancelled` (within a few milliseconds: SCardCancel), `serviceAbsent`, `serviceStopped`.
  tl::expected<std::vector<Event>, apdu::ChannelError> waitFor(Deadline deadline,
                                                               const std::stop_token& stop);

  /// The events since the last call, without waiting; may be none.
  tl::expected<std::vector<Event>, apdu::ChannelError> poll();

  /// The readers as of the last call.
  [[nodiscard]] const std::vector<ReaderState>& readers() const { return known_; }
  [[nodiscard]] const ReaderState* find(std::string_view reader) const;

 private:
  using Events = tl::expected<std::vector<Event>, apdu::ChannelError>;

  Events step(std::chrono::milliseconds wait, const std::stop_token& stop);
  tl::expected<void, apdu::ChannelError> ensureContext();
  tl::expected<std::vector<Event>, apdu::ChannelError> followReaders();
  tl::expected<void, apdu::ChannelError> followCards(std::chrono::milliseconds wait,
                                                     const std::stop_token& stop, std::vector<Event>& events);
  apdu::ChannelError lose(apdu::ChannelError why);

  std::shared_ptr<Context> context_;  ///< empty: the next call makes one
  std::vector<ReaderState> known_;
};

/// The state of one reader now. `noReader` when there is none of that name.
tl::expected<ReaderState, apdu::ChannelError> readerState(const std::string& reader);

/// Waits until a card that answers is in the reader and returns its ATR. `noReader`, `readerGone` when it
/// leaves meanwhile, `cardMute`, and what Watcher::waitFor returns.
tl::expected<apdu::Bytes, apdu::ChannelError> waitForCard(const std::string& reader, Deadline deadline,
                                                          const std::stop_token& stop);

}  // namespace ssc::pcsc
