// A card that stays powered between the calls of one session (the steps of the HSM functions, an open
// handle). Each step is a call of its own: bounded, cancellable, on a worker that can be left behind.
#pragma once

#include <functional>
#include <memory>

#include "hostlib/flows/call.hpp"

namespace ssc::flows {

class HeldCard {
 public:
  using Step = std::function<Outcome<void>(Visit&)>;

  explicit HeldCard(profile::Config config) : config_(std::move(config)) {}
  HeldCard(const HeldCard&) = delete;
  HeldCard& operator=(const HeldCard&) = delete;
  ~HeldCard() { release(); }

  [[nodiscard]] bool isHeld() const { return parts_ != nullptr; }
  /// Opens the terminal and runs the first step, which takes the card; another card held before is let go
  /// first. After a failure nothing is held.
  Outcome<void> begin(const CallOptions& options, Step step);
  /// Runs a later step; noSession when nothing is held. After a failure nothing is held.
  Outcome<void> go(const CallOptions& options, Step step);
  /// The same for steps that give a value.
  template <class T>
  Outcome<T> begin(const CallOptions& options, std::function<Outcome<T>(Visit&)> step) {
    Kept<T> kept(std::move(step));
    const auto done = begin(options, kept.plain());
    return kept.resultOf(done);
  }
  template <class T>
  Outcome<T> go(const CallOptions& options, std::function<Outcome<T>(Visit&)> step) {
    Kept<T> kept(std::move(step));
    const auto done = go(options, kept.plain());
    return kept.resultOf(done);
  }
  /// Resets the card and lets the reader go.
  void release();

 private:
  struct Parts;

  /// A step whose value outlives it. Shared with the step: one that is left behind may still be at work.
  template <class T>
  class Kept {
   public:
    explicit Kept(std::function<Outcome<T>(Visit&)> step) : step_(std::move(step)) {}
    [[nodiscard]] Step plain() const {
      return [value = value_, step = step_](Visit& visit) -> Outcome<void> {
        auto result = step(visit);
        if (!result) return tl::unexpected(result.error());
        value->emplace(std::move(*result));
        return {};
      };
    }
    Outcome<T> resultOf(const Outcome<void>& done) {
      if (!done) return tl::unexpected(done.error());
      return std::move(**value_);
    }

   private:
    std::function<Outcome<T>(Visit&)> step_;
    std::shared_ptr<std::optional<T>> value_ = std::make_shared<std::optional<T>>();
  };

  Outcome<void> run(const CallOptions& options, Step step);

  profile::Config config_;
  std::shared_ptr<Parts> parts_;
};

}  // namespace ssc::flows
