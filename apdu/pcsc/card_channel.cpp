#include "apdu/pcsc/card_channel.hpp"

#include <utility>

#include "apdu/pcsc/job.hpp"
#include "apdu/pcsc/tpdu.hpp"
#include "apdu/pcsc/watcher.hpp"

namespace ssc::pcsc {
namespace {

using apdu::ChannelError;

/// How long the question "who holds it?" may take once the wait is over.
constexpr std::chrono::milliseconds kAskHolder{250};

Protocol protocolOf(DWORD active) {
  if (active == SCARD_PROTOCOL_T0) return Protocol::t0;
  return active == SCARD_PROTOCOL_T1 ? Protocol::t1 : Protocol::raw;
}

const SCARD_IO_REQUEST* pciOf(Protocol protocol) {
  if (protocol == Protocol::t0) return SCARD_PCI_T0;
  return protocol == Protocol::t1 ? SCARD_PCI_T1 : SCARD_PCI_RAW;
}

/// The polling itself ends at the deadline and knows its reason; only a connect that is blocked outlives
/// that.
constexpr std::chrono::milliseconds kGrace{30};

Deadline withGrace(Deadline deadline) {
  return deadline == kNoDeadline ? deadline : deadline + kGrace;
}

/// A connect that did not come back: another program's transaction blocks it, or the reader hangs.
ChannelError whyBlocked(const std::string& reader) {
  const auto state = runAbandonable(Clock::now() + kAskHolder, {},
                                    [reader](const JobToken&) { return readerState(reader); });
  return state && state->isHeld() ? ChannelError::readerBusy : ChannelError::timedOut;
}

}  // namespace

tl::expected<std::unique_ptr<CardChannel>, ChannelError> CardChannel::open(
    const std::shared_ptr<Context>& context, const std::string& reader, Deadline connectBy,
    std::stop_token stop, ChannelOptions options) {
  if (const auto refusal = refusalOf(connectBy, stop)) return tl::unexpected(*refusal);
  auto handle =
      runAbandonable(withGrace(connectBy), stop, [context, reader, connectBy](const JobToken& token) {
        return connect(context, reader, Share::exclusive, Protocols::any, connectBy, token.stopToken());
      });
  if (!handle && handle.error() == ChannelError::timedOut) return tl::unexpected(whyBlocked(reader));
  if (!handle) return tl::unexpected(handle.error());
  handle->setDisposition(options.disposition);
  auto atr = handle->atr();
  if (!atr) return tl::unexpected(atr.error());
  return std::unique_ptr<CardChannel>(
      new CardChannel(std::move(*handle), std::move(*atr), options, std::move(stop)));
}

CardChannel::CardChannel(CardHandle handle, apdu::Bytes atr, ChannelOptions options, std::stop_token stop)
    : handle_(std::move(handle)),
      atr_(std::move(atr)),
      protocol_(protocolOf(handle_.protocol())),
      pci_(pciOf(protocol_)),
      finishBy_(options.finishBy),
      stop_(std::move(stop)) {}

void CardChannel::renew(Deadline finishBy, std::stop_token stop) {
  finishBy_ = finishBy;
  stop_ = std::move(stop);
}

tl::expected<void, ChannelError> CardChannel::restart(Disposition how) {
  if (const auto refusal = refusalOf(finishBy_, stop_)) return tl::unexpected(*refusal);
  if (const auto done = handle_.restart(how); !done) return done;
  auto atr = handle_.atr();
  if (!atr) return tl::unexpected(atr.error());
  atr_ = std::move(*atr);
  protocol_ = protocolOf(handle_.protocol());
  pci_ = pciOf(protocol_);
  return {};
}

tl::expected<std::size_t, ChannelError> CardChannel::transmit(apdu::ByteView command,
                                                              apdu::MutableByteView response) {
  if (const auto refusal = refusalOf(finishBy_, stop_)) return tl::unexpected(*refusal);
  if (protocol_ != Protocol::t0) return exchange(command, response);
  const auto tpdu = tpduForT0(command);
  if (!tpdu) return tl::unexpected(tpdu.error());
  return exchange(*tpdu, response);
}

tl::expected<std::size_t, ChannelError> CardChannel::exchange(apdu::ByteView command,
                                                              apdu::MutableByteView response) {
  DWORD size = response.size();
  const auto code = static_cast<Code>(
      SCardTransmit(handle_.raw(), pci_, command.data(), command.size(), nullptr, response.data(), &size));
  if (code != kSuccess) return tl::unexpected(failure(code));
  if (size < 2 || size > response.size()) return tl::unexpected(ChannelError::malformedAnswer);
  return size;
}

ChannelError CardChannel::failure(Code code) {
  lastCode_ = code;
  return handle_.explain(code);
}

}  // namespace ssc::pcsc
