// Work that may block, on a thread the caller can walk away from.
//
// A PC/SC call can block without limit: SCardConnect while another program holds a transaction, SCardTransmit
// while a reader hangs. Nothing frees it. So a face runs its whole card work (open, exchange, close) as one
// job; when the deadline passes or a stop is requested the face has its answer at once, and the job ends by
// itself later: it can start nothing new, and what it returns is destroyed on its own thread.
#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <tl/expected.hpp>
#include <type_traits>
#include <utility>

#include "apdu/error.hpp"
#include "apdu/pcsc/dead_stack.hpp"
#include "apdu/pcsc/deadline.hpp"

namespace ssc::pcsc {

/// What a job knows of its caller. Copies are cheap and may outlive the caller.
class JobToken {
 public:
  JobToken(Deadline deadline, std::stop_token stop) : deadline_(deadline), stop_(std::move(stop)) {}

  /// Requested when the caller walked away, for whatever reason.
  [[nodiscard]] const std::stop_token& stopToken() const { return stop_; }
  [[nodiscard]] Deadline deadline() const { return deadline_; }
  /// Why the job should not start anything more; empty while the caller waits.
  [[nodiscard]] std::optional<apdu::ChannelError> refusal() const { return refusalOf(deadline_, stop_); }

 private:
  Deadline deadline_;
  std::stop_token stop_;
};

namespace detail {

/// Where caller and job meet; owned by both.
template <class Result>
class Rendezvous {
 public:
  explicit Rendezvous(Deadline deadline) : deadline_(deadline) {}

  [[nodiscard]] JobToken token() const { return {deadline_, stop_.get_token()}; }

  /// The job's side: `result` stays with the caller of this function when nobody waits any more.
  void deliver(Result& result) {
    const std::lock_guard lock(mutex_);
    if (isAbandoned_) return;
    result_.emplace(std::move(result));
    arrived_.notify_one();
  }

  /// Whether the job has delivered; fixed once await() returned.
  [[nodiscard]] bool hasDelivered() {
    const std::lock_guard lock(mutex_);
    return result_.has_value();
  }

  /// The caller's side.
  Result await(const std::stop_token& stop) {
    {
      std::unique_lock lock(mutex_);
      arrived_.wait_until(lock, stop, deadline_, [this] { return result_.has_value(); });
      if (result_) return std::move(*result_);
      isAbandoned_ = true;
    }
    stop_.request_stop();  // runs the job's stop callbacks: not under the lock
    return tl::unexpected(stop.stop_requested() ? apdu::ChannelError::cancelled
                                                : apdu::ChannelError::timedOut);
  }

 private:
  Deadline deadline_;
  std::stop_source stop_;
  std::mutex mutex_;
  std::condition_variable_any arrived_;
  std::optional<Result> result_;
  bool isAbandoned_ = false;
};

/// Sees a worker off: one that delivered is joined, so that nothing of it (a library's per-thread state)
/// outlives the call; one that was abandoned is left behind.
template <class HasDelivered>
class WorkerEnd {
 public:
  WorkerEnd(std::thread& worker, HasDelivered hasDelivered)
      : worker_(worker), hasDelivered_(std::move(hasDelivered)) {}
  WorkerEnd(const WorkerEnd&) = delete;
  WorkerEnd& operator=(const WorkerEnd&) = delete;
  ~WorkerEnd() {
    if (hasDelivered_()) {
      worker_.join();
    } else {
      worker_.detach();
    }
  }

 private:
  std::thread& worker_;
  HasDelivered hasDelivered_;
};

/// No exception leaves a job.
template <class Result, class Job>
Result runGuarded(Job& job, const JobToken& token) noexcept {
  try {
    return std::invoke(job, token);
  } catch (...) {
    return tl::unexpected(apdu::ChannelError::internal);
  }
}

// Works on the job where it is: a move that threw (of a job with members that can only be copied) would end
// the process from here.
template <class Result, class Job>
void runAndDeliver(std::optional<Job>& job, const std::shared_ptr<Rendezvous<Result>>& rendezvous) noexcept {
  Result result = runGuarded<Result>(*job, rendezvous->token());
  job.reset();  // what the job owned (channels, contexts) is closed before the caller goes on
  wipeDeadStack();
  rendezvous->deliver(result);
}

}  // namespace detail

/// Runs `job(const JobToken&)` on a thread of its own and returns what it returns: a tl::expected<T,
/// ChannelError>. Earlier: `timedOut` when the deadline passes, `cancelled` when `stop` is requested; then
/// the job is abandoned, its token's stop is requested (stop callbacks run on the caller's thread and must
/// not block), and its result is dropped. `internal`: the job threw, or no thread could be had. The job owns
/// what it touches: capture by value or by move, never by reference.
template <class Job>
auto runAbandonable(Deadline deadline, const std::stop_token& stop, Job job)
    -> std::invoke_result_t<Job&, const JobToken&> {
  using Result = std::invoke_result_t<Job&, const JobToken&>;
  static_assert(std::is_same_v<typename Result::error_type, apdu::ChannelError>);
  if (const auto refusal = refusalOf(deadline, stop)) return tl::unexpected(*refusal);
  try {
    auto rendezvous = std::make_shared<detail::Rendezvous<Result>>(deadline);
    std::thread worker([rendezvous, owned = std::optional<Job>(std::move(job))]() mutable {
      detail::runAndDeliver<Result>(owned, rendezvous);
    });
    const detail::WorkerEnd end(worker, [&rendezvous] { return rendezvous->hasDelivered(); });
    return rendezvous->await(stop);
  } catch (const std::exception&) {
    return tl::unexpected(apdu::ChannelError::internal);
  }
}

}  // namespace ssc::pcsc
