#include "wire/https/client.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "wire/https/connection.hpp"

namespace ssc::https {
namespace {

using Clock = std::chrono::steady_clock;

/// How long a call that was cut may take to notice. Only looking up a host's name takes longer.
constexpr std::chrono::milliseconds kGrace{300};

/// Where the caller and the thread that works on the connection meet; owned by both.
class Meeting {
 public:
  void deliver(Connection::Outcome outcome) {
    const std::lock_guard lock(mutex_);
    outcome_ = std::move(outcome);
    arrived_.notify_one();
  }
  /// Whether the outcome is there, at the latest at `deadline` or when `stop` is requested.
  bool await(const std::stop_token& stop, Clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    return arrived_.wait_until(lock, stop, deadline, [this] { return outcome_.has_value(); });
  }
  /// After await() was true.
  Connection::Outcome take() { return std::move(*outcome_); }

 private:
  std::mutex mutex_;
  std::condition_variable_any arrived_;
  std::optional<Connection::Outcome> outcome_;
};

std::thread startPost(std::shared_ptr<Connection> connection, std::shared_ptr<Meeting> meeting,
                      std::string path, crypto::SecretBytes body, const CallLimits& limits) {
  return std::thread([connection = std::move(connection), meeting = std::move(meeting),
                      path = std::move(path), body = std::move(body), connect = limits.connect,
                      total = limits.total] {
    connection->limit(connect, total);
    meeting->deliver(connection->post(path, body));
  });
}

}  // namespace

Client::Client(Settings settings, std::stop_token stop)
    : settings_(std::move(settings)), stop_(std::move(stop)) {}

Client::~Client() = default;

void Client::dropRested() {
  if (connection_ && Clock::now() - lastUse_ > settings_.restLimit) connection_.reset();
}

tl::expected<Answer, Error> Client::post(const std::string& path, crypto::ByteView body) {
  return post(path, body, {settings_.connectLimit, settings_.totalLimit, {}});
}

tl::expected<Answer, Error> Client::post(const std::string& path, crypto::ByteView body,
                                         const CallLimits& limits) {
  const auto deadline = Clock::now() + limits.total;
  std::stop_source either;
  const auto pass = [&either] { either.request_stop(); };
  const std::stop_callback ours(stop_, pass), theirs(limits.stop, pass);
  if (either.stop_requested()) return tl::unexpected(Error{Fault::cancelled, "cancelled"});
  dropRested();
  if (!connection_) connection_ = std::make_shared<Connection>(settings_);
  const auto meeting = std::make_shared<Meeting>();
  std::thread worker;
  try {
    worker = startPost(connection_, meeting, path, crypto::SecretBytes(body), limits);
  } catch (const std::system_error&) {
    return tl::unexpected(Error{Fault::noConnection, "no thread could be had"});
  }
  if (meeting->await(either.get_token(), deadline)) {
    worker.join();
    lastUse_ = Clock::now();
    auto outcome = meeting->take();
    if (!outcome && outcome.error().fault == Fault::badFiles) connection_.reset();  // they are read anew then
    return outcome;
  }
  connection_->cut();
  meeting->await({}, Clock::now() + kGrace) ? worker.join() : worker.detach();
  connection_.reset();
  return tl::unexpected(either.stop_requested() ? Error{Fault::cancelled, "cancelled"}
                                                : Error{Fault::tooLate, "no answer in time"});
}

}  // namespace ssc::https
