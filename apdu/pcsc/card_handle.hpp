// A card or reader connection (SCARDHANDLE), disconnected with its owner.
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>
#include <winscard.h>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"
#include "apdu/pcsc/context.hpp"
#include "apdu/pcsc/deadline.hpp"

namespace ssc::pcsc {

/// What becomes of the card when the connection ends.
enum class Disposition : std::uint8_t {
  leave = SCARD_LEAVE_CARD,      ///< keeps its security state: only for a session that goes on later
  reset = SCARD_RESET_CARD,      ///< the next program finds a fresh card
  unpower = SCARD_UNPOWER_CARD,  ///< switched off
};

/// Which protocols a connection may choose from (PC/SC Lite numbers).
enum class Protocols : std::uint8_t {
  none = SCARD_PROTOCOL_UNDEFINED,  ///< no card is needed, only with Share::direct
  any = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1,
};

enum class Share : std::uint8_t {
  exclusive = SCARD_SHARE_EXCLUSIVE,
  direct = SCARD_SHARE_DIRECT,  ///< the reader itself, with or without a card
};

class CardHandle {
 public:
  CardHandle(std::shared_ptr<Context> context, std::string reader, SCARDHANDLE handle,
             DWORD protocol) noexcept;
  CardHandle(CardHandle&& other) noexcept;
  CardHandle& operator=(CardHandle&& other) noexcept;
  ~CardHandle();

  [[nodiscard]] SCARDHANDLE raw() const { return handle_; }
  [[nodiscard]] DWORD protocol() const { return protocol_; }
  [[nodiscard]] const std::string& reader() const { return reader_; }
  [[nodiscard]] const Context& context() const { return *context_; }
  void setDisposition(Disposition disposition) { disposition_ = disposition; }

  /// SCardReconnect: powers the card anew, `unpower` with a cold reset, `reset` with a warm one (ISO/IEC
  /// 7816-3 §6.2.2, §6.2.3); `leave` does nothing to it. The connection is exclusive then; the protocol is
  /// agreed on again. After a failure the card is not powered, but the connection is still there.
  [[nodiscard]] tl::expected<void, apdu::ChannelError> restart(Disposition how);

  /// The answer to reset; empty when no card is powered. Asked of the driver: SCardStatus, the second choice,
  /// reads a list that libpcsclite shares between threads (see Context).
  [[nodiscard]] tl::expected<apdu::Bytes, apdu::ChannelError> atr() const;
  /// SCardGetAttrib: at most 264 bytes.
  [[nodiscard]] tl::expected<apdu::Bytes, apdu::ChannelError> attribute(DWORD id) const;
  /// SCardControl: a command to the reader's driver (PC/SC part 10). Returns the bytes written to `answer`.
  [[nodiscard]] tl::expected<std::size_t, apdu::ChannelError> control(DWORD code, apdu::ByteView data,
                                                                      apdu::MutableByteView answer) const;

  /// What a failed call on this connection means.
  [[nodiscard]] apdu::ChannelError explain(Code code) const;

 private:
  [[nodiscard]] tl::expected<apdu::Bytes, apdu::ChannelError> statusAtr() const;
  void disconnect() noexcept;

  std::shared_ptr<Context> context_;  ///< empty when moved from
  std::string reader_;
  SCARDHANDLE handle_;
  DWORD protocol_;
  Disposition disposition_ = Disposition::reset;
};

/// Connects; while another program holds the card exclusively, tries again every 20 ms until the deadline
/// (`readerBusy`) or the stop (`cancelled`). `timedOut` only when the deadline had passed before the first
/// try. One try can block without limit, while another program holds a transaction: CardChannel::open bounds
/// that.
tl::expected<CardHandle, apdu::ChannelError> connect(const std::shared_ptr<Context>& context,
                                                     const std::string& reader, Share share,
                                                     Protocols protocols, Deadline deadline,
                                                     const std::stop_token& stop);

}  // namespace ssc::pcsc
