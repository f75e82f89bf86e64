#include "keys-sim/phone/platform.hpp"

namespace ssc::sim {

namespace gateway = wire::gateway;

namespace {

// Shorter than a center keeps a resting connection: what was sent is never sent twice, its signature counts
// once.
constexpr std::chrono::seconds kRestLimit{30};

PhoneProblem unreachable(const https::Error& error) {
  if (error.fault == https::Fault::cancelled) return {0, "已取消。", "Cancelled.", true};
  return {0, "无法连接服务平台，请稍后再试。",
          "The platform cannot be reached (" + error.what + "). Try again later."};
}

PhoneProblem notKnown(int status) {
  if (status == 403)
    return {0, "服务平台不接受本手机，请检查手机时间和设置。",
            "The platform does not accept this phone. Check its settings."};
  return {0, "服务平台繁忙，请稍后再试。",
          "The platform is busy (status " + std::to_string(status) + "). Try again later."};
}

std::uint64_t nowInMilliseconds() {
  using namespace std::chrono;
  return static_cast<std::uint64_t>(
      duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count());
}

PhoneProblem badSecret() {
  return {0, "手机密钥不可用。", "The phone's secret cannot be used."};
}

}  // namespace

Platform::Platform(gateway::AppKeys keys, std::string accessId, crypto::RandomSource& random,
                   std::unique_ptr<https::Client> client)
    : keys_(std::move(keys)), accessId_(std::move(accessId)), random_(&random), client_(std::move(client)) {}

Told<Platform> Platform::make(const PhoneSettings& settings, crypto::RandomSource& random,
                              std::stop_token stop) {
  auto keys = gateway::AppKeys::fromSecret(settings.secret);
  const auto endpoint = https::endpointOf(settings.gateway);
  if (!keys || !endpoint) return tl::unexpected(badSecret());
  https::Settings link;
  link.endpoint = *endpoint;
  link.authority = settings.authority.string();
  link.connectLimit = kConnectLimit;
  link.totalLimit = kTotalLimit;
  link.maxAnswer = gateway::kMaxAnswer;
  link.sendAgain = false;
  link.restLimit = kRestLimit;
  return Platform(std::move(*keys), settings.accessId, random,
                  std::make_unique<https::Client>(std::move(link), std::move(stop)));
}

PhoneProblem Platform::nonsense() {
  return {0, "服务平台的答复无法识别。", "What the platform answered cannot be understood."};
}

Told<crypto::SecretBytes> Platform::exchange(std::string_view name, const crypto::SecretBytes& body) {
  const auto request = gateway::sealRequest(keys_, {std::string(name), accessId_, nowInMilliseconds()},
                                            body.reveal(), *random_);
  if (!request) return tl::unexpected(badSecret());
  const auto answer = client_->post(std::string(gateway::kPath) + '?' + gateway::queryOf(*request), {});
  if (!answer) return tl::unexpected(unreachable(answer.error()));
  if (answer->status != 200) return tl::unexpected(notKnown(answer->status));
  const auto reply = gateway::openReply(keys_, *request, answer->body.reveal());
  if (!reply) return tl::unexpected(nonsense());
  if (reply->infcode != 0) return tl::unexpected(PhoneProblem{reply->infcode, reply->zh, reply->en});
  return crypto::SecretBytes(crypto::bytesOf(reply->output));
}

}  // namespace ssc::sim
