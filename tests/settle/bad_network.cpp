#include "tests/settle/bad_network.hpp"

#include "wire/office/file_message.hpp"

namespace ssc::tests {
namespace {

tl::unexpected<office::TransportError> lost(bool mayHaveArrived) {
  return tl::unexpected(office::TransportError{office::Fault::late, mayHaveArrived, "lost"});
}

}  // namespace

std::string BadNetwork::deliver(const std::string& envelope) {
  center::HttpRequest request;
  request.method = "POST";
  request.body = envelope;
  request.remote = "127.0.0.1";
  request.peer = peer_;
  const bool withFile = envelope.find('\n') != std::string::npos;
  return (withFile ? gate_().handleWithFile(request) : gate_().handle(request)).body;
}

tl::expected<crypto::SecretBytes, office::TransportError> BadNetwork::post(
    const std::string& envelope, const wire::office::Limits& /*limits*/, std::stop_token stop) {
  if (stop.stop_requested())
    return tl::unexpected(office::TransportError{office::Fault::cancelled, false, "stopped"});
  if (isCut_) return tl::unexpected(office::TransportError{office::Fault::offline, false, "no network"});
  ++tally_.messages;
  if (happens(weather_.lostRequest)) return ++tally_.lostRequests, lost(false);
  if (happens(weather_.late)) {
    ++tally_.late;
    held_.push_back(envelope);
    return lost(true);
  }
  isCut_ = left_ != 0 && --left_ == 0;
  const std::string answer = deliver(envelope);
  if (isCut_) return ++tally_.lostAnswers, lost(true);
  if (happens(weather_.twice)) {
    ++tally_.twice;
    static_cast<void>(deliver(envelope));
  }
  // What was on its way comes now, behind something newer.
  for (const std::string& old : std::exchange(held_, {}))
    static_cast<void>(deliver(old));
  if (happens(weather_.lostAnswer)) return ++tally_.lostAnswers, lost(true);
  return crypto::SecretBytes(crypto::bytesOf(answer));
}

}  // namespace ssc::tests
