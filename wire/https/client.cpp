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
                      std::string path, crypto::SecretBytes body) {
  return std::thread([connection = std::move(connection), meeting = std::move(meeting),
                      path = std::move(path),
                      body = std::move(body)] { meeting->deliver(connection->post(path, body)); });
}

}  // namespace

Client::Client(Settings settings, std::stop_token stop)
    : settings_(std::move(settings)), stop_(std::move(stop)) {}

Client::~Client() = default;

tl::expected<Answer, Error> Client::post(const std::string& path, crypto::ByteView body) {
  const auto deadline = Clock::now() + settings_.totalLimit;
  if (stop_.stop_requested()) return tl::unexpected(Error{Fault::cancelled, "cancelled"});
  if (!connection_) connection_ = std::make_shared<Connection>(settings_);
  const auto meeting = std::make_shared<Meeting>();
  std::thread worker;
  try {
    worker = startPost(connection_, meeting, path, crypto::SecretBytes(body));
  } catch (const std::system_error&) {
    return tl::unexpected(Error{Fault::noConnection, "no thread could be had"});
  }
  if (meeting->await(stop_, deadline)) {
    worker.join();
    auto outcome = meeting->take();
    if (!outcome && outcome.error().fault == Fault::badFiles) connection_.reset();  // they are read anew then
    return outcome;
  }
  connection_->cut();
  meeting->await({}, Clock::now() + kGrace) ? worker.join() : worker.detach();
  connection_.reset();
  return tl::unexpected(stop_.stop_requested() ? Error{Fault::cancelled, "cancelled"}
                                               : Error{Fault::tooLate, "no answer in time"});
}

}  // namespace ssc::https
