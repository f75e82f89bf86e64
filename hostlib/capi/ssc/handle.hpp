// What every handle has: its turn, a stop for the call under way, its last failure, a result that waits.
// Nothing thrown leaves it.
#pragma once

#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "hostlib/capi/ssc/result.hpp"
#include "hostlib/flows/failure.hpp"
#include "hostlib/render/json.hpp"

namespace ssc::capi {

/// JSON as a result. Bytes of a card that are not UTF-8 must not stop the answer.
inline crypto::SecretBytes jsonResult(const render::Json& json) {
  const crypto::Personal text(json.dump(-1, ' ', false, render::Json::error_handler_t::replace));
  return textResult(text.reveal());
}

/// Ends the call that is under way, and only that one: every call has a stop of its own.
class CancelSwitch {
 public:
  /// From here until it dies a call is under way.
  class UnderWay {
   public:
    explicit UnderWay(CancelSwitch& owner) : owner_(owner) { owner_.set(stop_); }
    UnderWay(const UnderWay&) = delete;
    UnderWay& operator=(const UnderWay&) = delete;
    ~UnderWay() { owner_.set(std::nullopt); }
    [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

   private:
    CancelSwitch& owner_;
    std::stop_source stop_;
  };

  void cancel();

 private:
  void set(std::optional<std::stop_source> stop);
  std::mutex mutex_;
  std::optional<std::stop_source> stop_;
};

class Handle {
 public:
  Handle() = default;
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;

  /// One call: `body(const std::stop_token&)` gives an Outcome<void>. A result that waits is dropped.
  template <class Body>
  int call(const Body& body) noexcept {
    return run([&](const std::stop_token& stop) -> flows::Outcome<void> {
      pending_.drop();
      return body(stop);
    });
  }

  /// One call with a result: `make(const std::stop_token&)` gives an Outcome<crypto::SecretBytes>. It is run
  /// only where the result does not wait already.
  template <class Make>
  int give(const Output& out, const CallKey& key, const Make& make) noexcept {
    return run([&](const std::stop_token& stop) -> flows::Outcome<void> {
      if (auto usable = out.check(); !usable) return usable;
      if (pending_.isFor(key)) return pending_.moveTo(out);
      pending_.drop();
      auto result = make(stop);
      if (!result) return tl::unexpected(result.error());
      return pending_.offer(key, std::move(*result), out);
    });
  }

  /// The last failure in words; leaves it, and a result that waits, as they are. `words` gets null after a
  /// success.
  int tell(const Output& out, std::string (*words)(const flows::Failure*)) const noexcept;
  void cancel() { cancel_.cancel(); }
  /// Waits until no call is under way.
  template <class Body>
  void atRest(const Body& body) {
    const std::lock_guard turn(turn_);
    body();
  }

 private:
  template <class Body>
  int run(const Body& body) noexcept {
    try {
      const std::lock_guard turn(turn_);
      const CancelSwitch::UnderWay underWay(cancel_);
      try {
        return finish(body(underWay.token()));
      } catch (...) {
        return finish(tl::unexpected(flows::Failure{flows::Reason::internalError, {}, {}}));
      }
    } catch (...) {
      return flows::rowOf(flows::Reason::internalError).code;
    }
  }
  int finish(const flows::Outcome<void>& outcome);

  mutable std::mutex turn_;
  CancelSwitch cancel_;
  std::optional<flows::Failure> failure_;
  PendingResult pending_;
};

/// What is said where no handle can keep a failure.
inline int refuse(flows::Reason reason) {
  return flows::rowOf(reason).code;
}

/// The last failure for people, and for programs.
std::string chineseWords(const flows::Failure* failure);
std::string englishWords(const flows::Failure* failure);
std::string failureJson(const flows::Failure* failure);

}  // namespace ssc::capi
