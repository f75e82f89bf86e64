// Where the PINs of a card handle come from: the program's callback, or what ssc.toml names.
#pragma once

#include <memory>
#include <mutex>
#include <stop_token>

#include "hostlib/flows/pin_source.hpp"
#include "hostlib/include/ssc.h"
#include "hostlib/profile/config.hpp"

namespace ssc::capi {

/// The callback of a terminal; its cards look here at every entry.
class PinDesk {
 public:
  struct Asked {
    ssc_pin_callback function = nullptr;
    void* user = nullptr;
  };
  void set(Asked asked) {
    const std::lock_guard lock(mutex_);
    asked_ = asked;
  }
  [[nodiscard]] Asked asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  mutable std::mutex mutex_;
  Asked asked_;
};

/// A card's PIN source for all its calls. A call that is left behind may still hold it.
class CardPins final : public flows::PinSource {
 public:
  CardPins(std::shared_ptr<const PinDesk> desk, profile::Config config)
      : desk_(std::move(desk)), config_(std::move(config)) {}

  /// The stop of the call that begins.
  void renew(std::stop_token stop);
  flows::Outcome<crypto::SecretBytes> ask(flows::PinPrompt prompt) override;
  [[nodiscard]] bool isInReader() const override;

 private:
  [[nodiscard]] std::stop_token stop() const;

  std::shared_ptr<const PinDesk> desk_;
  profile::Config config_;
  mutable std::mutex mutex_;
  std::stop_token stop_;
};

}  // namespace ssc::capi
