#include "tests/settle/chip_link.hpp"

#include <algorithm>
#include <cstdlib>
#include <sys/socket.h>
#include <unistd.h>

namespace ssc::tests {
namespace {

bool sendAll(int socket, const std::uint8_t* bytes, std::size_t size) {
  while (size > 0) {
    const auto sent = ::send(socket, bytes, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

bool receiveAll(int socket, std::uint8_t* bytes, std::size_t size) {
  while (size > 0) {
    const auto got = ::recv(socket, bytes, size, 0);
    if (got <= 0) return false;
    bytes += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace

bool ChipLink::send(std::uint8_t kind, apdu::ByteView bytes) const {
  apdu::Bytes message{kind, static_cast<std::uint8_t>(bytes.size() >> 8U),
                      static_cast<std::uint8_t>(bytes.size())};
  message.insert(message.end(), bytes.begin(), bytes.end());
  return sendAll(socket_, message.data(), message.size());
}

std::optional<ChipLink::Message> ChipLink::receive() const {
  std::array<std::uint8_t, 3> head{};
  if (!receiveAll(socket_, head.data(), head.size())) return std::nullopt;
  Message message{head[0], apdu::Bytes(static_cast<std::size_t>(head[1] << 8U | head[2]))};
  if (!receiveAll(socket_, message.bytes.data(), message.bytes.size())) return std::nullopt;
  return message;
}

class LinkedTerminal::Channel final : public apdu::Channel {
 public:
  Channel(const LinkedTerminal& terminal, ChipCall call) : terminal_(terminal), call_(call) {}
  tl::expected<std::size_t, apdu::ChannelError> transmit(apdu::ByteView command,
                                                         apdu::MutableByteView response) override {
    const auto answer = terminal_.ask(call_, command);
    if (answer.kind == static_cast<std::uint8_t>(ChipAnswer::removed))
      return tl::unexpected(apdu::ChannelError::cardRemoved);
    if (answer.kind == static_cast<std::uint8_t>(ChipAnswer::reader))
      return tl::unexpected(apdu::ChannelError::communication);
    std::ranges::copy(answer.bytes, response.begin());
    return answer.bytes.size();
  }

 private:
  const LinkedTerminal& terminal_;
  ChipCall call_;
};

ChipLink::Message LinkedTerminal::ask(ChipCall call, apdu::ByteView bytes) const {
  if (!link_.send(static_cast<std::uint8_t>(call), bytes)) ::_exit(3);
  auto answer = link_.receive();
  if (!answer) ::_exit(3);
  if (answer->kind == static_cast<std::uint8_t>(ChipAnswer::powerCut)) cutPower_();
  return std::move(*answer);
}

flows::Outcome<flows::PoweredCard> LinkedTerminal::power(ChipCall call) const {
  const bool isCard = call == ChipCall::powerCard;
  const auto answer = ask(call, {});
  if (answer.kind == static_cast<std::uint8_t>(ChipAnswer::removed))
    return tl::unexpected(
        flows::Failure{isCard ? flows::Reason::cardAbsent : flows::Reason::samAbsent, "power", {}});
  if (answer.kind == static_cast<std::uint8_t>(ChipAnswer::reader))
    return tl::unexpected(flows::Failure{flows::Reason::readerGone, "power", {}});
  auto atr = apdu::Atr::parse(answer.bytes);
  if (!atr) std::abort();
  return flows::PoweredCard{std::make_unique<Channel>(*this, isCard ? ChipCall::card : ChipCall::sam),
                            std::move(*atr)};
}

flows::Outcome<flows::PoweredCard> LinkedTerminal::powerCard(flows::CardInterface /*interface*/) {
  return power(ChipCall::powerCard);
}
flows::Outcome<flows::PoweredCard> LinkedTerminal::powerSam() {
  return power(ChipCall::powerSam);
}

void LinkedTerminal::reach(std::string_view moment) const {
  static_cast<void>(ask(ChipCall::moment, crypto::bytesOf(moment)));
}

}  // namespace ssc::tests
