#include "apdu/pcsc/card_handle.hpp"

#include <algorithm>
#include <chrono>
#include <reader.h>
#include <thread>
#include <utility>

#include "apdu/pcsc/library_call.hpp"

namespace ssc::pcsc {
namespace {

using apdu::ChannelError;

constexpr std::chrono::milliseconds kBusyPoll{20};

// A card without an answer to reset offers no protocol, and the service says of one that it had switched off
// that protocols do not match: it is mute.
Code muteInstead(Code code, const Context& context, const std::string& reader) {
  if (code != static_cast<Code>(SCARD_E_PROTO_MISMATCH)) return code;
  SCARD_READERSTATE state{};
  state.szReader = reader.c_str();
  const bool told = SCardGetStatusChange(context.handle(), 0, &state, 1) == SCARD_S_SUCCESS;
  return told && state.cbAtr == 0 ? static_cast<Code>(SCARD_W_UNRESPONSIVE_CARD) : code;
}

// Takes copies: once the card is connected nothing may need memory before its handle has an owner. A card
// that nobody disconnects stays with this process.
tl::expected<CardHandle, Code> connectOnce(std::shared_ptr<Context> context, std::string reader, Share share,
                                           Protocols protocols) {
  SCARDHANDLE handle = 0;
  DWORD protocol = SCARD_PROTOCOL_UNDEFINED;
  // No LibraryCall: it may be blocked for as long as another program likes, and the others would wait for it.
  const auto code =
      static_cast<Code>(SCardConnect(context->handle(), reader.c_str(), static_cast<DWORD>(share),
                                     static_cast<DWORD>(protocols), &handle, &protocol));
  if (code != kSuccess) return tl::unexpected(muteInstead(code, *context, reader));
  return CardHandle(std::move(context), std::move(reader), handle, protocol);
}

}  // namespace

CardHandle::CardHandle(std::shared_ptr<Context> context, std::string reader, SCARDHANDLE handle,
                       DWORD protocol) noexcept
    : context_(std::move(context)), reader_(std::move(reader)), handle_(handle), protocol_(protocol) {}

CardHandle::CardHandle(CardHandle&& other) noexcept = default;

CardHandle& CardHandle::operator=(CardHandle&& other) noexcept {
  if (this == &other) return *this;
  disconnect();
  context_ = std::move(other.context_);
  reader_ = std::move(other.reader_);
  handle_ = other.handle_;
  protocol_ = other.protocol_;
  disposition_ = other.disposition_;
  return *this;
}

CardHandle::~CardHandle() {
  disconnect();
}

void CardHandle::disconnect() noexcept {
  if (context_) {
    const LibraryCall call;
    if (call.isAllowed()) SCardDisconnect(handle_, static_cast<DWORD>(disposition_));
  }
  context_.reset();
}

tl::expected<void, ChannelError> CardHandle::restart(Disposition how) {
  DWORD protocol = SCARD_PROTOCOL_UNDEFINED;
  const auto code =
      static_cast<Code>(SCardReconnect(handle_, SCARD_SHARE_EXCLUSIVE, static_cast<DWORD>(Protocols::any),
                                       static_cast<DWORD>(how), &protocol));
  if (code != kSuccess) return tl::unexpected(explain(code));
  protocol_ = protocol;
  return {};
}

tl::expected<apdu::Bytes, ChannelError> CardHandle::atr() const {
  auto atr = attribute(SCARD_ATTR_ATR_STRING);
  if (!atr || atr->empty()) return statusAtr();
  return atr;  // moved: a copy of a tl::expected that gets no memory ends the process
}

tl::expected<apdu::Bytes, ChannelError> CardHandle::statusAtr() const {
  apdu::Bytes atr(MAX_ATR_SIZE);
  DWORD size = atr.size();
  const auto code =
      static_cast<Code>(SCardStatus(handle_, nullptr, nullptr, nullptr, nullptr, atr.data(), &size));
  if (code != kSuccess) return tl::unexpected(explain(code));
  atr.resize(std::min<std::size_t>(size, atr.size()));
  return atr;
}

tl::expected<apdu::Bytes, ChannelError> CardHandle::attribute(DWORD id) const {
  apdu::Bytes value(MAX_BUFFER_SIZE);
  DWORD size = value.size();
  const auto code = static_cast<Code>(SCardGetAttrib(handle_, id, value.data(), &size));
  if (code != kSuccess) return tl::unexpected(explain(code));
  value.resize(std::min<std::size_t>(size, value.size()));
  return value;
}

tl::expected<std::size_t, ChannelError> CardHandle::control(DWORD code, apdu::ByteView data,
                                                            apdu::MutableByteView answer) const {
  DWORD size = 0;
  const auto result = static_cast<Code>(
      SCardControl(handle_, code, data.data(), data.size(), answer.data(), answer.size(), &size));
  if (result != kSuccess) return tl::unexpected(explain(result));
  if (size > answer.size()) return tl::unexpected(ChannelError::malformedAnswer);
  return size;
}

ChannelError CardHandle::explain(Code code) const {
  return context_->explainInUse(code, reader_);
}

tl::expected<CardHandle, ChannelError> connect(const std::shared_ptr<Context>& context,
                                               const std::string& reader, Share share, Protocols protocols,
                                               Deadline deadline, const std::stop_token& stop) {
  if (const auto refusal = refusalOf(deadline, stop)) return tl::unexpected(*refusal);
  for (;;) {
    auto handle = connectOnce(context, reader, share, protocols);
    if (handle) return std::move(*handle);
    if (errorOf(handle.error()) != ChannelError::readerBusy)
      return tl::unexpected(context->explain(handle.error()));
    std::this_thread::sleep_for(remaining(deadline, kBusyPoll));
    if (const auto refusal = refusalOf(deadline, stop)) {
      return tl::unexpected(*refusal == ChannelError::timedOut ? ChannelError::readerBusy : *refusal);
    }
  }
}

}  // namespace ssc::pcsc
