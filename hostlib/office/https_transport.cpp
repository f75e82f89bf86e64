#include "hostlib/office/https_transport.hpp"

#include <algorithm>
#include <array>

#include "wire/office/envelope.hpp"
#include "wire/office/file_message.hpp"
#include "wire/office/settlement.hpp"

namespace ssc::office {
namespace {

constexpr std::size_t kMostIdle = 4;
/// A center closes what rests for two minutes; heartbeats come every minute.
constexpr std::chrono::seconds kRest{90};

struct LinkRow {
  https::Fault link;
  Fault fault;
  bool mayHaveArrived;
};
constexpr std::array kLinkRows{
    LinkRow{https::Fault::cancelled, Fault::cancelled, true},
    LinkRow{https::Fault::tooLate, Fault::late, true},
    LinkRow{https::Fault::badFiles, Fault::badFiles, false},
    LinkRow{https::Fault::noConnection, Fault::offline, false},
    LinkRow{https::Fault::notTrusted, Fault::notTrusted, false},
    LinkRow{https::Fault::closed, Fault::late, true},
    LinkRow{https::Fault::tooLong, Fault::badAnswer, true},
};

TransportError errorOf(const https::Error& error) {
  const auto* row = std::find_if(kLinkRows.begin(), kLinkRows.end(),
                                 [&](const LinkRow& r) { return r.link == error.fault; });
  return {row->fault, row->mayHaveArrived, error.what};
}

// What the web server says before the center's own code is reached is not signed.
TransportError errorOf(int status) {
  constexpr int kServerFault = 500, kOverloaded = 503;
  const std::string what = "HTTP status " + std::to_string(status);
  if (status == kOverloaded) return {Fault::offline, false, what};
  return {Fault::badAnswer, status >= kServerFault, what};
}

https::Settings linkOf(https::Settings link) {
  link.maxAnswer = wire::office::kMaxEnvelope + 1 + wire::office::kFilePiece;
  link.sendAgain = false;  // the counter in an envelope is good for one arrival
  link.restLimit = kRest;
  return link;
}

}  // namespace

HttpsTransport::HttpsTransport(https::Settings link, std::string path)
    : link_(linkOf(std::move(link))), path_(std::move(path)) {}

HttpsTransport::~HttpsTransport() = default;

std::unique_ptr<https::Client> HttpsTransport::take() {
  const std::lock_guard lock(mutex_);
  if (idle_.empty()) return std::make_unique<https::Client>(link_);
  auto client = std::move(idle_.back());
  idle_.pop_back();
  return client;
}

void HttpsTransport::giveBack(std::unique_ptr<https::Client> client) {
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kMostIdle) idle_.push_back(std::move(client));
}

tl::expected<crypto::SecretBytes, TransportError> HttpsTransport::post(const std::string& envelope,
                                                                       const wire::office::Limits& limits,
                                                                       std::stop_token stop) {
  constexpr int kOk = 200;
  auto client = take();
  const crypto::ByteView body = crypto::bytesOf(envelope);
  const bool withFile = envelope.find('\n') != std::string::npos;
  auto answer = client->post(withFile ? wire::office::kFilePath : path_, body,
                             {limits.connect, limits.total, std::move(stop)});
  giveBack(std::move(client));
  if (!answer) return tl::unexpected(errorOf(answer.error()));
  if (answer->status != kOk) return tl::unexpected(errorOf(answer->status));
  return std::move(answer->body);
}

}  // namespace ssc::office
