// A card in a PC/SC reader, held exclusively for one transaction.
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>

#include "apdu/channel.hpp"
#include "apdu/pcsc/card_handle.hpp"
#include "apdu/pcsc/context.hpp"
#include "apdu/pcsc/deadline.hpp"

namespace ssc::pcsc {

enum class Protocol : std::uint8_t { t0, t1, raw };

struct ChannelOptions {
  /// No exchange starts after it.
  Deadline finishBy = kNoDeadline;
  Disposition disposition = Disposition::reset;
};

/// Exclusive (SCARD_SHARE_EXCLUSIVE), never with a transaction: a holder of a transaction blocks other
/// programs without limit, an exclusive holder makes them fail at once. The card is reset when the channel
/// ends, so that no PIN state passes to the next program.
class CardChannel final : public apdu::Channel {
 public:
  /// Waits for a card that another program holds until `connectBy` (then `readerBusy`) or the stop
  /// (`cancelled`). The connect runs on a thread of its own: one that the service blocks is left behind, with
  /// its context, and undone when it comes back.
  static tl::expected<std::unique_ptr<CardChannel>, apdu::ChannelError> open(
      const std::shared_ptr<Context>& context, const std::string& reader, Deadline connectBy,
      std::stop_token stop, ChannelOptions options = {});

  /// `cancelled` or `timedOut`, before anything is sent, when the stop was requested or `finishBy` passed.
  tl::expected<std::size_t, apdu::ChannelError> transmit(apdu::ByteView command,
                                                         apdu::MutableByteView response) override;

  [[nodiscard]] const apdu::Bytes& atr() const { return atr_; }
  [[nodiscard]] Protocol protocol() const { return protocol_; }
  [[nodiscard]] const std::string& reader() const { return handle_.reader(); }
  /// The connection itself: reader features and attributes.
  [[nodiscard]] const CardHandle& handle() const { return handle_; }

  void setDisposition(Disposition disposition) { handle_.setDisposition(disposition); }
  /// Powers the card anew: `unpower` is a cold reset, `reset` a warm one. atr() and protocol() are those of
  /// the new answer; after a failure the channel is of no use unless another restart succeeds.
  tl::expected<void, apdu::ChannelError> restart(Disposition how);

  /// For a channel that outlives a job (a card kept for a later step): the bounds of the next job.
  void renew(Deadline finishBy, std::stop_token stop);

  /// The PC/SC code of the last failed exchange, for traces; 0 when none failed.
  [[nodiscard]] Code lastCode() const { return lastCode_; }

 private:
  CardChannel(CardHandle handle, apdu::Bytes atr, ChannelOptions options, std::stop_token stop);

  tl::expected<std::size_t, apdu::ChannelError> exchange(apdu::ByteView command,
                                                         apdu::MutableByteView response);
  apdu::ChannelError failure(Code code);

  CardHandle handle_;
  apdu::Bytes atr_;
  Protocol protocol_;
  const SCARD_IO_REQUEST* pci_;
  Deadline finishBy_;
  std::stop_token stop_;
  Code lastCode_ = kSuccess;
};

}  // namespace ssc::pcsc
